"""Interruptions and maintenance as the pages tell them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.audience.wording import CANCELLED, RETRACTED, STAGES, Words
from holdfast.incidents.bars import length_in_words
from holdfast.look.clocks import Clock, running
from holdfast.look.pieces import when
from holdfast.look.times import window_in_words
from holdfast.statuspage.shown import UPCOMING, Incident, Shown, Update

_HOUR: Final = 3600
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Story:
    """One interruption or maintenance, with all that was said of it."""

    name: str
    url: str
    stage: str
    tone: str
    began: SafeString
    since: SafeString
    """The same inside a sentence."""
    window: str
    """Of a maintenance: when it was announced for."""
    calendar_url: str
    """Of one that is to come or lasts."""
    lasted: str
    """`21 min`; empty while it lasts."""
    clock: Clock | None
    """Until the next word."""
    components: Sequence[str]
    updates: Sequence[tuple[str, SafeString, str]]
    """(stage, when, words), newest first."""
    is_over: bool


@dataclass(frozen=True)
class Plan:
    """One maintenance to come."""

    name: str
    url: str
    calendar_url: str
    window: str
    words: str
    stage: str
    tone: str


def story_of(found: Incident, shown: Shown, *, now: datetime) -> Story:
    """As of now; what is over has no clock."""
    zone = ZoneInfo(shown.page.time_zone)
    never_was = _never_was(found)
    stage, tone = never_was or STAGES[found.status]
    is_over = not found.is_open
    has_been = is_over and never_was is None
    lasted = found.resolved_at - found.started_at if found.resolved_at and has_been else None
    return Story(
        name=found.name,
        url=reverse("statuspage:incident", args=[found.id]),
        stage=stage,
        tone=tone,
        began=when(found.started_at, now=now, zone=zone),
        since=when(found.started_at, now=now, zone=zone, inside=True),
        window=_window(found, now=now, zone=zone),
        calendar_url=reverse("statuspage:event", args=[found.id])
        if found.is_maintenance and not is_over
        else "",
        lasted=length_in_words(-(-lasted // _MINUTE)) if lasted is not None else "",
        clock=None if is_over else _clock(found.next_update_at, now=now),
        components=[each.name for each in found.components],
        updates=[
            (_said(each, found), when(each.display_at, now=now, zone=zone), each.body)
            for each in found.updates
        ],
        is_over=is_over,
    )


def newest_first(shown: Shown) -> list[Incident]:
    """Interruptions and maintenance in one list, by when they began."""
    both = (*shown.incidents, *shown.maintenances)
    return sorted(both, key=lambda each: (each.started_at, each.id), reverse=True)


def plans_of(shown: Shown, *, now: datetime) -> list[Plan]:
    """Maintenance to come, the soonest first."""
    zone = ZoneInfo(shown.page.time_zone)
    to_come = [each for each in shown.maintenances if each.status in UPCOMING]
    return [
        Plan(
            each.name,
            reverse("statuspage:incident", args=[each.id]),
            reverse("statuspage:event", args=[each.id]),
            _window(each, now=now, zone=zone),
            each.updates[0].body if each.updates else "",
            *STAGES[each.status],
        )
        for each in sorted(to_come, key=lambda each: (each.started_at, each.id))
    ]


def _never_was(found: Incident) -> Words | None:
    """What is said of that which did not take place, with its tone; None of what did, or may."""
    if found.is_cancelled:
        return CANCELLED
    return RETRACTED if found.is_retracted else None


def _said(update: Update, found: Incident) -> str:
    """The stage that a word says it came to; of what never was the last one says so."""
    never_was = _never_was(found)
    if never_was and update is found.updates[0]:
        return never_was[0]
    return STAGES[update.status][0]


def _window(found: Incident, *, now: datetime, zone: ZoneInfo) -> str:
    """Empty of an interruption."""
    if found.scheduled_for is None or found.scheduled_until is None:
        return ""
    return window_in_words(found.scheduled_for, found.scheduled_until, now=now, zone=zone)


def _clock(due_at: datetime | None, *, now: datetime) -> Clock | None:
    if due_at is None:
        return None
    return running(due_at=due_at, now=now, total=_HOUR, soon=_HOUR // 4, label="Next update")
