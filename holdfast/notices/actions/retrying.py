"""Somebody has what came back, failed or was put off tried again at once."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.notices.actions.bells import ring
from holdfast.notices.facts import NoticesTriedAgain
from holdfast.notices.models import Delivery, DeliveryState, Notice


def to_try_again(notices: QuerySet[Notice]) -> QuerySet[Delivery]:
    """Their rows that came back or failed, or were tried in vain and wait.

    Not where a later one went to the same place, for nobody gets an older word after a newer one; nor what is of unknown
    fate, for nobody is called twice for one thing.
    """
    later = Delivery.objects.filter(
        about=OuterRef("about"), address=OuterRef("address"), pk__gt=OuterRef("pk")
    )
    lost = Q(state__in=(DeliveryState.BOUNCED, DeliveryState.FAILED))
    put_off = Q(state=DeliveryState.WAITING, attempts__gte=1, lease_until=None)
    return Delivery.objects.filter(lost | put_off, ~Exists(later), notice__in=notices)


def try_again(notices: QuerySet[Notice], *, about: str, by: Actor, at: datetime) -> int:
    """Set them on their way under their old Message-IDs, in the caller's transaction; returns how many."""
    rows = to_try_again(notices).select_for_update(of=("self",)).order_by("pk")
    found = dict(rows.values_list("pk", "channel"))
    if found:
        Delivery.objects.filter(pk__in=found).update(
            state=DeliveryState.WAITING,
            due_at=at,
            attempts=0,
            accepted_at=None,
            bounced_at=None,
            folded_into=None,
        )
        record(NoticesTriedAgain(concerning=about, letters=len(found)), by=by, at=at)
        ring(set(found.values()))
    return len(found)
