"""The terms on which clients are served now: which policy, which calendars, and when a time on them is over."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from holdfast.calendars.hours import Hours
from holdfast.calendars.queries import current_versions, hours_of, no_calendar
from holdfast.calendars.worktime import add_days, add_seconds, next_opening
from holdfast.clients.models import Organisation
from holdfast.clients.queries import Agreement, agreements_with
from holdfast.policy.allowance import Allowance
from holdfast.policy.document import CLIENT, ROUND_THE_CLOCK, Clause, Document
from holdfast.policy.queries import document_of, require_version


@dataclass
class _Calendars:
    """The versions in force of named calendars, read once for all terms that share them."""

    named: dict[str, int] = field(default_factory=dict)

    def by_key(self, key: str, beside: Collection[str]) -> int:
        """The one of that name; whoever asks for one will want those beside it too."""
        if key not in self.named:
            self.named |= current_versions({key, *beside})
        if key not in self.named:
            raise no_calendar(key)
        return self.named[key]


@dataclass(frozen=True)
class Terms:
    """The version of the policy and the client's calendar, that new promises are made under."""

    version_id: int
    document: Document
    own_calendar: int | None
    """The version in force of the client's own calendar; None: the policy's default one holds."""
    is_enterprise: bool
    _calendars: _Calendars = field(default_factory=_Calendars, compare=False, repr=False)

    def under(self, version_id: int) -> Terms:
        """The same client under another version of the policy, as a promise that stands keeps its own."""
        return replace(self, version_id=version_id, document=document_of(version_id))

    def calendar_version(self, clause: Clause, priority: int | None, allowance: Allowance) -> int:
        """The version, by key, of the calendar that the clause names; minutes and hours run round the clock in any case."""
        return self._version(ROUND_THE_CLOCK if allowance.is_elapsed else clause.calendar_for(priority))

    def after(self, allowance: Allowance, start: datetime, *, calendar: str = CLIENT) -> datetime | None:
        """The instant (UTC) so much after the start, on that calendar; None when it never opens again."""
        if allowance.is_elapsed and allowance.seconds is not None:
            return start + timedelta(seconds=allowance.seconds)
        hours = hours_of(self._version(calendar))
        if allowance.seconds is not None:
            return add_seconds(hours, start, allowance.seconds)
        return add_days(hours, start, allowance.amount)

    @property
    def hours(self) -> Hours:
        """The client's own hours, or those of the policy's default calendar."""
        return hours_of(self._version(CLIENT))

    def opening(self, at: datetime) -> datetime:
        """The instant itself within the client's hours, else when they open next; round the clock never waits."""
        return next_opening(self.hours, at) or at

    def _version(self, key: str) -> int:
        if key == CLIENT:
            if self.own_calendar is not None:
                return self.own_calendar
            key = self.document.default_calendar
        return self._calendars.by_key(key, beside=(ROUND_THE_CLOCK, self.document.default_calendar))


def terms_for(organisation: Organisation | None, *, at: datetime) -> Terms:
    """What holds for this client at the instant; without an organisation, the default policy."""
    return terms_for_all([organisation], at=at)[organisation.pk if organisation else None]


def terms_for_all(organisations: Iterable[Organisation | None], *, at: datetime) -> dict[int | None, Terms]:
    """The same for any number of clients, by their keys, in one query and one more for the calendars."""
    calendars = _Calendars()
    return {
        client: _terms(agreement, calendars)
        for client, agreement in agreements_with(organisations, at=at).items()
    }


def _terms(agreement: Agreement, calendars: _Calendars) -> Terms:
    version = require_version(agreement.policy_version)
    document = document_of(version)
    return Terms(version, document, agreement.calendar_version, agreement.is_enterprise, calendars)
