"""Which ticket a mail belongs to, in this order: the signed address, what it answers, the reference in its subject.

Each holds only for a participant of the ticket. What anybody else names becomes a suggestion for an agent, and the
ticket itself does not change (T2, T3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from holdfast.channels.mail.reading.message import ReadMessage
from holdfast.notices.models import Delivery
from holdfast.people.models import Person, normal_address
from holdfast.tickets.access import is_participant
from holdfast.tickets.models import Ticket
from holdfast.tickets.references import read_reply_token, references_in

_MOST_IDS = 50


@dataclass(frozen=True)
class Place:
    """Where a mail belongs, or which ticket it only names."""

    ticket: Ticket | None = None
    suggested: Ticket | None = None
    by_own_token: bool = False
    """Whether it came to the address that was made for this very sender and ticket."""
    by_foreign_token: bool = False
    """Whether it came to an address that was made for somebody else who takes part."""


def find_place(read: ReadMessage, tags: Iterable[str], *, sender: Person) -> Place:
    """The ticket that this sender's mail joins, or the one it may be about."""
    suggested = None
    for candidate in _candidates(read, tags, sender):
        ticket = _survivor(candidate.ticket)
        if sender.is_vendor or is_participant(ticket, sender) or is_participant(candidate.ticket, sender):
            return Place(ticket, None, candidate.is_own_token, candidate.is_foreign_token)
        suggested = suggested or Place(None, ticket, False, candidate.is_foreign_token)
    return suggested or Place()


@dataclass(frozen=True)
class _Candidate:
    ticket: Ticket
    is_own_token: bool = False
    is_foreign_token: bool = False


def _candidates(read: ReadMessage, tags: Iterable[str], sender: Person) -> Iterable[_Candidate]:
    yield from _by_token(tags, sender)
    yield from _by_answer(read, tags, sender)
    for reference in references_in(read.subject)[:5]:
        if ticket := _ticket(reference=reference):
            yield _Candidate(ticket)


def _by_token(tags: Iterable[str], sender: Person) -> Iterable[_Candidate]:
    """A token that is not ours, or of a retired format, is as if it were not there (T7)."""
    for tag in tags:
        if (read := read_reply_token(tag)) and (ticket := _ticket(pk=read[0])):
            own = read[1] == sender.pk
            yield _Candidate(ticket, is_own_token=own, is_foreign_token=not own)


def _by_answer(read: ReadMessage, tags: Iterable[str], sender: Person) -> Iterable[_Candidate]:
    """The newest of the mails it answers that we sent to this very address; what others got is only a suggestion."""
    ids = ([read.in_reply_to] if read.in_reply_to else []) + list(reversed(read.references))
    ids = list(dict.fromkeys(ids))[:_MOST_IDS]
    if not ids:
        return
    sent = Delivery.objects.filter(mail_id__in=ids, about__startswith="ticket-").values_list(
        "mail_id", "address", "about"
    )
    found = sorted(sent, key=lambda row: (row[1] != normal_address(sender.email), ids.index(row[0])))
    for _, address, about in found[:1]:
        ticket = _ticket(pk=int(about.removeprefix("ticket-")))
        if ticket and (address == normal_address(sender.email) or not is_participant(ticket, sender)):
            yield _Candidate(ticket)


def _ticket(**by: object) -> Ticket | None:
    return Ticket.objects.select_related("merged_into").filter(**by).first()


def _survivor(ticket: Ticket) -> Ticket:
    """Where the conversation goes on, if the ticket went into another."""
    for _ in range(20):
        if ticket.merged_into is None:
            return ticket
        ticket = ticket.merged_into
    return ticket


def bounce_tags(tags: Sequence[str]) -> list[str]:
    """The tags of letters of ours, as they stand in the envelope sender (VERP)."""
    return [tag[1:] for tag in tags if tag.startswith("b") and len(tag) == 27]
