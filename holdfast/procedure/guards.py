"""What the procedure refuses on others' intents."""

from __future__ import annotations

from holdfast.kernel.refusal import Refused
from holdfast.procedure.models import Approval, Outcome
from holdfast.tickets.facts import Resolving
from holdfast.tickets.models import Ticket


def require_client_approval(intent: Resolving) -> None:
    """No ticket is resolved before the client approved the newest fix of this cycle (C5, C6).

    Merging takes another route and asks for none. A ticket of machine mail has no client who could approve.
    """
    ticket = Ticket.objects.only("pk", "cycle", "is_machine").get(pk=intent.ticket)
    if ticket.is_machine:
        return
    fix = ticket.fixes.filter(cycle=ticket.cycle).order_by("-id").first()
    if fix is None or not Approval.objects.filter(fix=fix, outcome=Outcome.APPROVED).exists():
        raise Refused(
            f"#{ticket.pk} is resolved only when the client has approved the fix.", code="not_approved"
        )
