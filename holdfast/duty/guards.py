"""What duty makes ready before others act."""

from __future__ import annotations

from django.db.models import Q

from holdfast.duty.models import Page
from holdfast.kernel.prepared import Prepared
from holdfast.notices.facts import Settling


def lock_pages(intent: Settling) -> None:
    """Lock the pages whose steps are about to be settled, and the open ones that the rest may end, in key order, before any
    row of the ledger.
    """
    keys = {
        int(about[5:]) for about in intent.concerning if about.startswith("page-") and about[5:].isdigit()
    }
    _locked(list(keys), list(intent.concerning))


_locked = Prepared(
    lambda keys, abouts: (
        Page.objects.select_for_update(of=("self",))
        .filter(Q(pk__among=keys) | Q(about__among=abouts, acknowledged_at=None))
        .order_by("pk")
    ),
    list,
    list,
)
