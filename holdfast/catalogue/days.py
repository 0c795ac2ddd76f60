"""A use begins and ends with days of the client's own calendar; kept are the instants."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from holdfast.catalogue.models import Use
from holdfast.clients.models import Organisation
from holdfast.kernel.refusal import Refused


def begin_of(day: date, organisation: Organisation, *, field: str = "since") -> datetime:
    """The instant at which the day begins where the client is."""
    if not 1970 <= day.year <= 9000:
        raise Refused("The year is out of reach.", code="bad_day", field=field)
    return datetime.combine(day, time(), ZoneInfo(organisation.time_zone))


def end_of(day: date, organisation: Organisation) -> datetime:
    """The instant at which the day, as the last one, is over."""
    begin_of(day, organisation, field="until")
    return begin_of(day + timedelta(days=1), organisation, field="until")


def today_of(organisation: Organisation, *, at: datetime) -> date:
    """The client's date at the instant."""
    return at.astimezone(ZoneInfo(organisation.time_zone)).date()


def days_of(use: Use) -> tuple[date, date | None]:
    """The first and the last day of a use, that day included, in the client's time zone."""
    zone = ZoneInfo(use.organisation.time_zone)
    last = (use.until_at - timedelta(microseconds=1)).astimezone(zone).date() if use.until_at else None
    return use.since_at.astimezone(zone).date(), last
