"""Give the client the cause and the fix in plain words (C6)."""

from __future__ import annotations

from datetime import datetime

from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.procedure import notices
from holdfast.procedure.facts import ExplanationGiven
from holdfast.procedure.models import Approval, Explanation
from holdfast.tickets.models import Ticket


def explain(ticket: Ticket, approval: Approval, *, at: datetime, by: Actor) -> Explanation:
    """Write down the approved fix's cause and solution for a locked ticket, and mail both to the client."""
    fix = approval.fix
    explanation = Explanation.objects.create(
        ticket=ticket, cycle=ticket.cycle, at=at, by=fix.by, cause=fix.cause, fix=fix.solution
    )
    record(ExplanationGiven(ticket=ticket.pk, explanation=explanation.pk), by=by, at=at)
    notices.send_explanation(explanation, at=at)
    return explanation
