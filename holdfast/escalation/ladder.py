"""Each client's ladder, by the policy in force for them, and who holds its levels now (D1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from holdfast.calendars.models import Calendar
from holdfast.calendars.queries import all_hours, hours_of
from holdfast.calendars.worktime import add_days, add_seconds
from holdfast.clients.models import Contract
from holdfast.escalation.rules import Level
from holdfast.people.models import Person, normal_address
from holdfast.policy.allowance import Allowance
from holdfast.policy.document import CLIENT, Document
from holdfast.policy.models import Policy
from holdfast.policy.queries import current_version, document_of
from holdfast.tickets.models import Ticket

_FALLBACK = timedelta(hours=24)
"""For a level whose calendar never opens again; such a calendar can't be saved."""


@dataclass(frozen=True)
class Ladder:
    """The levels of one client, from the support team up, and what their answer times are measured on."""

    levels: tuple[Level, ...]
    document: Document
    calendar_id: int | None
    is_enterprise: bool

    def level(self, number: int) -> Level | None:
        return self.levels[number - 1] if 1 <= number <= len(self.levels) else None

    def answer_until(self, level: Level, *, told_at: datetime) -> datetime:
        """When the level's answer time ends (UTC); business time passes on the calendar of
        `escalation_answered`.
        """
        seconds = level.answer.seconds
        if level.answer.is_elapsed and seconds is not None:
            return told_at + timedelta(seconds=seconds)
        hours = hours_of(self._calendar_version()) if self._is_clients else all_hours()[self._calendar_key]
        until = (
            add_days(hours, told_at, level.answer.amount)
            if seconds is None
            else add_seconds(hours, told_at, seconds)
        )
        return until or told_at + _FALLBACK

    @property
    def _is_clients(self) -> bool:
        return self.document.clause("escalation_answered").calendar == CLIENT and self.calendar_id is not None

    @property
    def _calendar_key(self) -> str:
        key = self.document.clause("escalation_answered").calendar
        return self.document.default_calendar if key == CLIENT else key

    def _calendar_version(self) -> int:
        version = Calendar.objects.values_list("version_id", flat=True).get(pk=self.calendar_id or 0)
        assert version is not None
        return version


def ladder_of(ticket: Ticket, *, at: datetime) -> Ladder:
    return ladders_of([ticket], at=at)[ticket.pk]


def ladders_of(tickets: Sequence[Ticket], *, at: datetime) -> dict[int, Ladder]:
    """The ladder of each ticket's client at that instant; the queries do not grow with the tickets, only with
    policies.
    """
    organisations = {ticket.organisation.pk for ticket in tickets if ticket.organisation}
    contracts = _contracts(organisations, on=at.date())
    documents = _documents(
        {contract.policy_id: contract.policy for contract in contracts.values()} | {None: None}
    )
    holders = _holders(documents.values())
    found: dict[int, Ladder] = {}
    for ticket in tickets:
        contract = contracts.get(ticket.organisation_id or 0)
        document = documents[contract.policy_id if contract else None]
        own = ticket.organisation.calendar_id if ticket.organisation else None
        found[ticket.pk] = Ladder(
            levels=_levels(document, holders),
            document=document,
            calendar_id=(contract.calendar_id if contract else None) or own,
            is_enterprise=contract.is_enterprise if contract else False,
        )
    return found


def unmanned_levels() -> list[Level]:
    """The levels of the default policy above the support team that nobody holds: a warning ahead (T80)."""
    document = document_of(current_version().pk)
    return [
        level
        for level in _levels(document, _holders([document]))
        if level.number > 1 and level.person is None
    ]


def _contracts(organisations: Iterable[int], *, on: date) -> dict[int, Contract]:
    """The contract that holds on that day for each client, as `clients.queries.agreement_with` chooses it."""
    rows = (
        Contract.objects.select_related("policy")
        .filter(Q(ends_on=None) | Q(ends_on__gte=on), organisation__in=list(organisations), starts_on__lte=on)
        .order_by("organisation", "-starts_on", "-id")
        .distinct("organisation")
    )
    return {contract.organisation_id: contract for contract in rows}


def _documents(policies: Mapping[int | None, Policy | None]) -> dict[int | None, Document]:
    return {key: document_of(current_version(policy).pk) for key, policy in policies.items()}


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
