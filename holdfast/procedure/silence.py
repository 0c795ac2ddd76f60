"""When a client's silence has its next step: computed by the policy in force, on the client's calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from holdfast.clients.terms import Terms, terms_for
from holdfast.policy.allowance import Allowance
from holdfast.policy.document import Document
from holdfast.procedure import rules
from holdfast.procedure.models import Approval, Awaited, Question
from holdfast.tickets.models import Ticket


def steps_of(ticket: Ticket, awaited: Awaited, *, at: datetime) -> list[rules.Step]:
    """What is still to be done about the silence; nothing while the client was not reached.

    Silence counts from the acceptance by the client's channel, or from the client's last word that was no
    answer. What would reach the client outside their hours waits for them to open, whatever its unit (T73).
    """
    if awaited.ended_at is not None or awaited.accepted_at is None:
        return []
    since = max(awaited.accepted_at, awaited.heard_at or awaited.accepted_at)
    terms = terms_for(ticket.organisation, at=at)
    reminders, call, approve = _said_of(awaited, terms.document)
    return rules.steps_left(
        reminders=[terms.opening(due) for each in reminders if (due := _after(terms, each, since))],
        call=terms.opening(due) if (due := _after(terms, call, since)) else None,
        approve=_after(terms, approve, since),
        reminded=awaited.reminders,
        is_called_for=awaited.called_for_at is not None,
    )


def opening(ticket: Ticket, *, at: datetime) -> datetime:
    """When the client may be reminded or called: now, within their hours, else when they open next (T73)."""
    return terms_for(ticket.organisation, at=at).opening(at)


def _said_of(awaited: Awaited, document: Document) -> tuple[Sequence[str], str, str]:
    """The policy's reminders, the call, and after what silence it counts as the answer."""
    if isinstance(awaited, Question):
        return document.question_reminders, document.question_call, ""
    assert isinstance(awaited, Approval)
    return document.approval_reminders, document.approval_call, document.approval_by_silence


def _after(terms: Terms, allowance: str, since: datetime) -> datetime | None:
    """That much silence on the client's calendar; None where the policy knows no such step."""
    return terms.after(Allowance.parse(allowance), since) if allowance else None


def set_next_step(ticket: Ticket, awaited: Awaited, *, at: datetime) -> None:
    """Note on a locked row when the worker must look at it again."""
    left = steps_of(ticket, awaited, at=at)
    awaited.remind_at = left[0].due_at if left else None
    awaited.save(update_fields=["accepted_at", "heard_at", "reminders", "called_for_at", "remind_at"])


def count_anew(ticket: Ticket, awaited: Awaited, *, heard_at: datetime, at: datetime) -> None:
    """The client said something that was no answer: silence begins again at their word."""
    awaited.heard_at, awaited.reminders, awaited.called_for_at = heard_at, 0, None
    set_next_step(ticket, awaited, at=at)
