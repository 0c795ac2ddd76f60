"""Which calendars may stand; pure."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from holdfast.calendars.hours import CalendarRefused, Hours
from holdfast.calendars.worktime import require_opens_soon
from holdfast.kernel.refusal import Refused

RESERVED: Final = "client"
"""A policy says `client` for whichever calendar is the client's, so no calendar can go by it."""

_KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SOUND: Final = {"timezone": "UTC", "weekly": {}, "holidays": [], "exceptions": {}}


def require_key(key: str) -> None:
    """A key is what policies and files name a calendar by: short, lower case, words joined by hyphens."""
    if not _KEY.fullmatch(key) or len(key) > 60:
        raise Refused(
            f"“{key[:60]}” cannot name a calendar: lower-case letters, digits and hyphens, at most 60.",
            code="bad_key",
            field="key",
        )
    if key == RESERVED:
        raise Refused(
            "“client” stands for the calendar of the client; choose another.", code="bad_key", field="key"
        )


def require_name(name: str) -> None:
    """A calendar has a name that people read."""
    if not 1 <= len(name) <= 120:
        raise Refused("A calendar has a name of at most 120 characters.", code="bad_name", field="name")


def require_hours(hours: Any, *, at: datetime) -> Hours:
    """Hours that can be read, and that open within 366 days from `at`; Refused names the part at fault."""
    try:
        read = Hours.from_json(hours)
    except CalendarRefused as error:
        raise Refused(str(error), code="bad_hours", field=_at_fault(hours)) from None
    try:
        require_opens_soon(read, at)
    except CalendarRefused as error:
        raise Refused(str(error), code="never_opens", field="weekly") from None
    return read


def _at_fault(hours: Any) -> str | None:
    """The one part that cannot stand among others that can."""
    for part in _SOUND:
        if isinstance(hours, dict) and part in hours:
            try:
                Hours.from_json(_SOUND | {part: hours[part]})
            except CalendarRefused:
                return part
    return None
