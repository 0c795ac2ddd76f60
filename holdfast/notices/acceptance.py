"""What became of some rows together: the first acceptance that stands, and whether one may come yet."""

from __future__ import annotations

from django.db.models import QuerySet

from holdfast.notices.models import Delivery, DeliveryState

_LOST = (DeliveryState.BOUNCED, DeliveryState.FAILED, DeliveryState.CANCELLED)


def first_accepted(rows: QuerySet[Delivery]) -> Delivery | None:
    """The first acceptance that did not come back."""
    return _accepted(rows).order_by("accepted_at", "id").first()


def newest_accepted(rows: QuerySet[Delivery]) -> Delivery | None:
    """Of the newest notice that anybody accepted, the first acceptance that did not come back."""
    return _accepted(rows).order_by("-notice", "accepted_at", "id").first()


def may_yet_arrive(rows: QuerySet[Delivery]) -> bool:
    """Whether one was accepted, or may be still; without a relay what is kept in the outbox may."""
    return not_lost(rows).exists()


def not_lost(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Those that were accepted, or may be still."""
    return rows.exclude(state__in=_LOST)


def _accepted(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    return rows.filter(state=DeliveryState.ACCEPTED, accepted_at__isnull=False)
