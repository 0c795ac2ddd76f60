"""Uptime of a client, of a service, of a component over a stretch of time, as communication.md defines it (E10).

Pure and exact: whole microseconds in, whole microseconds out, floored only where a figure is shown. At any
instant the worst that anything says wins: down, by the greatest weight; else excluded; else unknown; else up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from holdfast.incidents.impact import Interval, KeptNotice, Level, Piece, Silence, Span, Use, layered, piece

_K = TypeVar("_K")
_V = TypeVar("_V")
_MICROSECOND = timedelta(microseconds=1)
_UP, _UNKNOWN, _EXCLUDED = range(3)
_WHOLE = 100
"""The weight of what is down altogether; a rank past `_EXCLUDED` is a weight."""

WEIGHTS: Mapping[Level, int] = MappingProxyType({Level.MAJOR: _WHOLE, Level.PARTIAL: 30, Level.DEGRADED: 0})


@dataclass(frozen=True, slots=True)
class Terms:
    """What counts, and how much: settings of the vendor."""

    target: Decimal = Decimal("99.99")
    weights: Mapping[Level, int] = field(default_factory=lambda: WEIGHTS)
    """In hundredths. Maintenance that is not excluded weighs whole."""
    any_down_is_down: bool = True
    """False: the time of all components is added up instead."""


@dataclass(frozen=True)
class Evidence:
    """All that is known; the intervals are those in force."""

    intervals: Collection[Interval] = ()
    uses: Collection[Use] = ()
    kept_notices: Collection[KeptNotice] = ()
    silences: Collection[Silence] = ()

    @cached_property
    def intervals_of(self) -> Mapping[int, list[Interval]]:
        """By component."""
        return _by((each.component, each) for each in self.intervals)

    @cached_property
    def silences_of(self) -> Mapping[int, list[Silence]]:
        """By component."""
        return _by((each.component, each) for each in self.silences)

    @cached_property
    def uses_of(self) -> Mapping[int, list[Use]]:
        """By component."""
        return _by((each.component, each) for each in self.uses)

    @cached_property
    def uses_by(self) -> Mapping[int, list[Use]]:
        """By client."""
        return _by((each.client, each) for each in self.uses)

    @cached_property
    def kept(self) -> Mapping[tuple[int, int], list[KeptNotice]]:
        """By maintenance and client."""
        return _by(((each.maintenance, each.client), each) for each in self.kept_notices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Uptime:
    """How a stretch of time went; unless any component counts for all, the time of all components together."""

    target: Decimal
    up_for: timedelta
    down_for: timedelta
    """Unweighted: whatever weighs anything counts whole."""
    weighted_hundredths: timedelta
    """Down time times weights in hundredths, so that nothing is rounded yet."""
    excluded_for: timedelta
    unknown_for: timedelta

    @property
    def measured_for(self) -> timedelta:
        """What the figures are of: excluded and unknown time has left both sides."""
        return self.up_for + self.down_for

    @property
    def weighted_for(self) -> timedelta:
        """Weighted down time; a part of a microsecond is one."""
        return -(-self.weighted_hundredths // _WHOLE)

    @property
    def availability(self) -> Decimal | None:
        """In per cent, weighted, floored to three decimals; None when nothing was measured."""
        return _floored(self.measured_for * _WHOLE, self.weighted_hundredths)

    @property
    def unweighted(self) -> Decimal | None:
        """The same with every outage counted whole."""
        return _floored(self.measured_for, self.down_for)

    @property
    def budget(self) -> timedelta:
        """How long it may be down and still meet the target."""
        return _of_budget(self, timedelta())

    @property
    def budget_left(self) -> timedelta:
        """Of that, what weighted down time has left; below zero when it is used up."""
        return _of_budget(self, self.weighted_hundredths)

    @property
    def is_met(self) -> bool:
        """Whether the target was met, exactly, whatever the floored figure shows."""
        return self.budget_left >= timedelta()


def uptime_of_client(
    client: int,
    evidence: Evidence,
    period: Span,
    *,
    terms: Terms | None = None,
    components: Collection[int] | None = None,
) -> Uptime:
    """Of what this client uses, while it uses it; `components` narrows it to a service, or to one component."""
    used: dict[int, list[Piece]] = defaultdict(list)
    for use in evidence.uses_by.get(client, ()):
        if components is None or use.component in components:
            used[use.component] += _felt(use, evidence, period, terms or Terms())
    return _reckoned(used.values(), terms or Terms())


class Weighed(NamedTuple):
    """A stretch of one interval as a client's figures take it, but for what else was at the same time."""

    start: datetime
    end: datetime
    weight: int | None
    """In hundredths; None of what leaves both sides."""


def weighed(
    client: int, interval: Interval, evidence: Evidence, period: Span, *, terms: Terms | None = None
) -> list[Weighed]:
    """What of an interval this client felt within the period, in order: the lines behind `uptime_of_client`."""
    found: list[Piece] = []
    whole = Span(period.start.astimezone(UTC), period.end.astimezone(UTC))
    for use in evidence.uses_by.get(client, ()):
        if use.component == interval.component and use.feels(interval):
            using = list(piece(use.start, use.end, _UP, within=[whole]))
            found += piece(interval.start, interval.end, _UP, within=using)
            found += _ranked(interval, {client}, evidence, using, terms or Terms())
    lines: list[Weighed] = []
    for start, end, rank in layered(found):
        weight = None if rank == _EXCLUDED else max(rank - _EXCLUDED, 0)
        goes_on = bool(lines) and (lines[-1].end, lines[-1].weight) == (start, weight)
        lines.append(Weighed(lines.pop().start if goes_on else start, end, weight))
    return lines


