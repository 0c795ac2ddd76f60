"""Say whose a ticket is that was opened for a bare telephone number."""

from __future__ import annotations

from django.db import transaction

from holdfast.kernel import clock
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
    ticket.requester, ticket.organisation = person, contact.organisation if contact else None
    ticket.save(update_fields=["requester", "organisation"])
    told = TicketDescribed(ticket=ticket.pk, changed=("requester", "organisation"))
    record(told, by=by.actor, at=clock.now(), row=ticket)
    return ticket
