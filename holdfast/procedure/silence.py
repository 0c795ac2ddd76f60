"""When a client's silence has its next step: computed by the policy in force, on the client's calendar."""

from __future__ import annotations

from datetime import datetime

from holdfast.clients.terms import Terms, terms_for
from holdfast.policy.allowance import Allowance
from holdfast.procedure import rules
from holdfast.procedure.models import Approval
from holdfast.tickets.models import Ticket


def steps_of(ticket: Ticket, approval: Approval, *, at: datetime) -> list[rules.Step]:
    """What is still to be done about the silence on an approval; nothing while the client was not reached.

    Silence counts from the acceptance of the hand-over, or from the client's last word that was no answer.
    """
    if approval.ended_at is not None or approval.accepted_at is None:
        return []
    since = max(approval.accepted_at, approval.heard_at or approval.accepted_at)
    terms = terms_for(ticket.organisation, at=at)
    reminders = [_after(terms, each, since) for each in terms.document.approval_reminders]
    return rules.steps_left(
        reminders=[due for due in reminders if due is not None],
        call=_after(terms, terms.document.approval_call, since),
        approve=_after(terms, terms.document.approval_by_silence, since),
        reminded=approval.reminders,
        is_called_for=approval.called_for_at is not None,
    )


def _after(terms: Terms, allowance: str, since: datetime) -> datetime | None:
    """That much silence on the client's calendar; None where the policy knows no such step."""
    return terms.after(Allowance.parse(allowance), since) if allowance else None


def set_next_step(ticket: Ticket, approval: Approval, *, at: datetime) -> None:
    """Note on a locked approval when the worker must look at it again."""
    left = steps_of(ticket, approval, at=at)
    approval.remind_at = left[0].due_at if left else None
    approval.save(update_fields=["accepted_at", "heard_at", "reminders", "called_for_at", "remind_at"])


def count_anew(ticket: Ticket, approval: Approval, *, heard_at: datetime, at: datetime) -> None:
    """The client said something that was no answer: silence begins again at their word."""
    approval.heard_at, approval.reminders, approval.called_for_at = heard_at, 0, None
    set_next_step(ticket, approval, at=at)
