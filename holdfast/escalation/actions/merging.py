"""What a ticket that goes into another leaves on the ladder."""

from __future__ import annotations

from holdfast.escalation.models import Climb
from holdfast.tickets.models import Ticket


def carry_climbs(ticket: Ticket, *, into: Ticket) -> list[int]:
    """Let the levels that have not answered yet answer on the ticket that goes on; both are locked.

    What they answered stays where they did. The ticket that goes on stands as high as the highest of them.
    """
    rows = Climb.objects.filter(ticket=ticket, cycle=ticket.cycle, answered_at=None)
    levels = dict(rows.values_list("pk", "level"))
    Climb.objects.filter(pk__in=levels).update(ticket=into, cycle=into.cycle)
    highest = max(levels.values(), default=1)
    Ticket.objects.filter(pk=into.pk, level__lt=highest).update(level=highest)
    return list(levels)
