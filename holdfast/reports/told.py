"""A statement in words, as `reports/_statement.html` shows it to the client and to us alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils.dates import MONTHS

from holdfast.clients.models import Organisation
from holdfast.incidents.bars import exact_in_words, percent_in_words
from holdfast.incidents.impact import Level
from holdfast.incidents.periods import month_named
from holdfast.incidents.terms_words import goal_in_words, terms_in_words
from holdfast.incidents.uptime import Uptime
from holdfast.kernel.refusal import Refused
from holdfast.promises.wording import title_of
from holdfast.reports.credits import decisions_of, in_words
from holdfast.reports.lines import Line, Unknown
from holdfast.reports.months import months_of
from holdfast.reports.statement import statement_of

_SECOND: Final = timedelta(seconds=1)
_LEVELS: Final[Mapping[Level, str]] = {
    Level.NONE: "Nothing was wrong",
    Level.MAINTENANCE: "Maintenance",
    Level.DEGRADED: "Slow",
    Level.PARTIAL: "Partly down",
    Level.MAJOR: "Down",
}


@dataclass(frozen=True)
class Figures:
    """One line of figures: of a service, or of all together."""

    name: str
    weighted: str
    unweighted: str
    down: str
    budget: str
    left: str
    over: str
    """How much more than the budget was used; empty while it holds."""


def statement_values(
    organisation: Organisation, month: date | None, *, now: datetime, url_of: Callable[[date], str]
) -> dict[str, Any]:
    """What the page needs; the present month where none is named, and 404 of one without a statement."""
    months = months_of(organisation, now=now)
    try:
        chosen = months.chosen(month)
    except Refused as refused:
        raise Http404(refused.message) from refused
    found = statement_of(organisation, chosen, now=now)
    decisions = decisions_of(organisation, chosen)
    zone = ZoneInfo(found.zone)
    return {
        "found": found,
        "decisions": decisions,
        "organisation": organisation,
        "month": month_named(chosen),
        "earlier": _link(months.before(chosen), url_of),
        "later": _link(months.after(chosen), url_of),
        "zone_name": found.zone.replace("_", " "),
        "until": "" if found.is_over else _at(found.period.end, zone),
        "target": goal_in_words(found.agreed),
        "terms": terms_in_words(found.agreed),
        "whole": _figures("All services together", found.whole),
        "services": [_figures(name, uptime) for name, uptime in found.services],
        "counted": [_line(each, zone) for each in found.counted],
        "left_out": [_line(each, zone) for each in found.left_out],
        "unknown": [_line(each, zone) for each in found.unknown],
        "given": in_words(decisions[0].percent, decisions[0]) if decisions and decisions[0].percent else "",
        "kept": [(title_of(clause), kept) for clause, kept in found.kept.items()],
    }


def _link(month: date | None, url_of: Callable[[date], str]) -> tuple[str, str] | None:
    return (month_named(month), url_of(month)) if month else None


def _figures(name: str, uptime: Uptime) -> Figures:
    left = uptime.budget_left
    return Figures(
        name=name,
        weighted=percent_in_words(uptime.availability),
        unweighted=percent_in_words(uptime.unweighted),
        down=_no_less(uptime.down_for),
        budget=exact_in_words(uptime.budget),
        left=exact_in_words(max(left, timedelta())),
        over=_no_less(-left) if left < timedelta() else "",
    )


def _line(line: Line | Unknown, zone: ZoneInfo) -> dict[str, Any]:
    said = {
        "component": line.component,
        "from": _at(line.start, zone),
        "to": _at(line.end, zone),
        "length": _no_less(line.length),
    }
    if isinstance(line, Unknown):
        return said
    weight = line.weight or 100
    return said | {
        "to": "now, and goes on" if line.lasts else said["to"],
        "level": _LEVELS[line.level] + (f", weighs {weight / 100:g}" if weight < 100 else ""),
        "title": line.title,
        "why": line.why,
        "interruption": line.interruption,
        "maintenance": line.maintenance,
    }


def _at(instant: datetime, zone: ZoneInfo) -> str:
    """`25 Oct 02:30 CEST`: with its zone, for a clock may show the same time twice."""
    there = instant.astimezone(zone)
    return f"{there.day} {str(MONTHS[there.month])[:3]} {there:%H:%M %Z}"


def _no_less(length: timedelta) -> str:
    """In words, a part of a second as one, so that no outage shows as none."""
    return exact_in_words(-(-length // _SECOND) * _SECOND)
