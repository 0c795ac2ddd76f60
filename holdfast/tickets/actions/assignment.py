"""Hand a ticket to somebody."""

from __future__ import annotations

from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets import rules
from holdfast.tickets.actions.opening import advance_stage
from holdfast.tickets.facts import TicketAssigned
from holdfast.tickets.models import Stage, Ticket


@transaction.atomic
def assign_ticket(ticket: Ticket, *, to: Person | None, by: Person) -> Ticket:
    """Hand the ticket to one person of the vendor, or to nobody; naming the present one changes nothing."""
    require_may(by, Act.WORK_TICKETS)
    if to is not None and not (to.is_vendor and to.is_active):
        raise Refused(f"{to} does not work here.", code="not_staff", field="to")
    ticket = Ticket.objects.locked(ticket.pk)
    rules.require_open(ticket)
    if ticket.assignee_id != (to.pk if to else None):
        at = clock.now()
        formerly, ticket.assignee = ticket.assignee_id, to
        ticket.save(update_fields=["assignee"])
        record(
            TicketAssigned(ticket=ticket.pk, to=to.pk if to else None, formerly=formerly),
            by=by.actor,
            at=at,
            row=ticket,
        )
        if to is not None and not ticket.is_provisional:
            advance_stage(ticket, to=Stage.TIER_1, at=at, by=by.actor)
    return ticket
