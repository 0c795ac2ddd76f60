"""What an acceptance means for promises: only the first one of a word keeps, and only the last lost one undoes."""

from __future__ import annotations

from django.db.models import QuerySet

from holdfast.notices.models import Delivery, DeliveryState
from holdfast.promises.models import Promise


def was_counted(promises: QuerySet[Promise], notice: int) -> bool:
    """Whether another contact of the client had this word before, by the promises to that client: only the first
    acceptance keeps anything.
    """
    rows = Delivery.objects.filter(notice=notice).values_list("pk", flat=True)
    return promises.filter(evidence__in=[f"delivery-{each}" for each in rows]).exists()


def may_still_be_had(notice: int, *, but: int) -> bool:
    """Whether another contact of the client than this one has the word."""
    others = Delivery.objects.filter(notice=notice, to_client=True, state=DeliveryState.ACCEPTED)
    return others.exclude(pk=but).exists()
