"""Confirm or change a priority (B2, B4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets import rules
from holdfast.tickets.actions.opening import advance_stage
from holdfast.tickets.facts import PriorityChanged, PriorityConfirmed
from holdfast.tickets.models import PriorityChange, PriorityReason, Stage, Ticket


@transaction.atomic
def confirm_priority(ticket: Ticket, *, priority: int, words: str = "", by: Person) -> Ticket:
    """Settle the first priority: promises are computed again from creation; this is no change of priority."""
    require_may(by, Act.CONFIRM_PRIORITY)
    rules.require_priority(priority)
    ticket = Ticket.objects.locked(ticket.pk)
    rules.require_open(ticket)
    if not ticket.is_provisional:
        return change_nothing_or_refuse(ticket, priority)
    at = clock.now()
    formerly, ticket.priority = ticket.priority, priority
    ticket.is_provisional = False
    ticket.save(update_fields=["priority", "is_provisional"])
    _keep(ticket, formerly=formerly, reason=PriorityReason.CONFIRMED, words=words.strip(), at=at, by=by)
    record(
        PriorityConfirmed(ticket=ticket.pk, formerly=formerly, priority=priority),
        by=by.actor,
        at=at,
        row=ticket,
    )
    return advance_stage(ticket, to=Stage.PRIORITISED, at=at, by=by.actor)


@transaction.atomic
def change_priority(ticket: Ticket, *, priority: int, reason: str, words: str, by: Person) -> Ticket:
    """Give the ticket another priority, with the reason that the client is told (B4)."""
    require_may(by, Act.CONFIRM_PRIORITY)
    rules.require_priority(priority)
    rules.require_change_reason(reason, words)
    ticket = Ticket.objects.locked(ticket.pk)
    rules.require_open(ticket)
    if ticket.is_provisional:
        return confirm_priority(ticket, priority=priority, words=words, by=by)
    if ticket.priority == priority:
        return ticket
    at = clock.now()
    formerly, ticket.priority = ticket.priority, priority
    ticket.save(update_fields=["priority"])
    _keep(ticket, formerly=formerly, reason=reason, words=words.strip(), at=at, by=by)
    record(
        PriorityChanged(
            ticket=ticket.pk, formerly=formerly, priority=priority, reason=reason, words=words.strip()
        ),
        by=by.actor,
        at=at,
        row=ticket,
    )
    return ticket


def change_nothing_or_refuse(ticket: Ticket, priority: int) -> Ticket:
    """Confirming what stands does no harm; confirming something else over it would hide a change."""
    if ticket.priority != priority:
        raise Refused(
            f"Priority {ticket.priority} is confirmed already. Change it, with a reason.",
            code="confirmed_already",
        )
    return ticket


def _keep(ticket: Ticket, *, formerly: int, reason: str, words: str, at: datetime, by: Person) -> None:
    PriorityChange.objects.create(
        ticket=ticket, at=at, by=by, formerly=formerly, priority=ticket.priority, reason=reason, words=words
    )
