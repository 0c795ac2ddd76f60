"""A ticket of somebody whom their product vouches for; its plan and page are kept as it told them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from holdfast.channels.console.identity import Identity
from holdfast.channels.console.models import ConsoleOrigin
from holdfast.clients.actions.contacts import enter_vouched_contact
from holdfast.clients.models import Organisation
from holdfast.kernel.actor import Actor, ActorKind
from holdfast.people.actions.entering import known_or_entered
from holdfast.people.models import Person
from holdfast.tickets.actions.messages import Attached, Said
from holdfast.tickets.actions.opening import Opening, open_ticket
from holdfast.tickets.models import Channel, Ticket

NOT_CONFIRMED: Final = "not confirmed"
_LONGEST_NAME: Final = 280
"""Of the 300 characters of an author's label: however long somebody is called, that it is not confirmed is read."""
_BY_CONSOLE: Final = Actor(ActorKind.SYSTEM, "a product console")
"""Who it is we know by the word of another alone."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What somebody says in the form."""

    subject: str
    text: str
    scenario: str
    kind: str
    attached: list[Attached]


@transaction.atomic
def open_from_console(identity: Identity, report: Report, *, at: datetime) -> Ticket:
    """Open it, acknowledged by the page that answers with its reference (B1).

    Whoever is new becomes a contact where the console's setting says so. Else, and of somebody whom we know already as
    nobody's contact, the ticket is a stranger's, of no client: a product makes no claim on somebody who wrote before.
    """
    person, organisation = identity.person, identity.organisation if identity.contact else None
    if person is None:
        person, organisation = _newcomer(identity)
    who = f"{identity.name or person} <{identity.email}>"
    unproven = f"{who[:_LONGEST_NAME]}, {NOT_CONFIRMED}"
    said = Said(
        text=report.text,
        author=person,
        author_label="" if identity.contact else unproven,
        attached=report.attached,
    )
    opening = Opening(
        requester=person,
        subject=report.subject,
        said=said,
        channel=Channel.CONSOLE,
        organisation=organisation,
        product=identity.product,
        scenario=report.scenario,
        kind=report.kind,
        reached_at=at,
        acknowledged="page",
    )
    ticket = open_ticket(opening, by=person.actor if identity.contact else _BY_CONSOLE)
    ConsoleOrigin.objects.create(
        ticket=ticket,
        console=identity.console,
        user=identity.user,
        plan=identity.plan,
        page=identity.page,
    )
    return ticket


def origin_of(ticket: Ticket) -> ConsoleOrigin | None:
    """Where in which product a ticket was written, of one that came so."""
    return ConsoleOrigin.objects.select_related("console").filter(ticket=ticket).first()


def _newcomer(identity: Identity) -> tuple[Person, Organisation | None]:
    if identity.becomes_contact:
        contact = enter_vouched_contact(
            identity.organisation, email=identity.email, name=identity.name, by=_BY_CONSOLE
        )
        return contact.person, identity.organisation
    return known_or_entered(identity.email, name=identity.name, by=_BY_CONSOLE), None
