"""Whether a target falls after its limit: by meaning in one unit, else over a sample of starts; pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from holdfast.calendars.hours import Hours
from holdfast.calendars.worktime import add_days, add_seconds
from holdfast.policy.allowance import Allowance, Unit

_FORTNIGHTS: Final = tuple(datetime(2026, month, 5, tzinfo=UTC) for month in (1, 3, 6, 10))
"""Winter, summer and both changes of the clock between them; hour by hour, two weeks of each."""


def falls_after(target: Allowance, limit: Allowance, hours: Hours | None) -> str | None:
    """None when it never does; else a start for which it does, in words, empty when it always does.

    Units that measure alike are compared as they are. Otherwise both are tried on `hours`; without any (the
    calendar is unknown, which is a problem of its own) nothing is found.
    """
    if target.unit == limit.unit or (target.is_elapsed and limit.is_elapsed):
        return "" if _length(target) > _length(limit) else None
    if hours is None:
        return None
    for start in _starts():
        soft, hard = _due(target, start, hours), _due(limit, start, hours)
        if soft is not None and hard is not None and soft > hard:
            return f"started on a {start:%A} at {start:%H:%M} UTC, for one"
    return None


def _length(allowance: Allowance) -> int:
    return allowance.seconds if allowance.seconds is not None else allowance.amount


def _starts() -> Iterator[datetime]:
    for first in _FORTNIGHTS:
        for hour in range(14 * 24):
            yield first + timedelta(hours=hour)


def _due(allowance: Allowance, start: datetime, hours: Hours) -> datetime | None:
    if allowance.unit is Unit.BUSINESS_DAYS:
        return add_days(hours, start, allowance.amount)
    assert allowance.seconds is not None  # business days alone have none
    if allowance.is_elapsed:
        return start + timedelta(seconds=allowance.seconds)
    return add_seconds(hours, start, allowance.seconds)