def uptime_of_components(
    components: Iterable[int], evidence: Evidence, period: Span, *, terms: Terms | None = None
) -> Uptime:
    """Of a service or a component for whoever uses it: maintenance is excluded where all of them knew in time."""
    terms = terms or Terms()
    whole = [Piece(period.start.astimezone(UTC), period.end.astimezone(UTC), _UP)]
    pieces = []
    for component in components:
        found = whole + _silent(component, evidence, whole)
        for interval in evidence.intervals_of.get(component, ()):
            reached = _reached(interval, evidence) if interval.level == Level.MAINTENANCE else ()
            found += _ranked(interval, reached, evidence, whole, terms)
        pieces.append(found)
    return _reckoned(pieces, terms)


def _reached(interval: Interval, evidence: Evidence) -> set[int]:
    """The clients who used the component while it lasted."""
    return {
        use.client
        for use in evidence.uses_of.get(interval.component, ())
        if use.feels(interval)
        and (interval.end is None or use.start < interval.end)
        and (use.end is None or use.end > interval.start)
    }


def _felt(use: Use, evidence: Evidence, period: Span, terms: Terms) -> list[Piece]:
    whole = Span(period.start.astimezone(UTC), period.end.astimezone(UTC))
    using = list(piece(use.start, use.end, _UP, within=[whole]))
    found = using + _silent(use.component, evidence, using)
    for interval in evidence.intervals_of.get(use.component, ()):
        if use.feels(interval):
            found += _ranked(interval, {use.client}, evidence, using, terms)
    return found


def _silent(component: int, evidence: Evidence, within: list[Piece]) -> list[Piece]:
    return [
        part
        for each in evidence.silences_of.get(component, ())
        for part in piece(each.start, each.end, _UNKNOWN, within=within)
    ]


def _ranked(
    interval: Interval, reached: Collection[int], evidence: Evidence, within: list[Piece], terms: Terms
) -> Iterable[Piece]:
    """An interval as pieces: what weighs nothing says nothing; of a maintenance what was announced is excluded."""
    if interval.excluded_because:
        yield from piece(interval.start, interval.end, _EXCLUDED, within=within)
    elif interval.level == Level.MAINTENANCE:
        lasted = list(piece(interval.start, interval.end, _EXCLUDED, within=within))
        announced = _announced(interval, reached, evidence, lasted)
        yield from announced
        yield from _less(lasted, announced, rank=_EXCLUDED + _WHOLE)
    elif weight := terms.weights.get(interval.level, 0):
        yield from piece(interval.start, interval.end, _EXCLUDED + weight, within=within)


def _announced(
    interval: Interval, reached: Collection[int], evidence: Evidence, within: list[Piece]
) -> list[Piece]:
    """What of it lies in windows that each of the clients whom it reached had been told of in time."""
    if interval.maintenance is None or not reached:
        return []
    for client in sorted(reached):
        kept = evidence.kept.get((interval.maintenance, client), ())
        told = [part for each in kept for part in piece(each.start, each.end, _EXCLUDED, within=within)]
        within = list(layered(told))  # or windows that overlap would multiply from client to client
    return within


def _less(pieces: list[Piece], others: list[Piece], *, rank: int) -> Iterable[Piece]:
    """The pieces without what the others cover."""
    marked = [each._replace(rank=0) for each in pieces] + [each._replace(rank=1) for each in others]
    return [each._replace(rank=rank) for each in layered(marked) if each.rank == 0]


def _reckoned(of_components: Iterable[list[Piece]], terms: Terms) -> Uptime:
    apart = list(of_components)
    if terms.any_down_is_down:
        apart = [[each for pieces in apart for each in pieces]]
    lasted: dict[int, timedelta] = defaultdict(timedelta)
    for pieces in apart:
        for start, end, rank in layered(pieces):
            lasted[rank] += end - start
    down = {rank - _EXCLUDED: length for rank, length in lasted.items() if rank > _EXCLUDED}
    return Uptime(
        target=terms.target,
        up_for=lasted[_UP],
        down_for=sum(down.values(), timedelta()),
        weighted_hundredths=sum((length * weight for weight, length in down.items()), timedelta()),
        excluded_for=lasted[_EXCLUDED],
        unknown_for=lasted[_UNKNOWN],
    )


def _floored(measured: timedelta, down: timedelta) -> Decimal | None:
    if not measured:
        return None
    return Decimal((measured - down) // _MICROSECOND * 100_000 // (measured // _MICROSECOND)).scaleb(-3)


def _of_budget(uptime: Uptime, used_hundredths: timedelta) -> timedelta:
    share = 1 - Fraction(uptime.target) / 100
    left = share * (uptime.measured_for // _MICROSECOND) - Fraction(used_hundredths // _MICROSECOND, _WHOLE)
    return timedelta(microseconds=left.numerator // left.denominator)


def _by(pairs: Iterable[tuple[_K, _V]]) -> dict[_K, list[_V]]:
    found: dict[_K, list[_V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
