"""Open a ticket, and acknowledge it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from holdfast.catalogue.models import Product
from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.kernel.text import one_line
from holdfast.people.models import Person
from holdfast.policy.queries import current_version, document_of
from holdfast.tickets.actions.messages import Said, store_message
from holdfast.tickets.facts import MessageArrived, MessageSent, StageMoved, TicketAcknowledged, TicketOpened
from holdfast.tickets.models import Channel, Cycle, Side, Stage, Ticket, TicketKind
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
    kind: str = TicketKind.ISSUE
    is_machine: bool = False
    follows: Ticket | None = None
    reached_at: datetime | None = None
    collaborators: list[Person] = field(default_factory=list)


@transaction.atomic
def open_ticket(opening: Opening, *, by: Actor) -> Ticket:
    """Make a ticket of what was said; the scenario suggests its priority, else the policy's provisional one holds."""
    at = clock.now()
    began = opening.reached_at or at
    ticket = Ticket.objects.create(
        reference=new_reference(),
        subject=one_line(opening.subject, limit=300) or "(no subject)",
        kind=opening.kind,
        requester=opening.requester,
        organisation=opening.organisation,
        product=opening.product,
        scenario=opening.scenario,
        channel=opening.channel,
        priority=_suggested_priority(opening),
        is_machine=opening.is_machine,
        opened_at=began,
        last_message_at=began,
        last_words=one_line(opening.said.text, limit=160),
    )
    Cycle.objects.create(ticket=ticket, number=1, began_at=began)
    message = store_message(ticket, opening.said, side=_side(opening, by), channel=opening.channel, at=began)
    record(
        TicketOpened(
            ticket=ticket.pk,
            channel=opening.channel,
            priority=ticket.priority,
            requester=opening.requester.pk,
            organisation=ticket.organisation_id,
            scenario=opening.scenario,
            is_machine=opening.is_machine,
            follows=opening.follows.pk if opening.follows else None,
        ),
        by=by,
        at=at,
        row=ticket,
    )
    if message.side == Side.CLIENT:
        record(
            MessageArrived(
                ticket=ticket.pk,
                message=message.pk,
                person=message.author_id,
                is_machine=message.is_machine,
                reached_at=began.isoformat(),
            ),
            by=by,
            at=at,
            row=ticket,
        )
    elif message.side == Side.VENDOR:
        record(
            MessageSent(ticket=ticket.pk, message=message.pk, person=message.author_id or 0, asks=False),
            by=by,
            at=at,
            row=ticket,
        )
    return ticket


@transaction.atomic
def acknowledge_ticket(ticket: Ticket, *, evidence: str, at: datetime, by: Actor) -> Ticket:
    """Record that the client holds the ticket's reference; saying it twice does no harm (B1)."""
    ticket = Ticket.objects.locked(ticket.pk)
    record(TicketAcknowledged(ticket=ticket.pk, evidence=evidence), by=by, at=at, row=ticket)
    return advance_stage(ticket, to=Stage.ACKNOWLEDGED, at=at, by=by)


def advance_stage(ticket: Ticket, *, to: Stage, at: datetime, by: Actor) -> Ticket:
    """Move a locked ticket forward to a stage; one that is there or further on stays."""
    if ticket.is_open and ticket.stage < to:
        move_stage(ticket, to=to, at=at, by=by)
    return ticket


def move_stage(ticket: Ticket, *, to: Stage, at: datetime, by: Actor) -> Ticket:
    """Set the stage of a locked ticket; whoever calls has asked the rules of the procedure."""
    formerly, ticket.stage = ticket.stage, to
    ticket.save(update_fields=["stage"])
    record(StageMoved(ticket=ticket.pk, formerly=formerly, stage=to), by=by, at=at, row=ticket)
    return ticket


def _suggested_priority(opening: Opening) -> int:
    document = document_of(current_version().pk)
    scenario = document.scenario(opening.scenario) if opening.scenario else None
    return scenario.priority if scenario else document.provisional_priority


def _side(opening: Opening, by: Actor) -> Side:
    """Whoever opens a ticket for a client speaks for the client, unless it is the requester or a note of ours."""
    if opening.said.author_id == opening.requester.pk or opening.channel in (Channel.MAIL, Channel.FORM):
        return Side.CLIENT
    return Side.CLIENT if opening.said.for_client else Side.INTERNAL
