"""The terms on which clients are served now: which policy, which calendars, and when a time on them is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from holdfast.calendars.models import Calendar, CalendarVersion
from holdfast.calendars.queries import current_version as calendar_in_force
from holdfast.calendars.queries import hours_of
from holdfast.calendars.worktime import add_days, add_seconds, next_opening
from holdfast.clients.models import Organisation
from holdfast.clients.queries import agreements_with
from holdfast.policy.allowance import Allowance
from holdfast.policy.document import CLIENT, ROUND_THE_CLOCK, Clause, Document
from holdfast.policy.queries import document_of, version_in_force


@dataclass
class _Calendars:
    """Versions in force, each read once for all terms that share them."""

    named: dict[str, CalendarVersion] = field(default_factory=dict)
    clients: dict[int, CalendarVersion | None] = field(default_factory=dict)

    def by_key(self, key: str) -> CalendarVersion:
        if key not in self.named:
            self.named[key] = calendar_in_force(key)
        return self.named[key]

    def of_client(self, calendar: int) -> CalendarVersion | None:
        if calendar not in self.clients:
            self.clients[calendar] = Calendar.objects.select_related("version").get(pk=calendar).version
        return self.clients[calendar]


@dataclass(frozen=True)
class Terms:
    """The version of the policy and the client's calendar, that new promises are made under."""

    version_id: int
    document: Document
    calendar_id: int | None
    """The client's own calendar; None: the policy's default one."""
    is_enterprise: bool
    _calendars: _Calendars = field(default_factory=_Calendars, compare=False, repr=False)

    def under(self, version_id: int) -> Terms:
        """The same client under another version of the policy, as a promise that stands keeps its own."""
        return replace(self, version_id=version_id, document=document_of(version_id))

    def calendar_version(self, clause: Clause, priority: int | None, allowance: Allowance) -> CalendarVersion:
        """The calendar that the clause names; minutes and hours are measured round the clock in any case."""
        return self._version(ROUND_THE_CLOCK if allowance.is_elapsed else clause.calendar_for(priority))

    def after(self, allowance: Allowance, start: datetime, *, calendar: str = CLIENT) -> datetime | None:
        """The instant (UTC) so much after the start, on that calendar; None when it never opens again."""
        if allowance.is_elapsed and allowance.seconds is not None:
            return start + timedelta(seconds=allowance.seconds)
        hours = hours_of(self._version(calendar).pk)
        if allowance.seconds is not None:
            return add_seconds(hours, start, allowance.seconds)
        return add_days(hours, start, allowance.amount)

    def opening(self, at: datetime) -> datetime:
        """The instant itself within the client's hours, else when they open next; round the clock never waits."""
        return next_opening(hours_of(self._version(CLIENT).pk), at) or at

    def _version(self, key: str) -> CalendarVersion:
        if key != CLIENT:
            return self._calendars.by_key(key)
        own = self._calendars.of_client(self.calendar_id) if self.calendar_id is not None else None
        return own or self._calendars.by_key(self.document.default_calendar)


def terms_for(organisation: Organisation | None, *, at: datetime) -> Terms:
    """What holds for this client at the instant; without an organisation, the default policy."""
    return terms_for_all([organisation], at=at)[organisation.pk if organisation else None]


def terms_for_all(organisations: Iterable[Organisation | None], *, at: datetime) -> dict[int | None, Terms]:
    """The same for any number of clients, by their keys; the queries grow with the policies, not with the clients."""
    wanted = {each.pk if each else None: each for each in organisations}
    agreements = agreements_with(wanted.values(), on=at.date())
    calendars, in_force, found = _Calendars(), dict[int | None, int](), dict[int | None, Terms]()
    for key in wanted:
        agreement = agreements[key]
        if agreement.policy_id not in in_force:
            in_force[agreement.policy_id] = version_in_force(agreement.policy_id)
        version = in_force[agreement.policy_id]
        found[key] = Terms(
            version, document_of(version), agreement.calendar_id, agreement.is_enterprise, calendars
        )
    return found
