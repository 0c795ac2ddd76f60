"""What interruptions do when something happens to a ticket."""

from __future__ import annotations

from holdfast.incidents.facts import LinkedToInterruption
from holdfast.incidents.models import Interruption, LinkedTicket, Suspicion
from holdfast.incidents.rules import LINKABLE
from holdfast.kernel.facts import Recorded, record_many
from holdfast.tickets.facts import TicketMerged


def follow_merge(told: Recorded[TicketMerged]) -> None:
    """What a ticket suspects, and what it is linked to, goes on with the ticket that it went into.

    Interruptions come before tickets when locks are taken, so they are not locked here: a link that stands is left.
    """
    ticket, into = told.fact.ticket, told.fact.into
    Suspicion.objects.filter(ticket=ticket, weighed_at=None).update(ticket=into)
    going_on = Interruption.objects.filter(linked_tickets__ticket=ticket, state__in=LINKABLE)
    fresh = list(going_on.exclude(linked_tickets__ticket=into).order_by("pk"))
    links = [
        LinkedTicket(interruption=each, ticket_id=into, at=told.at, by_label=told.by.label) for each in fresh
    ]
    LinkedTicket.objects.bulk_create(links, ignore_conflicts=True)
    facts = [
        LinkedToInterruption(ticket=into, interruption=each.pk, title=each.title if each.is_public else "")
        for each in fresh
    ]
    record_many(facts, by=told.by, at=told.at)
