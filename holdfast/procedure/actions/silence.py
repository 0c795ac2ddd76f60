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
from holdfast.procedure.actions.approval import locked_approval
from holdfast.procedure.actions.judgement import has_open_reply, put_task
from holdfast.procedure.approvers import client_approvers
from holdfast.procedure.facts import ApprovalReminded, ApprovalSilent
from holdfast.procedure.models import Approval, JudgementKind
from holdfast.tickets.models import Ticket

_log = logging.getLogger(__name__)


def run_once(*, limit: int = 100) -> int:
    """Take the steps that have come due, one transaction each; returns how many approvals were looked at.

    After down time only the newest step is taken; what it overtook is counted as skipped (T76).
    """
    due = Approval.objects.filter(remind_at__lte=clock.now(), ended_at=None).order_by("remind_at")
    found = list(due.values_list("pk", "ticket_id")[:limit])
    for key, ticket in found:
        try:
            _look_at(key, ticket)
        except Exception:  # one that fails must not keep the rest waiting
            _log.exception("The silence on approval %d can't be seen to", key)
    return len(found)


@transaction.atomic
def _look_at(key: int, number: int) -> None:
    ticket = Ticket.objects.locked(number)
    approval = locked_approval(key)
    at = clock.now()
    if approval.ended_at is not None or approval.remind_at is None or approval.remind_at > at:
        return
    if has_open_reply(approval):
        approval.remind_at = None  # nothing is silence while a reply waits; its verdict counts anew
        approval.save(update_fields=["remind_at"])
        return
    left = silence.steps_of(ticket, approval, at=at)
    step = rules.step_due(left, at=at)
    if step is not None and step.kind == "approve":
        approve_by_silence(ticket, approval, at=at)
        return
    if step is not None:
        _take(ticket, approval, step, left, at=at)
    silence.set_next_step(ticket, approval, at=at)


def _take(
    ticket: Ticket, approval: Approval, step: rules.Step, left: list[rules.Step], *, at: datetime
) -> None:
    """Remind the client, or make calling them a task; those whose time had passed as well count as sent."""
    stale = [each.number for each in left if each.kind == "remind" and each.due_at <= at and each != step]
    approval.reminders = max([approval.reminders, step.number, *stale])
    if step.kind == "remind":
        record(
            ApprovalReminded(ticket=ticket.pk, approval=approval.pk, number=step.number, skipped=len(stale)),
            by=POLICY,
            at=at,
        )
        notices.remind_approvers(approval, client_approvers(ticket), number=step.number, at=at)
    else:
        approval.called_for_at = at
        if put_task(approval, kind=JudgementKind.SILENCE, at=at):
            record(ApprovalSilent(ticket=ticket.pk, approval=approval.pk), by=POLICY, at=at)
            notices.tell_holder_silent(approval, at=at)
