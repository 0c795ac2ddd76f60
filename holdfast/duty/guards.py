"""What duty makes ready before others act."""

from __future__ import annotations

from django.db.models import Q

from holdfast.duty.models import Page
from holdfast.notices.facts import Settling


def lock_pages(intent: Settling) -> None:
    """Lock the pages whose steps are about to be settled, and the open ones that the rest may end, in key order, before any
    row of the ledger.
    """
    keys = {
        int(about[5:]) for about in intent.concerning if about.startswith("page-") and about[5:].isdigit()
    }
    of_these = Q(pk__in=keys) | Q(about__in=intent.concerning, acknowledged_at=None)
    list(Page.objects.select_for_update(of=("self",)).filter(of_these).order_by("pk").values_list("pk"))
