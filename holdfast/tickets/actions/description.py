"""Say what a ticket is about and whose it is: product, kind, team, and the client of a requester who became a contact."""

from __future__ import annotations

from django.db import transaction

from holdfast.catalogue.models import Product
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person, Team
from holdfast.tickets import rules
from holdfast.tickets.facts import TicketDescribed
from holdfast.tickets.models import Ticket


@transaction.atomic
def describe_ticket(
    ticket: Ticket,
    *,
    product: Product | None,
    kind: str,
    team: Team | None,
    adopt: bool = False,
    by: Person,
) -> Ticket:
    """Set product, kind and team; with `adopt` the ticket of a requester alone goes to the client they are a contact of.

    A ticket that is a client's stays that client's. Refused: `resolved`, `merged`; `no_client` (field `adopt`).
    """
    require_may(by, Act.WORK_TICKETS)
    ticket = Ticket.objects.locked(ticket.pk)
    rules.require_open(ticket)
    wanted = {"product": product, "kind": kind, "team": team}
    if adopt and ticket.organisation_id is None:
        contact = getattr(ticket.requester, "contact", None)
        if contact is None:
            raise Refused(f"{ticket.requester} is no contact of a client.", code="no_client", field="adopt")
        wanted["organisation"] = contact.organisation
    changed = [name for name, value in wanted.items() if getattr(ticket, name) != value]
    if changed:
        for name in changed:
            setattr(ticket, name, wanted[name])
        ticket.save(update_fields=changed)
        record(
            TicketDescribed(ticket=ticket.pk, changed=tuple(changed)), by=by.actor, at=clock.now(), row=ticket
        )
    return ticket
