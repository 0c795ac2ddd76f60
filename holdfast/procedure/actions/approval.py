"""Ask the client whether it is fixed (C5), ask again, and withdraw the question."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.notices.acceptance import may_yet_arrive
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.procedure import acceptance, notices
from holdfast.procedure.actions.judgement import put_task, settle_open
from holdfast.procedure.actions.stages import put
from holdfast.procedure.approvers import client_approvers
from holdfast.procedure.facts import ApprovalAsked, ApprovalUnreached, ApprovalWithdrawn
from holdfast.procedure.models import Approval, Fix, JudgementKind, Outcome
from holdfast.tickets.models import Stage, Ticket, Waiting


def open_approval(ticket: int, *, locked: bool = False) -> Approval | None:
    """The approval that waits for its answer on this ticket, if one does; lock the ticket first."""
    rows = Approval.objects.select_for_update(of=("self",)) if locked else Approval.objects.all()
    return rows.select_related("fix__by").filter(ticket=ticket, ended_at=None).first()


def locked_approval(key: int) -> Approval:
    """The approval, its row locked; lock its ticket first."""
    return Approval.objects.select_for_update(of=("self",)).select_related("fix__by").get(pk=key)


@transaction.atomic
def ask_client(ticket: Ticket, *, fix: Fix, by: Actor) -> Approval:
    """Ask the client approvers, or without one the requester, each by a mail with a link of their own.

    The ticket waits for them from now; its turnaround stands still once the first of the mails is accepted.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    at = clock.now()
    if standing := open_approval(ticket.pk, locked=True):
        return standing
    approval = Approval.objects.create(ticket=ticket, fix=fix, cycle=ticket.cycle, asked_at=at)
    put(ticket, stage=Stage.CLIENT_APPROVAL, holder=ticket.assignee, waiting=Waiting.APPROVAL, at=at, by=by)
    _write_to_approvers(ticket, approval, at=at, by=by)
    return approval


@transaction.atomic
def ask_again(approval: Approval, *, by: Person) -> Approval:
    """Send the question once more, to whoever may approve now: after an address was put right, or somebody
    named.
    """
    require_may(by, Act.RECORD_CLIENT_ANSWER)
    ticket = Ticket.objects.locked(approval.ticket_id)
    approval = locked_approval(approval.pk)
    if approval.ended_at is None:
        at = clock.now()
        approval.times_asked += 1
        approval.save(update_fields=["times_asked"])
        settle_open(approval, kinds=[JudgementKind.UNREACHED], at=at, by=by)
        _write_to_approvers(ticket, approval, at=at, by=by.actor)
    return approval


def withdraw_approval(ticket: Ticket, *, at: datetime, by: Actor) -> None:
    """Take the open question of a locked ticket back, for it went into another; its links say so."""
    approval = open_approval(ticket.pk, locked=True)
    if approval is None:
        return
    approval.ended_at, approval.outcome, approval.remind_at = at, Outcome.WITHDRAWN, None
    approval.save(update_fields=["ended_at", "outcome", "remind_at"])
    settle_open(approval, at=at)
    record(ApprovalWithdrawn(ticket=ticket.pk, approval=approval.pk), by=by, at=at)


def say_unreached(approval: Approval, *, at: datetime, by: Actor) -> None:
    """Make it a task that the question reached nobody of the client."""
    if put_task(approval, kind=JudgementKind.UNREACHED, at=at):
        record(ApprovalUnreached(ticket=approval.ticket_id, approval=approval.pk), by=by, at=at)
        notices.tell_holder_unreached(approval, at=at)


def _write_to_approvers(ticket: Ticket, approval: Approval, *, at: datetime, by: Actor) -> None:
    approvers = client_approvers(ticket)
    record(
        ApprovalAsked(
            ticket=ticket.pk,
            approval=approval.pk,
            fix=approval.fix_id,
            persons=tuple(person.pk for person in approvers),
        ),
        by=by,
        at=at,
    )
    notices.ask_approvers(approval, approvers, at=at)
    if not may_yet_arrive(acceptance.of_approval(approval.pk)):
        say_unreached(approval, at=at, by=by)
