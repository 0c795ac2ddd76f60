"""What the worker does about a client who does not answer: remind, make it a task, approve where the policy
says so.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record
from holdfast.procedure import notices, rules, silence
from holdfast.procedure.actions.answering import approve_by_silence
from holdfast.procedure.actions.judgement import has_open_reply, put_task
from holdfast.procedure.approvers import client_approvers
from holdfast.procedure.facts import ApprovalReminded, ApprovalSilent, QuestionReminded, QuestionSilent
from holdfast.procedure.models import Approval, JudgementKind, Question
from holdfast.tickets.models import Ticket

_log = logging.getLogger(__name__)

_KINDS: tuple[type[Approval] | type[Question], ...] = (Approval, Question)


def run_once(*, limit: int = 100) -> int:
    """Take the steps that have come due, one transaction each; returns how many rows were looked at.

    After down time only the newest step is taken; what it overtook is counted as skipped (T76).
    """
    return sum(_run_over(kind, limit=limit) for kind in _KINDS)


def _run_over(kind: type[Approval] | type[Question], *, limit: int) -> int:
    due = kind._default_manager.filter(remind_at__lte=clock.now(), ended_at=None).order_by("remind_at")
    found = list(due.values_list("pk", "ticket_id")[:limit])
    for key, ticket in found:
        try:
            _look_at(kind, key, ticket)
        except Exception:  # one that fails must not keep the rest waiting
            _log.exception("The silence on %s %d can't be seen to", kind.__name__, key)
    return len(found)


@transaction.atomic
def _look_at(kind: type[Approval] | type[Question], key: int, number: int) -> None:
    ticket = Ticket.objects.locked(number)
    awaited = kind._default_manager.select_for_update(of=("self",)).get(pk=key)
    at = clock.now()
    if awaited.ended_at is not None or awaited.remind_at is None or awaited.remind_at > at:
        return
    if isinstance(awaited, Approval) and has_open_reply(awaited):
        awaited.remind_at = None  # nothing is silence while a reply waits; its verdict counts anew
        awaited.save(update_fields=["remind_at"])
        return
    left = silence.steps_of(ticket, awaited, at=at)
    step = rules.step_due(left, at=at)
    if isinstance(awaited, Approval) and step is not None and step.kind == "approve":
        approve_by_silence(ticket, awaited, at=at)
        return
    if step is not None and (opening := silence.opening(ticket, at=at)) > at:
        awaited.remind_at = opening  # it came due while nothing ran, and the client is closed by now (T73)
        awaited.save(update_fields=["remind_at"])
        return
    if step is not None:
        _take(ticket, awaited, step, left, at=at)
    silence.set_next_step(ticket, awaited, at=at)


def _take(
    ticket: Ticket, awaited: Approval | Question, step: rules.Step, left: list[rules.Step], *, at: datetime
) -> None:
    """Remind the client, or make calling them a task; those whose time had passed as well count as sent."""
    stale = [each.number for each in left if each.kind == "remind" and each.due_at <= at and each != step]
    awaited.reminders = max([awaited.reminders, step.number, *stale])
    if step.kind == "remind":
        _remind(ticket, awaited, number=step.number, skipped=len(stale), at=at)
    else:
        awaited.called_for_at = at
        if put_task(awaited, kind=JudgementKind.SILENCE, at=at):
            _say_silent(ticket, awaited, at=at)


def _remind(ticket: Ticket, awaited: Approval | Question, *, number: int, skipped: int, at: datetime) -> None:
    if isinstance(awaited, Question):
        fact = QuestionReminded(ticket=ticket.pk, question=awaited.pk, number=number, skipped=skipped)
        record(fact, by=POLICY, at=at)
        notices.remind_of_question(awaited, number=number, at=at)
        return
    record(
        ApprovalReminded(ticket=ticket.pk, approval=awaited.pk, number=number, skipped=skipped),
        by=POLICY,
        at=at,
    )
    notices.remind_approvers(awaited, client_approvers(ticket), number=number, at=at)


def _say_silent(ticket: Ticket, awaited: Approval | Question, *, at: datetime) -> None:
    if isinstance(awaited, Question):
        record(QuestionSilent(ticket=ticket.pk, question=awaited.pk), by=POLICY, at=at)
        notices.tell_holder_question_silent(awaited, at=at)
        return
    record(ApprovalSilent(ticket=ticket.pk, approval=awaited.pk), by=POLICY, at=at)
    notices.tell_holder_silent(awaited, at=at)
