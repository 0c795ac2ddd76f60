"""Each client's ladder, by the policy in force for them, and who holds its levels now (D1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from holdfast.clients.terms import Terms, terms_for_all
from holdfast.escalation.rules import Level
from holdfast.people.models import Person, normal_address
from holdfast.policy.allowance import Allowance
from holdfast.policy.document import Document
from holdfast.policy.queries import current_version, document_of
from holdfast.tickets.models import Ticket

_FALLBACK = timedelta(hours=24)
"""For a level whose calendar never opens again; such a calendar can't be saved."""


@dataclass(frozen=True)
class Ladder:
    """The levels of one client, from the support team up, and the terms that their answer times are measured by."""

    levels: tuple[Level, ...]
    terms: Terms

    def level(self, number: int) -> Level | None:
        return self.levels[number - 1] if 1 <= number <= len(self.levels) else None

    def answer_until(self, level: Level, *, told_at: datetime) -> datetime:
        """When the level's answer time ends (UTC); business time passes on the calendar of
        `escalation_answered`.
        """
        calendar = self.terms.document.clause("escalation_answered").calendar
        return self.terms.after(level.answer, told_at, calendar=calendar) or told_at + _FALLBACK


def ladder_of(ticket: Ticket, *, at: datetime) -> Ladder:
    return ladders_of([ticket], at=at)[ticket.pk]


def ladders_of(tickets: Sequence[Ticket], *, at: datetime) -> dict[int, Ladder]:
    """The ladder of each ticket's client at that instant; the queries do not grow with the tickets, only with
    policies.
    """
    terms = terms_for_all([ticket.organisation for ticket in tickets], at=at)
    holders = _holders(each.document for each in terms.values())
    ladders = {key: Ladder(levels=_levels(each.document, holders), terms=each) for key, each in terms.items()}
    return {ticket.pk: ladders[ticket.organisation_id] for ticket in tickets}


def unmanned_levels() -> list[Level]:
    """The levels of the default policy above the support team that nobody holds: a warning ahead (T80)."""
    document = document_of(current_version().pk)
    return [
        level
        for level in _levels(document, _holders([document]))
        if level.number > 1 and level.person is None
    ]


def _holders(documents: Iterable[Document]) -> dict[str, Person]:
    """People of the vendor by address; whoever left, or never worked here, holds no level."""
    addresses = {
        normal_address(level.person) for document in documents for level in document.ladder if level.person
    }
    return {person.email: person for person in Person.objects.staff().filter(email__in=addresses)}


def _levels(document: Document, holders: Mapping[str, Person]) -> tuple[Level, ...]:
    return tuple(
        Level(
            number=number,
            title=level.title,
            phone=level.phone,
            answer=Allowance.parse(level.answer),
            person=holders.get(normal_address(level.person)) if level.person else None,
        )
        for number, level in enumerate(document.ladder, 1)
    )
