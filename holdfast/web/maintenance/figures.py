"""What the planner shows of a plan: hours by cost, the cheapest windows, conflicts, notice, local times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from holdfast.clients.models import Organisation, Wanted
from holdfast.incidents.conflicts import Against, Conflict, Taken, conflicts_of
from holdfast.incidents.impact import Span
from holdfast.incidents.notice_owed import notice_owed
from holdfast.incidents.plan_impact import impact_of, taken_times
from holdfast.incidents.scope import scope_among
from holdfast.incidents.windows import Affected, Costs, Window, by_hours
from holdfast.kernel.refusal import Refused
from holdfast.kernel.spans import span_text
from holdfast.look.clocks import Clock, running
from holdfast.web.frame import AMBER
from holdfast.web.maintenance.heat import HeatHour, HeatRow, busiest_hour, heat_rows, heat_total
from holdfast.web.maintenance.plan_form import PlanForm
from holdfast.web.maintenance.preview import preview_of

SHOWN: Final = 10
"""So many clients have a row of their own; those with the most traffic."""
LONGEST_RANGE: Final = timedelta(days=31)
_DAY: Final = timedelta(days=1)
_AGAINST: Final = {
    Against.MAINTENANCE: "Other maintenance",
    Against.FREEZE: "Freeze",
    Against.HOLIDAY: "Holiday",
}


@dataclass(frozen=True)
class Proposal:
    """One window: when, what an hour of it costs against the busiest one, and how much speaks against it."""

    words: str
    value: str
    percent: int
    against: Sequence[str]
    is_chosen: bool


@dataclass(frozen=True)
class NoticeCheck:
    """Whether a notice sent now is one of as many hours as is owed."""

    ahead: str
    owed: str
    clock: Clock | None
    share: float
    is_short: bool


@dataclass(frozen=True)
class Figures:
    """All of it; times are UTC."""

    day: str
    rows: Sequence[HeatRow]
    more: int
    total: Sequence[HeatHour]
    is_by_hours_alone: bool
    chosen: Proposal
    proposals: Sequence[Proposal]
    notice: NoticeCheck | None
    local: Sequence[tuple[str, str]]
    start_words: str
    scope: str
    preview: str
    preview_zone: str
    start_value: str


def figures_of(form: PlanForm, *, now: datetime) -> Figures | None:
    """None until it is said what is taken away, and whenever nobody uses that.

    Refused: `range_too_short`, `range_too_long`.
    """
    works = form.works()
    wanted: datetime | None = form.cleaned_data.get("start_at") if form.is_bound else None
    impact = impact_of(works, start_at=wanted or now, now=now) if works else None
    if impact is None or not impact.clients:
        return None
    owed = {} if form.is_emergency() else notice_owed(list(impact.clients.values()), at=now)
    length = form.lasts()
    start, end = _range(form, length, owed=max(owed.values(), default=timedelta()), now=now)
    open_hours = Costs(by_hours(impact.affected), start, end)
    taken = taken_times(since=now)
    cheapest = Costs(impact.affected, start, end).cheapest(length, alike=open_hours)
    cheapest.sort(key=lambda each: (each.cost, len(_against(each, impact.affected, taken))))
    window = _chosen(impact.affected, wanted, length) if wanted else cheapest[0]
    busiest = busiest_hour(impact.affected, start, end)
    proposals = [proposal_of(each, window, busiest, impact.affected, taken) for each in cheapest]
    day = window.start.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    shown = sorted(impact.affected, key=lambda each: (-sum(each.traffic) * each.weight, each.client))[:SHOWN]
    return Figures(
        day=f"{day:%A} {day.day} {day:%B}",
        rows=heat_rows(shown, impact.clients, day),
        more=len(impact.affected) - len(shown),
        total=heat_total(impact.affected, day, window),
        is_by_hours_alone=impact.is_by_hours_alone,
        chosen=proposal_of(window, window, busiest, impact.affected, taken),
        proposals=proposals,
        notice=_notice(window.start, owed, now=now),
        local=[local_time(impact.clients[each.client], window.start) for each in shown],
        start_words=f"{window.start.astimezone(UTC):%H:%M}",
        scope=str(scope_among(list(impact.clients), Wanted.MAINTENANCE)),
        preview=preview_of(form, works, window, impact.clients[shown[0].client], now=now),
        preview_zone=impact.clients[shown[0].client].name,
        start_value=_value(window.start),
    )


def _range(form: PlanForm, length: timedelta, *, owed: timedelta, now: datetime) -> tuple[datetime, datetime]:
    """Between which instants windows are looked for; an emergency is looked for from now on."""
    soonest = _next_hour(now + owed) if owed else now
    start = max(form.cleaned_data.get("earliest") or soonest, now)
    span = _DAY if form.is_emergency() else 7 * _DAY
    end = form.cleaned_data.get("latest") or start + max(span, length)
    if end < start + length:
        raise Refused(
            f"It has no room before that: it begins at {_short(start)} UTC at the earliest, and then lasts "
            f"{span_text(length.total_seconds())}.",
            code="range_too_short",
            field="latest",
        )
    if end > start + LONGEST_RANGE:
        raise Refused(
            f"At most {LONGEST_RANGE.days} days are looked through: from {_short(start)} UTC on until "
            f"{_short(start + LONGEST_RANGE)} UTC.",
            code="range_too_long",
            field="latest",
        )
    return start, end


def _short(at: datetime) -> str:
    at = at.astimezone(UTC)
    return f"{at.day} {at:%B %Y, %H:%M}"


def _next_hour(at: datetime) -> datetime:
    """A whole hour with time to write the notice before it: the next one but one."""
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)


def _chosen(affected: Sequence[Affected], start: datetime, length: timedelta) -> Window:
    return Costs(affected, start, start + length).of(start, start + length)


def proposal_of(
    window: Window, chosen: Window, busiest: int, affected: Sequence[Affected], taken: Sequence[Taken]
) -> Proposal:
    seconds = (window.end - window.start).total_seconds()
    hourly = window.cost * 3600 / seconds if seconds else 0
    against = _against(window, affected, taken)
    return Proposal(
        words=window_words(window.start, window.end),
        value=_value(window.start),
        percent=round(100 * hourly / busiest) if busiest else 0,
        against=[_conflict(each) for each in against],
        is_chosen=window.start == chosen.start,
    )


def _against(window: Window, affected: Sequence[Affected], taken: Sequence[Taken]) -> list[Conflict]:
    return conflicts_of(Span(window.start, window.end), affected, taken)


def _conflict(conflict: Conflict) -> str:
    number = len(conflict.clients)
    whom = "" if not number else ", 1 client" if number == 1 else f", {number} clients"
    return f"{_AGAINST[conflict.against]}: {conflict.what}{whom}"


def _notice(start: datetime, owed: Mapping[int, timedelta], *, now: datetime) -> NoticeCheck | None:
    if not owed:
        return None
    longest = max(owed.values())
    ahead, due = start - now, start - longest
    total = max(1, int(longest.total_seconds()))
    clock = running(due_at=due, now=now, total=total, soon=int(total * AMBER), label="Maintenance notice")
    return NoticeCheck(
        ahead=span_text(max(ahead, timedelta()).total_seconds()),
        owed=f"{int(longest.total_seconds() // 3600)} hours",
        clock=clock,
        share=min(1.0, max(0.0, ahead / longest)),
        is_short=due < now,
    )


def local_time(client: Organisation, start: datetime) -> tuple[str, str]:
    """`22:00, New York`, with the day where it is another one there."""
    there = start.astimezone(ZoneInfo(client.time_zone))
    place = client.time_zone.rpartition("/")[2].replace("_", " ")
    day = f"{there:%A} " if there.date() != start.astimezone(UTC).date() else ""
    return client.name, f"{day}{there:%H:%M}, {place}"


def window_words(start: datetime, end: datetime) -> str:
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%a} {end.day} {end:%B}, {end:%H:%M}"
    return f"{start:%a} {start.day} {start:%B}, {start:%H:%M} to {until} UTC"


def _value(start: datetime) -> str:
    return f"{start.astimezone(UTC):%Y-%m-%dT%H:%M}"
