"""Resolve a ticket, reopen it, merge it into another, tie it to others."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import ask, record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets import rules
from holdfast.tickets.actions.opening import move_stage
from holdfast.tickets.actions.taking_part import add_collaborator
from holdfast.tickets.facts import (
    Merging,
    Resolving,
    TicketLinked,
    TicketMerged,
    TicketReopened,
    TicketResolved,
)
from holdfast.tickets.models import Cycle, Link, LinkKind, Stage, Ticket, Waiting


@transaction.atomic
def resolve_ticket(ticket: Ticket, *, at: datetime, by: Actor) -> Ticket:
    """End the ticket's cycle; whoever guards `Resolving` may refuse (the procedure: no resolution without approval)."""
    ticket = Ticket.objects.locked(ticket.pk)
    rules.require_open(ticket)
    ask(Resolving(ticket=ticket.pk))
    _end_cycle(ticket, at=at, by=by)
    record(TicketResolved(ticket=ticket.pk, cycle=ticket.cycle), by=by, at=at, row=ticket)
    return ticket


@transaction.atomic
def reopen_ticket(ticket: Ticket, *, reached_at: datetime, days: int, by: Person) -> Ticket:
    """Begin a new cycle of a resolved ticket, as of the reply that shows it is not solved."""
    require_may(by, Act.WORK_TICKETS)
    ticket = Ticket.objects.locked(ticket.pk)
    if ticket.merged_into_id is not None:
        rules.require_open(ticket)
    if ticket.is_open:
        return ticket
    at = clock.now()
    if not rules.may_reopen(ticket, at=reached_at, days=days):
        raise Refused(
            f"#{ticket.pk} was resolved more than {days} days ago. Open a follow-up, linked to it.",
            code="too_old",
        )
    ticket.cycle += 1
    ticket.is_open, ticket.stage, ticket.resolved_at = True, Stage.TIER_1, None
    ticket.waiting, ticket.level = Waiting.NOTHING, 1
    ticket.save(update_fields=["cycle", "is_open", "stage", "resolved_at", "waiting", "level"])
    Cycle.objects.create(ticket=ticket, number=ticket.cycle, began_at=reached_at)
    record(
        TicketReopened(ticket=ticket.pk, cycle=ticket.cycle, reached_at=reached_at.isoformat()),
        by=by.actor,
        at=at,
        row=ticket,
    )
    return ticket


@transaction.atomic
def merge_ticket(ticket: Ticket, *, into: Ticket, by: Person) -> Ticket:
    """Let a ticket go into another of the same client; both keep all that was said on them. Returns the survivor."""
    require_may(by, Act.WORK_TICKETS)
    both = {each.pk: each for each in Ticket.objects.all_locked([ticket.pk, into.pk])}
    ticket, into = both[ticket.pk], both[into.pk]
    rules.require_same_client(ticket, into)
    rules.require_open(ticket)
    if ticket.is_machine:
        rules.require_open(into)
    else:
        rules.require_answerable(into)  # or a person's words would lie where nobody is promised anything
    ask(Merging(ticket=ticket.pk, into=into.pk))
    at = clock.now()
    ticket.merged_into = into
    ticket.save(update_fields=["merged_into"])
    _take_along(ticket, into, at=at, by=by.actor)
    link_tickets(ticket, other=into, kind=LinkKind.DUPLICATE, at=at, by=by.actor)
    record(TicketMerged(ticket=ticket.pk, into=into.pk), by=by.actor, at=at, row=ticket)
    _end_cycle(ticket, at=at, by=by.actor)
    # what has climbed does not come down; only now, for what was overdue has climbed from where each of the two stood
    Ticket.objects.filter(pk=into.pk, level__lt=ticket.level).update(level=ticket.level)
    into.refresh_from_db(fields=["level"])
    return into


def _take_along(ticket: Ticket, into: Ticket, *, at: datetime, by: Actor) -> None:
    """Whoever took part goes on hearing of it."""
    approved = ticket.collaborators.filter(approved_at__isnull=False).select_related("person")
    for person in (ticket.requester, *(each.person for each in approved)):
        if person.pk != into.requester_id:
            add_collaborator(into, person=person, is_approved=True, at=at, by=by)


@transaction.atomic
def link_tickets(ticket: Ticket, *, other: Ticket, kind: str, at: datetime, by: Actor) -> Link:
    """Tie two tickets; the same tie twice is one."""
    if ticket.pk == other.pk:
        raise Refused("A ticket can't be linked to itself.", code="same_ticket", field="other")
    link, is_new = Link.objects.get_or_create(
        ticket=ticket, other=other, kind=kind, defaults={"at": at, "by_label": by.label}
    )
    if is_new:
        record(TicketLinked(ticket=ticket.pk, other=other.pk, kind=kind), by=by, at=at, row=ticket)
    return link


def _end_cycle(ticket: Ticket, *, at: datetime, by: Actor) -> None:
    ticket.is_open, ticket.resolved_at, ticket.waiting = False, at, Waiting.NOTHING
    formerly, ticket.stage = ticket.stage, Stage.RESOLVED
    ticket.save(update_fields=["is_open", "resolved_at", "waiting", "stage"])
    Cycle.objects.filter(ticket=ticket, number=ticket.cycle).update(ended_at=at)
    if formerly != Stage.RESOLVED:
        move_stage(ticket, to=Stage.RESOLVED, at=at, by=by)
