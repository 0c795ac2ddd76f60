"""What several steps of the procedure do alike with a locked ticket."""

from __future__ import annotations

from datetime import datetime

from holdfast.kernel.actor import Actor
from holdfast.people.models import Person
from holdfast.procedure import rules
from holdfast.procedure.actions.watching import stop_watching
from holdfast.procedure.models import Fix
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.actions.opening import move_stage
from holdfast.tickets.models import Message, Stage, Ticket, Waiting


def put(
    ticket: Ticket,
    *,
    stage: Stage,
    holder: Person | None,
    waiting: str = Waiting.NOTHING,
    at: datetime,
    by: Actor,
) -> None:
    """Set where a locked ticket stands, who holds it, and what it waits for.

    The assignment is part of the fact that the caller records, so that nobody is told of it twice.
    """
    ticket.assignee, ticket.waiting = holder, waiting
    ticket.save(update_fields=["assignee", "waiting"])
    if ticket.stage != stage:
        move_stage(ticket, to=stage, at=at, by=by)


def send_back(ticket: Ticket, fix: Fix, *, at: datetime, by: Actor) -> Person | None:
    """Return a locked ticket to whoever made the fix; returns them, or nobody when they are gone.

    Nothing is left to watch of it. A question to the client that is open stays open.
    """
    stop_watching(ticket.pk, at=at)
    fixer = fix.by if fix.by.is_active else None
    stage = rules.stage_to_return_to(by_tier_1=fix.by_tier_1)
    waiting = Waiting.ANSWER if ticket.waiting == Waiting.ANSWER else Waiting.NOTHING
    put(ticket, stage=stage, holder=fixer, waiting=waiting, at=at, by=by)
    return fixer


def tell_client(ticket: Ticket, words: str, *, by: Person) -> tuple[Ticket, Message | None]:
    """Send the words to the client, if there are any; returns the ticket as it is then, still locked."""
    if not words.strip():
        return ticket, None
    message = send_message(ticket, Said(text=words, author=by), by=by)
    return Ticket.objects.locked(ticket.pk), message
