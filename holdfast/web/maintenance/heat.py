"""Hours by cost, as the planner shows them: a row for each of the busiest clients, and one for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from holdfast.clients.models import Organisation
from holdfast.incidents.windows import Affected, Costs, Window

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class HeatRow:
    """One client: its 24 hours, each from 0 to 100."""

    name: str
    place: str
    hours: Sequence[int]


@dataclass(frozen=True)
class HeatHour:
    """One hour of all of them; in the window that is chosen."""

    label: str
    value: int
    is_chosen: bool


def busiest_hour(affected: Sequence[Affected], start: datetime, end: datetime) -> int:
    """The cost of the most expensive whole hour of that range."""
    hours = Costs(affected, start.replace(minute=0, second=0, microsecond=0), end + _HOUR).hourly()
    return max((each.cost for each in hours), default=0)


def heat_rows(
    affected: Sequence[Affected], clients: Mapping[int, Organisation], day: datetime
) -> list[HeatRow]:
    costs = [[each.cost for each in Costs([one], day, day + _DAY).hourly()] for one in affected]
    most = max((max(row) for row in costs), default=0) or 1
    return [
        HeatRow(
            clients[one.client].name,
            one.hours.timezone.rpartition("/")[2].replace("_", " "),
            [round(100 * cost / most) for cost in row],
        )
        for one, row in zip(affected, costs, strict=True)
    ]


def heat_total(affected: Sequence[Affected], day: datetime, window: Window) -> list[HeatHour]:
    hours = Costs(affected, day, day + _DAY).hourly()
    most = max((each.cost for each in hours), default=0) or 1
    return [
        HeatHour(
            f"{each.start.astimezone(UTC):%H:%M}",
            round(100 * each.cost / most),
            each.start < window.end and window.start < each.end,
        )
        for each in hours
    ]
