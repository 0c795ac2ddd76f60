"""Of which months a client has a statement: from the first of which anything is known to the present one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min

from holdfast.catalogue.models import Use
from holdfast.clients.models import Organisation
from holdfast.incidents.periods import months_after
from holdfast.incidents.zones_of_clients import zones_of
from holdfast.kernel.refusal import Refused
from holdfast.promises.models import Promise


@dataclass(frozen=True)
class Months:
    """First days of months by the clock of the client, as it was set then."""

    first: date
    present: date

    def chosen(self, month: date | None) -> date:
        """The month that was asked for, else the present one; refused where there is nothing to state."""
        found = month or self.present
        if found > self.present:
            raise Refused("That month is still to come.", code="month_to_come")
        if found < self.first:
            raise Refused("Nothing is known of that month.", code="month_unknown")
        return found

    def before(self, month: date) -> date | None:
        """The month before it, where that has a statement."""
        return months_after(month, -1) if month > self.first else None

    def after(self, month: date) -> date | None:
        """The month after it, where that has a statement."""
        return months_after(month, 1) if month < self.present else None


def months_of(organisation: Organisation, *, now: datetime) -> Months:
    """Since the client used something, or was promised something; three queries."""
    used = Use.objects.filter(organisation=organisation).aggregate(at=Min("since_at"))["at"]
    promised = Promise.objects.filter(organisation=organisation).aggregate(at=Min("start_at"))["at"]
    first = min(each for each in (used, promised, now) if each is not None)
    zones = zones_of(organisation)
    return Months(zones.month_of(first), zones.month_of(now))
