"""The status page: how things are, what is going on, and what was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from holdfast.kernel import clock
from holdfast.look.frames import Place, SiteFrame
from holdfast.look.pieces import when
from holdfast.look.replies import stamp_time
from holdfast.people.door import ANYONE, allow
from holdfast.statuspage.documents import FRESH
from holdfast.statuspage.overall import overall_of
from holdfast.statuspage.reading import shown_now
from holdfast.statuspage.shown import (
    ACTIVE,
    UNRESOLVED,
    UPCOMING,
    Component,
    ComponentStatus,
    Incident,
    Shown,
)
from holdfast.vendor.models import the_vendor

_WORDS: Final = {
    ComponentStatus.OPERATIONAL: ("Working", "kept"),
    ComponentStatus.MAINTENANCE: ("In maintenance", "paused"),
    ComponentStatus.DEGRADED: ("Slow", "soon"),
    ComponentStatus.PARTIAL: ("Partly down", "late"),
    ComponentStatus.MAJOR: ("Down", "late"),
}
_STAGES: Final = {
    "investigating": ("We are looking into it", "late"),
    "identified": ("Cause identified", "soon"),
    "monitoring": ("We watch whether it holds", "soon"),
    "resolved": ("Restored", "kept"),
    "postmortem": ("Cause published", "kept"),
    "scheduled": ("Planned", "paused"),
    "in_progress": ("Going on", "soon"),
    "verifying": ("We watch whether it holds", "soon"),
    "completed": ("Completed", "kept"),
}


@dataclass(frozen=True)
class ServiceLine:
    name: str
    words: str
    tone: str
    parts: Sequence[tuple[str, str, str]]
    """(name, words, tone) of each component."""


@dataclass(frozen=True)
class Story:
    """One interruption or maintenance as the page tells it."""

    name: str
    url: str
    stage: str
    tone: str
    began: SafeString
    until: SafeString | None
    """Of a maintenance: when it is to end; then it begins at `began`."""
    updates: Sequence[tuple[str, SafeString, str]]
    """(stage, when, words), newest first."""
    is_over: bool


@allow(ANYONE)
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """How all of it is now, and what was."""
    now = clock.now()
    shown = shown_now(now=now)
    stories = [_story(each, shown, now=now) for each in shown.incidents]
    planned = [
        _story(each, shown, now=now)
        for each in sorted(shown.maintenances, key=lambda each: each.scheduled_for or each.started_at)
    ]
    context = {
        "overall": overall_of(shown.components).description,
        "tone": _WORDS[_worst(shown)][1],
        "services": _services(shown),
        "current": [each for each in stories if not each.is_over],
        "planned": [each for each in planned if not each.is_over],
        "past": [each for each in stories if each.is_over],
    }
    return _show(request, "statuspage/page.html", context, shown, now=now)


@allow(ANYONE)
@require_safe
def incident(request: HttpRequest, code: str) -> HttpResponse:
    """One interruption or maintenance, with all that was said of it."""
    now = clock.now()
    shown = shown_now(now=now)
    both = (*shown.incidents, *shown.maintenances)
    found = next((each for each in both if each.id == code), None)
    if found is None:
        raise Http404("There is no such interruption or maintenance.")
    context = {"story": _story(found, shown, now=now)}
    return _show(request, "statuspage/incident.html", context, shown, now=now)


def _show(
    request: HttpRequest, template: str, context: Mapping[str, object], shown: Shown, *, now: datetime
) -> HttpResponse:
    around = {"frame": _frame(request), "now": now, "zone": ZoneInfo(shown.page.time_zone)}
    answer = stamp_time(render(request, template, {**around, **context}), now=now)
    answer.headers["Cache-Control"] = FRESH
    return answer


def _frame(request: HttpRequest) -> SiteFrame:
    """The site's frame as a stranger sees it, for everybody gets the same page."""
    vendor = the_vendor()
    name = f"{vendor.name} Support" if vendor.name else "Support"
    return SiteFrame(
        name=name,
        home_url=reverse("portal:home"),
        places=(
            Place("Help", reverse("portal:home")),
            Place("Service status", reverse("statuspage:status"), current=True),
            Place("How to reach us", reverse("portal:reach")),
        ),
        escalate_url=reverse("portal:escalate"),
        person="",
        note="",
        account=(),
        sign_in_url=reverse("account_login"),
        sign_out_url="",
        foot="Support day and night, every day of the year" + (f": {vendor.phone}" if vendor.phone else ""),
        foot_places=(Place("Service status", reverse("statuspage:status")),),
        events_url="",
    )


def _services(shown: Shown) -> list[ServiceLine]:
    by_id = {each.id: each for each in shown.components}
    return [
        ServiceLine(group.name, *_WORDS[group.status], [_part(by_id[member]) for member in group.members])
        for group in shown.components
        if group.members is not None
    ]


def _part(component: Component) -> tuple[str, str, str]:
    return (component.name, *_WORDS[component.status])


def _worst(shown: Shown) -> ComponentStatus:
    order = list(ComponentStatus)
    return max((each.status for each in shown.components), key=order.index, default=order[0])


def _story(found: Incident, shown: Shown, *, now: datetime) -> Story:
    zone = ZoneInfo(shown.page.time_zone)
    stage, tone = _STAGES[found.status]
    return Story(
        name=found.name,
        url=reverse("statuspage:incident", args=[found.id]),
        stage=stage,
        tone=tone,
        began=when(found.scheduled_for or found.started_at, now=now, zone=zone),
        until=when(found.scheduled_until, now=now, zone=zone) if found.scheduled_until else None,
        updates=[
            (_STAGES[each.status][0], when(each.display_at, now=now, zone=zone), each.body)
            for each in found.updates
        ],
        is_over=found.status not in (*UNRESOLVED, *UPCOMING, *ACTIVE),
    )
