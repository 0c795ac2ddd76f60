"""The lines behind the figures of a statement: what counts, what is left out and why, and what nobody knew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from holdfast.catalogue.models import Use
from holdfast.incidents.impact import Interval, Level, Piece, Span, layered, piece
from holdfast.incidents.models import Bulletin, BulletinKind, Part
from holdfast.incidents.recorded import interval_of, interval_of_work
from holdfast.incidents.uptime import Terms, weighed
from holdfast.promises.record_of_use import Record

ANNOUNCED: Final = "Maintenance that was announced in time"
NOT_ANNOUNCED: Final = "Maintenance outside of what was announced in time"
WEIGHS_NOTHING: Final = {
    Level.DEGRADED: "Slow only, which weighs nothing",
    Level.PARTIAL: "Partly down only, which weighs nothing",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A stretch of one interval, within the month and while the client used the component."""

    component: str
    level: Level
    start: datetime
    end: datetime
    lasts: bool
    """Whether it goes on when the statement is made."""
    weight: int | None
    """In hundredths of what is down altogether; None of what leaves both sides."""
    title: str
    """Of the interruption or the maintenance."""
    why: str
    """Why it is left out, or why a maintenance is not; else the cause as clients were told it; why it was corrected."""
    interruption: int | None = None
    maintenance: int | None = None

    @property
    def counts(self) -> bool:
        return bool(self.weight)

    @property
    def length(self) -> timedelta:
        return self.end - self.start


@dataclass(frozen=True)
class Unknown:
    """A stretch in which no monitor of a component knew how it was."""

    component: str
    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return self.end - self.start


def lines_of(record: Record, client: int, period: Span, terms: Terms) -> list[Line]:
    """Of all that the client felt, in order; one query for the causes."""
    names = names_of(record.uses)
    causes = _causes(each.interruption_id for each in record.impacts)
    found: list[Line] = []

    def add(
        interval: Interval, *, title: str, cause: str = "", because: str = "", interruption: int | None = None
    ) -> None:
        corrected = f"Corrected: {because}" if interval.corrects else ""
        for start, end, weight in weighed(client, interval, record.evidence, period, terms=terms):
            found.append(
                Line(
                    component=_placed(names[interval.component], interval.place),
                    level=interval.level,
                    start=start,
                    end=end,
                    lasts=interval.end is None and end == period.end,
                    weight=weight,
                    title=title,
                    why="\n".join(filter(None, (_why(interval, weight) or cause, corrected))),
                    interruption=interruption,
                    maintenance=interval.maintenance,
                )
            )

    for impact in record.impacts:
        key = impact.interruption_id
        title, cause = impact.interruption.title, causes.get(key, "")
        add(interval_of(impact), title=title, cause=cause, because=impact.because, interruption=key)
    for work in record.works:
        add(interval_of_work(work), title=work.maintenance.title)
    return sorted(found, key=lambda line: (line.start, line.component))


def unknown_of(record: Record, client: int, period: Span) -> list[Unknown]:
    """The silences of monitors while the client used what they look at."""
    names = names_of(record.uses)
    found = []
    for component, silences in record.evidence.silences_of.items():
        using = [
            part
            for use in record.evidence.uses_of[component]
            for part in piece(use.start, use.end, 0, within=[period])
        ]
        silent = [part for each in silences for part in piece(each.start, each.end, 0, within=using)]
        found += [Unknown(names[component], start, end) for start, end in _joined(silent)]
    return sorted(found, key=lambda each: (each.start, each.component))


def names_of(uses: Iterable[Use]) -> Mapping[int, str]:
    """The components in use, by the name under which the client knows each."""
    return {use.component_id: f"{use.component.service.name}: {use.component.name}" for use in uses}


def _joined(pieces: Iterable[Piece]) -> Iterator[tuple[datetime, datetime]]:
    """The same time, each stretch once."""
    last: tuple[datetime, datetime] | None = None
    for start, end, _ in layered(pieces):
        if last is not None and last[1] == start:
            last = (last[0], end)
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last


def _placed(name: str, place: str) -> str:
    return f"{name}, {place}" if place else name


def _why(interval: Interval, weight: int | None) -> str:
    if interval.excluded_because:
        return interval.excluded_because
    if interval.level == Level.MAINTENANCE:
        return ANNOUNCED if weight is None else NOT_ANNOUNCED
    return WEIGHS_NOTHING.get(interval.level, "") if weight == 0 else ""


def _causes(interruptions: Iterable[int]) -> dict[int, str]:
    """Of each interruption the cause as its clients were told it last."""
    kinds = (BulletinKind.CAUSE, BulletinKind.ANALYSIS)
    rows = Bulletin.objects.filter(interruption__in=set(interruptions), kind__in=kinds)
    told = rows.order_by("pk").values_list("interruption", "kind", "said")
    return {
        key: said.get(Part.CAUSE if kind == BulletinKind.ANALYSIS else "text", "") for key, kind, said in told
    }
