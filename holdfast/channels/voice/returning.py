"""Calls that were missed and are to be returned."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from holdfast.channels.voice.models import Call
from holdfast.tickets.models import Ticket


def mark_returned(ticket: Ticket, *, at: datetime) -> None:
    """The client was spoken with: no call about this ticket that was missed by then is waited for any more."""
    waiting = Call.objects.filter(ticket=ticket, missed_at__lte=at, returned_at=None)
    waiting.update(returned_at=at)


def lock_missed(ticket: Ticket) -> None:
    """Lock them before their ticket: a call's row always comes first, for its events find the ticket by it."""
    list(
        Call.objects.select_for_update(of=("self",))
        .filter(ticket=ticket, missed_at__isnull=False, returned_at=None)
        .order_by("pk")
    )


def calls_to_return() -> QuerySet[Call]:
    """The missed ones whose ticket is open, the longest waiting first."""
    missed = Call.objects.filter(missed_at__isnull=False, returned_at=None, ticket__is_open=True)
    return missed.select_related("ticket", "person__contact__organisation", "team").order_by(
        "missed_at", "pk"
    )
