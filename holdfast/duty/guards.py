"""What duty makes ready before others act."""

from __future__ import annotations

from holdfast.duty.models import Page
from holdfast.notices.facts import Settling


def lock_pages(intent: Settling) -> None:
    """Lock the pages whose steps are about to be settled, in key order, before any row of the ledger."""
    keys = {
        int(about[5:]) for about in intent.concerning if about.startswith("page-") and about[5:].isdigit()
    }
    if keys:
        list(Page.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
