"""Times in notices: UTC first, then the reader's own zone, both named (interface.md 9)."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import template
from django.template import Context
from django.utils.translation import gettext, pgettext

register = template.Library()

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@register.simple_tag(takes_context=True)
def instant(context: Context, value: object) -> str:
    """The instant (ISO 8601, as the ledger keeps it) in UTC and in the zone of the reader of this mail."""
    return in_words(value, str(context.get("reader_zone", "UTC")))


def in_words(value: object, zone_name: str) -> str:
    """`Tue 9 June, 10:48 UTC, 06:48 in New York`; empty for what is no instant."""
    at = _read(value)
    if at is None:
        return ""
    world = f"{_day(at)}, {at:%H:%M} UTC"
    own = at.astimezone(zone_of(zone_name))
    if own.utcoffset() == at.utcoffset():
        return world
    day = f"{_day(own)} " if own.date() != at.date() else ""
    place = zone_name.rpartition("/")[2].replace("_", " ")
    return gettext("%(world)s, %(own)s in %(place)s") % {
        "world": world,
        "own": f"{day}{own:%H:%M}",
        "place": place,
    }


def on_the_clock_of(zone_name: str, at: datetime) -> str:
    """`24 November 2026, 07:00 EST`: where one line is said to one person, the clock is theirs."""
    return f"{at.astimezone(zone_of(zone_name)):%-d %B %Y, %H:%M %Z}"


def _read(value: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    return at.astimezone(UTC) if isinstance(at, datetime) and at.tzinfo is not None else None


def zone_of(name: str) -> ZoneInfo:
    """The zone of that name; UTC for a name that is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _day(at: datetime) -> str:
    return f"{pgettext('day', _DAYS[at.weekday()])} {at.day} {pgettext('month', _MONTHS[at.month - 1])}"
