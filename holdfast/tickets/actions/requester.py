"""Say whose a ticket is that was opened for somebody without an address: a bare telephone number, a stranger in the chat."""

from __future__ import annotations

from django.db import transaction

from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets import rules
from holdfast.tickets.facts import TicketDescribed
from holdfast.tickets.models import Ticket


@transaction.atomic
def name_requester(ticket: Ticket, person: Person, *, by: Person) -> Ticket:
    """Give the ticket to whoever called, and to their client. Refused: `has_requester`, `resolved`, `merged`."""
    require_may(by, Act.WORK_TICKETS)
    ticket = Ticket.objects.locked(ticket.pk)
    rules.require_open(ticket)
    if not ticket.requester.is_known_by_number:
        raise Refused(f"This ticket is {ticket.requester}’s.", code="has_requester")
    contact = getattr(person, "contact", None)
    hand_over(ticket, person, organisation=contact.organisation if contact else None, by=by.actor)
    return ticket


def hand_over(ticket: Ticket, person: Person, *, organisation: Organisation | None, by: Actor) -> None:
    """A locked ticket is this person's now, and that client's."""
    was = {"requester": ticket.requester_id, "organisation": ticket.organisation_id}
    ticket.requester, ticket.organisation = person, organisation
    changed = tuple(name for name, key in was.items() if getattr(ticket, f"{name}_id") != key)
    ticket.save(update_fields=changed)
    record(TicketDescribed(ticket=ticket.pk, changed=changed), by=by, at=clock.now(), row=ticket)
