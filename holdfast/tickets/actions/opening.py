"""Open a ticket, and acknowledge it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction

from holdfast.catalogue.models import Product
from holdfast.clients.models import Organisation
from holdfast.clients.terms import Terms, terms_for_all
from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import Fact, Happening, record, record_all
from holdfast.kernel.rows import insert, update
from holdfast.kernel.text import one_line
from holdfast.people.models import Person, Team
from holdfast.tickets.actions.messages import Said, Saying, store_messages
from holdfast.tickets.facts import MessageArrived, MessageSent, StageMoved, TicketAcknowledged, TicketOpened
from holdfast.tickets.models import Channel, Cycle, Message, Side, Stage, Ticket, TicketKind
from holdfast.tickets.references import new_reference


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a new ticket starts with; `reached_at` (UTC) is when it reached us, and every promise starts there."""

    requester: Person
    subject: str
    said: Said
    channel: str
    organisation: Organisation | None = None
    product: Product | None = None
    scenario: str = ""
    priority: int | None = None
    """What the way by which it came says of it: the line for Priority 1; a scenario goes before."""
    team: Team | None = None
    kind: str = TicketKind.ISSUE
    is_machine: bool = False
    follows: Ticket | None = None
    reached_at: datetime | None = None
    acknowledged: str = ""
    """Evidence that the client sees the reference in the same moment: the page that answers them (B1)."""
    collaborators: list[Person] = field(default_factory=list)


@dataclass(frozen=True)
class Opened:
    """A new ticket with its first message."""

    ticket: Ticket
    message: Message


def open_ticket(opening: Opening, *, by: Actor) -> Ticket:
    """Make a ticket of what was said; the scenario suggests its priority, else the policy's provisional one holds."""
    return open_tickets([(opening, by)])[0].ticket


@transaction.atomic(savepoint=False)
def open_tickets(openings: Sequence[tuple[Opening, Actor]]) -> list[Opened]:
    """The same for any number of tickets, each opened by its own actor, in a number of statements that does not grow."""
    at = clock.now()
    terms = terms_for_all([opening.organisation for opening, _ in openings], at=at)
    tickets = insert([_row(opening, terms, at=at) for opening, _ in openings])
    insert([Cycle(ticket=each, number=1, began_at=each.opened_at) for each in tickets])
    messages = store_messages(
        [
            Saying(ticket, opening.said, _side(opening), opening.channel, ticket.opened_at)
            for ticket, (opening, _) in zip(tickets, openings, strict=True)
        ]
    )
    opened = [Opened(ticket, message) for ticket, message in zip(tickets, messages, strict=True)]
    happened = [
        Happening(fact, by, each.ticket)
        for each, (opening, by) in zip(opened, openings, strict=True)
        for fact in _facts(each, opening)
    ]
    happened.sort(key=lambda each: _ORDER.index(type(each.fact)))  # what is of a kind is reacted to together
    record_all(happened, at=at)
    return opened


_ORDER: Final = (TicketOpened, MessageArrived, MessageSent, TicketAcknowledged, StageMoved)


def _facts(opened: Opened, opening: Opening) -> Iterator[Fact]:
    """All that happened as the ticket was opened."""
    ticket = opened.ticket
    yield TicketOpened(
        ticket=ticket.pk,
        channel=ticket.channel,
        priority=ticket.priority,
        requester=ticket.requester_id,
        organisation=ticket.organisation_id,
        scenario=ticket.scenario,
        is_machine=ticket.is_machine,
        follows=opening.follows.pk if opening.follows else None,
        acknowledged=opening.acknowledged,
    )
    if said := _said_fact(opened):
        yield said
    if opening.acknowledged:
        yield TicketAcknowledged(ticket=ticket.pk, evidence=opening.acknowledged, with_opening=True)
        yield StageMoved(ticket=ticket.pk, formerly=Stage.NEW, stage=ticket.stage)


def _row(opening: Opening, terms: Mapping[int | None, Terms], *, at: datetime) -> Ticket:
    """The row of a new ticket; the client's own policy says which scenarios there are and what they suggest."""
    began = opening.reached_at or at
    document = terms[opening.organisation.pk if opening.organisation else None].document
    scenario = document.scenario(opening.scenario) if opening.scenario else None
    return Ticket(
        reference=new_reference(),
        subject=one_line(opening.subject, limit=300) or "(no subject)",
        kind=opening.kind,
        requester=opening.requester,
        organisation=opening.organisation,
        product=opening.product,
        scenario=opening.scenario,
        channel=opening.channel,
        priority=scenario.priority if scenario else opening.priority or document.provisional_priority,
        team=opening.team,
        is_machine=opening.is_machine,
        stage=Stage.ACKNOWLEDGED if opening.acknowledged else Stage.NEW,
        opened_at=began,
        last_message_at=began,
        last_words=one_line(opening.said.text, limit=160),
    )


def _said_fact(opened: Opened) -> MessageArrived | MessageSent | None:
    """What its first words are: the client's arrive, ours are sent, a note is told to nobody."""
    ticket, message = opened.ticket, opened.message
    if message.side == Side.CLIENT:
        return MessageArrived(
            ticket=ticket.pk,
            message=message.pk,
            person=message.author_id,
            is_machine=message.is_machine,
            reached_at=ticket.opened_at.isoformat(),
            opens=True,
        )
    if message.side == Side.VENDOR:
        return MessageSent(ticket=ticket.pk, message=message.pk, person=message.author_id or 0, asks=False)
    return None


@transaction.atomic
def acknowledge_ticket(ticket: Ticket, *, evidence: str, at: datetime, by: Actor) -> Ticket:
    """Record that the client holds the ticket's reference; saying it twice does no harm (B1)."""
    ticket = Ticket.objects.locked(ticket.pk)
    record(TicketAcknowledged(ticket=ticket.pk, evidence=evidence), by=by, at=at, row=ticket)
    return advance_stage(ticket, to=Stage.ACKNOWLEDGED, at=at, by=by)


def advance_stage(ticket: Ticket, *, to: Stage, at: datetime, by: Actor) -> Ticket:
    """Move a locked ticket forward to a stage; one that is there or further on stays."""
    advance_stages([ticket], to=to, at=at, by=by)
    return ticket


def advance_stages(tickets: Sequence[Ticket], *, to: Stage, at: datetime, by: Actor) -> None:
    """The same for any number of locked tickets."""
    _move([each for each in tickets if each.is_open and each.stage < to], to=to, at=at, by=by)


def move_stage(ticket: Ticket, *, to: Stage, at: datetime, by: Actor) -> Ticket:
    """Set the stage of a locked ticket; whoever calls has asked the rules of the procedure."""
    _move([ticket], to=to, at=at, by=by)
    return ticket


def _move(tickets: Sequence[Ticket], *, to: Stage, at: datetime, by: Actor) -> None:
    moved = [
        Happening(StageMoved(ticket=each.pk, formerly=each.stage, stage=to), by, each) for each in tickets
    ]
    for each in tickets:
        each.stage = to
    update(tickets, ["stage"])
    record_all(moved, at=at)


def _side(opening: Opening) -> Side:
    """Whoever opens a ticket for a client speaks for the client, unless it is the requester or a note of ours."""
    if opening.said.author_id == opening.requester.pk or opening.channel in (Channel.MAIL, Channel.FORM):
        return Side.CLIENT
    return Side.CLIENT if opening.said.for_client else Side.INTERNAL
