"""May this happen to a ticket? Pure: no database, no clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from holdfast.kernel.refusal import Refused
from holdfast.tickets.models import PriorityReason, Ticket

LONGEST_MESSAGE = 200_000
"""Characters of one message typed into a form; mail may be longer."""


def require_open(ticket: Ticket) -> None:
    if ticket.merged_into_id is not None:
        raise Refused(f"#{ticket.pk} went into #{ticket.merged_into_id}. Go on there.", code="merged")
    if not ticket.is_open:
        raise Refused(f"#{ticket.pk} is resolved. Reopen it first.", code="resolved")


def require_answerable(ticket: Ticket) -> None:
    """Nothing is written to machines, nor worked on for them: a person says first whose words they are (T1, T17)."""
    require_open(ticket)
    if ticket.is_machine:
        raise Refused(
            f"#{ticket.pk} was opened by machine mail, and nobody would read it. "
            "Choose “A person wrote this”, or “Needs no answer”.",
            code="machine_mail",
        )


def require_machine(ticket: Ticket) -> None:
    if not ticket.is_machine:
        raise Refused(
            f"#{ticket.pk} is a person’s. It is resolved when the client approves.", code="not_machine"
        )


def require_words(words: str, *, of: str, field: str) -> str:
    """The words, trimmed; refuse when there are none, or too many."""
    words = words.strip()
    if not words:
        raise Refused(f"{of} is missing.", code="words_missing", field=field)
    if len(words) > LONGEST_MESSAGE:
        raise Refused(f"{of} is longer than {LONGEST_MESSAGE:,} characters.", code="too_long", field=field)
    return words


def require_priority(priority: int) -> None:
    if priority not in (1, 2, 3, 4):
        raise Refused("A priority is 1, 2, 3 or 4.", code="no_such_priority", field="priority")


def require_change_reason(reason: str, words: str) -> None:
    """A change of priority needs its reason, kept and told to the client (B4)."""
    if reason not in (PriorityReason.MISJUDGED, PriorityReason.SITUATION_CHANGED):
        raise Refused(
            "Say whether it was misjudged, or the situation changed.", code="no_reason", field="reason"
        )
    require_words(words, of="The reason for the change", field="words")


def require_same_client(ticket: Ticket, other: Ticket) -> None:
    """Tickets of different clients never merge; without an organisation the requester is the client."""
    if ticket.pk == other.pk:
        raise Refused("A ticket can't go into itself.", code="same_ticket", field="into")
    same = (
        ticket.organisation_id == other.organisation_id
        if ticket.organisation_id or other.organisation_id
        else ticket.requester_id == other.requester_id
    )
    if not same:
        raise Refused(
            "Tickets of different clients never merge. Link them instead.", code="other_client", field="into"
        )


def may_reopen(ticket: Ticket, *, at: datetime, days: int) -> bool:
    """Whether a resolved ticket is young enough to be reopened; an older one gets a linked follow-up."""
    return ticket.resolved_at is not None and at - ticket.resolved_at <= timedelta(days=days)
