"""Take back what waits to be sent and says what is no longer so; it stays in the ledger with the reason."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from holdfast.notices.models import Delivery, DeliveryState, Notice


def withdraw(notices: QuerySet[Notice], *, why: str) -> int:
    """Cancel the rows of these that wait and that nobody has in hand; returns how many.

    What a worker is sending at this moment is sent: whoever withdraws asks again later, for what was put off.
    """
    waiting = Delivery.objects.filter(notice__in=notices, state=DeliveryState.WAITING, lease_until=None)
    free = waiting.filter(Q(folded_into=None) | Q(folded_into__lease_until=None))
    return free.update(state=DeliveryState.CANCELLED, trouble=why[:400], folded_into=None)
