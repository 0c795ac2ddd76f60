"""The tickets that are linked to interruptions, as pages and acts read them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import QuerySet, prefetch_related_objects

from holdfast.incidents.models import Interruption, LinkedTicket
from holdfast.tickets.models import Ticket


def linked_tickets(interruption: Interruption) -> QuerySet[Ticket]:
    """All of them, in the order of their numbers."""
    return Ticket.objects.filter(interruptions__interruption=interruption).order_by("pk")


def answerable(interruption: Interruption) -> QuerySet[Ticket]:
    """Those that a word about it answers: open, and opened by a person."""
    return linked_tickets(interruption).filter(is_open=True, is_machine=False)


def lock_answerable(interruption: Interruption) -> list[Ticket]:
    """The same of a locked interruption, locked in key order."""
    keys = answerable(interruption).values_list("pk", flat=True)
    tickets = [each for each in Ticket.objects.all_locked(keys) if each.is_open]
    prefetch_related_objects(tickets, "organisation")
    return tickets


def linked_keys(interruptions: Collection[int]) -> set[int]:
    """The open tickets that are linked to these: a word about one may lock them later, so they are locked first."""
    if not interruptions:
        return set()
    rows = LinkedTicket.objects.filter(interruption__in=interruptions, ticket__is_open=True)
    return set(rows.values_list("ticket_id", flat=True))


def interruptions_of(tickets: Iterable[int]) -> QuerySet[LinkedTicket]:
    """What these tickets are linked to, the newest first."""
    rows = LinkedTicket.objects.filter(ticket__in=list(tickets)).select_related("interruption")
    return rows.order_by("-interruption_id")
