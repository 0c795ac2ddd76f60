"""Under which policy and on which calendars a promise to this client is made now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from holdfast.calendars.models import Calendar, CalendarVersion
from holdfast.calendars.queries import current_version as calendar_in_force
from holdfast.clients.models import Organisation
from holdfast.clients.queries import agreement_with
from holdfast.policy.allowance import Allowance, Unit
from holdfast.policy.document import Clause, Document
from holdfast.policy.queries import current_version, document_of

ROUND_THE_CLOCK = "round-the-clock"
CLIENTS_OWN = "client"
_ELAPSED = (Unit.MINUTES, Unit.HOURS)


@dataclass(frozen=True)
class Terms:
    """The version of the policy, and the client's calendar, that new promises are made under."""

    version_id: int
    document: Document
    calendar_id: int | None
    _read: dict[str, CalendarVersion] = field(default_factory=dict, compare=False)
    """Versions read so far: the five promises of a new ticket ask for two."""

    def calendar_version(self, clause: Clause, priority: int | None, allowance: Allowance) -> CalendarVersion:
        """The calendar that the clause names; minutes and hours are measured round the clock in any case."""
        key = ROUND_THE_CLOCK if allowance.unit in _ELAPSED else clause.calendar_for(priority)
        if key not in self._read:
            self._read[key] = self._own_calendar() if key == CLIENTS_OWN else calendar_in_force(key)
        return self._read[key]

    def _own_calendar(self) -> CalendarVersion:
        if self.calendar_id is not None:
            calendar = Calendar.objects.select_related("version").get(pk=self.calendar_id)
            if calendar.version is not None:
                return calendar.version
        return calendar_in_force(self.document.default_calendar)


def terms_for(organisation: Organisation | None, *, at: datetime) -> Terms:
    """What holds for this client at the instant; without an organisation, the default policy."""
    agreement = agreement_with(organisation, on=at.date())
    version = current_version(agreement.policy)
    return Terms(version.pk, document_of(version.pk), agreement.calendar_id)
