"""What tickets do when something happens."""

from __future__ import annotations

from holdfast.kernel.facts import Recorded
from holdfast.notices.facts import NoticeAccepted
from holdfast.tickets.actions.opening import acknowledge_ticket
from holdfast.tickets.models import Ticket


def note_acknowledgement(told: Recorded[NoticeAccepted]) -> None:
    """The client's channel took the acknowledgement: the ticket is acknowledged (C1)."""
    fact = told.fact
    if fact.kind == "acknowledgement" and fact.to_client:
        ticket = Ticket.objects.get(pk=int(fact.concerning.removeprefix("ticket-")))
        acknowledge_ticket(ticket, evidence=f"delivery-{fact.delivery}", at=fact.accepted_at, by=told.by)
