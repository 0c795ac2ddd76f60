"""'Are we affected?' in words, for the page of a client."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from holdfast.audience.standing import Part, Standing, standing_of
from holdfast.clients.models import Organisation
from holdfast.incidents.bars import exact_in_words, percent_in_words
from holdfast.incidents.impact import Level
from holdfast.portal.maintenance import maintenances_of

_WORDS: Final[Mapping[Level, tuple[str, str]]] = {
    Level.NONE: ("Working", "kept"),
    Level.UNKNOWN: ("Not measured", ""),
    Level.MAINTENANCE: ("In maintenance", "paused"),
    Level.DEGRADED: ("Slow", "soon"),
    Level.PARTIAL: ("Partly down", "late"),
    Level.MAJOR: ("Down", "late"),
}
_STAGES: Final[Mapping[str, str]] = {
    "investigating": "We are looking into it",
    "identified": "Cause identified",
    "monitoring": "We watch whether it holds",
}


def standing_values(organisation: Organisation, *, now: datetime) -> dict[str, Any]:
    """What `portal/services/_standing.html` needs."""
    found = standing_of(organisation, now=now)
    return {
        "organisation": organisation,
        "is_affected": found.is_affected,
        "lines": [_line(each) for each in found.parts],
        "troubles": [(each.title, _STAGES[each.stage], each.since, each.next_at) for each in found.troubles],
        "figures": _figures(found),
        "kept": found.kept,
        "maintenances": maintenances_of(organisation, now=now, zone=ZoneInfo(organisation.time_zone)),
    }


def _line(part: Part) -> dict[str, str]:
    words, tone = _WORDS[part.level]
    name = f"{part.name}, {part.place}" if part.place else part.name
    return {"name": name, "words": words, "tone": tone, "uptime": percent_in_words(part.uptime)}


def _figures(found: Standing) -> dict[str, str]:
    uptime = found.uptime
    left = uptime.budget_left
    return {
        "uptime": percent_in_words(uptime.availability),
        "target": f"{uptime.target.normalize():f} %",
        "budget": exact_in_words(uptime.budget),
        "left": exact_in_words(max(left, timedelta())),
        "over": exact_in_words(-left) if left < timedelta() else "",
    }
