"""Ninety days of each component and of each service: how they went by the day, and the uptime in all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from holdfast.catalogue.models import Use as UseRow
from holdfast.incidents.bars import DAYS, Day, days_of, in_words
from holdfast.incidents.impact import Span, Use
from holdfast.incidents.periods import day_in
from holdfast.incidents.recorded import (
    impacts_since,
    interval_of,
    interval_of_work,
    level_for_all,
    use_of,
    works_since,
)
from holdfast.incidents.silences import silences_of
from holdfast.incidents.uptime import Evidence, Terms, uptime_of_components
from holdfast.incidents.zones import Zones
from holdfast.promises.kept_notices import kept_notices
from holdfast.statuspage.reading import components_shown


@dataclass(frozen=True)
class Track:
    """How something went over the last ninety days."""

    days: Sequence[Day]
    uptime: Decimal | None
    """In per cent; None where nothing was measured yet."""

    @property
    def words(self) -> tuple[str, ...]:
        """The days on which there was something, in words, the newest first."""
        return in_words(reversed(self.days))


def tracks(*, zone: str, now: datetime, terms: Terms) -> Mapping[str, Track]:
    """By the code of each component and of each service that the page shows; in seven queries at most."""
    rows = list(components_shown())
    start = day_in(zone, now.astimezone(ZoneInfo(zone)).date() - timedelta(days=DAYS - 1)).start
    evidence = _evidence([row.pk for row in rows], Span(start, max(start, now)))
    members: dict[str, list[tuple[int, date]]] = {}
    for row in rows:
        members.setdefault(row.service.code, []).append((row.pk, row.since_on))
        members[row.code] = [(row.pk, row.since_on)]
    return {
        code: _track(its, evidence, start, zone=zone, now=now, terms=terms) for code, its in members.items()
    }


def _evidence(components: Collection[int], period: Span) -> Evidence:
    """What was down, worked on, and not measured; of the work also who used it, and who of them was told in time."""
    since = period.start
    impacts = impacts_since(since, components=components)
    works = works_since(since, components=components)
    return Evidence(
        [
            *(interval_of(each, level=level_for_all(each)) for each in impacts),
            *(interval_of_work(each) for each in works),
        ],
        _uses({each.component_id for each in works}, since=since),
        kept_notices({each.maintenance_id for each in works}),
        silences_of(components, period),
    )


def _uses(components: Collection[int], *, since: datetime) -> list[Use]:
    if not components:
        return []
    rows = UseRow.objects.filter(component__in=components).exclude(until_at__lte=since)
    return [use_of(each) for each in rows]


def _track(
    members: list[tuple[int, date]],
    evidence: Evidence,
    start: datetime,
    *,
    zone: str,
    now: datetime,
    terms: Terms,
) -> Track:
    keys = [key for key, _ in members]
    since = min(on for _, on in members)
    mine = [each for key in keys for each in evidence.intervals_of.get(key, ())]
    begin = min(max(start, day_in(zone, since).start), now)
    uptime = uptime_of_components(keys, evidence, Span(begin, now), terms=terms)
    silent = [each for key in keys for each in evidence.silences_of.get(key, ())]
    days = days_of(keys, mine, zones=Zones((), zone), now=now, since=since, silences=silent)
    return Track(days, uptime.availability)


NOTHING: Final = Track((), None)
