"""The status page: how things are, what is going on, and what was."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

from holdfast.incidents.agreed_uptime import agreed_with_all
from holdfast.incidents.terms_words import goal_in_words
from holdfast.kernel import clock
from holdfast.look.pieces import when
from holdfast.people.door import ANYONE, allow
from holdfast.statuspage.frame import show
from holdfast.statuspage.overall import overall_of, worst_of
from holdfast.statuspage.past import tracks
from holdfast.statuspage.reading import shown_now, shown_one
from holdfast.statuspage.services import WORDS, service_lines, working
from holdfast.statuspage.shown import ACTIVE
from holdfast.statuspage.stories import newest_first, plans_of, story_of

PAST: Final = 10
"""How many that are over stand on the page; the rest stand under their months."""


@allow(ANYONE)
@require_safe
@conditional_page
def status(request: HttpRequest) -> HttpResponse:
    """How all of it is now, and what was."""
    now = clock.now()
    shown = shown_now(now=now)
    zone = shown.page.time_zone
    down = [each for each in shown.incidents if each.is_open]
    at_work = [each for each in shown.maintenances if each.status in ACTIVE]
    current = [story_of(each, shown, now=now) for each in (*down, *at_work)]
    over = [each for each in newest_first(shown) if not each.is_open][:PAST]
    words, tone = WORDS[worst_of(each.status for each in shown.components)]
    agreed = agreed_with_all(zone=zone, now=now)
    values = {
        "headline": down[0].name if len(down) == 1 else overall_of(shown.components).description.capitalize(),
        "words": words,
        "tone": tone,
        "working": working(shown),
        "as_of": when(now, now=now, zone=ZoneInfo(zone), inside=True),
        "zone_name": now.astimezone(ZoneInfo(zone)).tzname(),
        "services": service_lines(shown, tracks(zone=zone, now=now, terms=agreed.terms)),
        "goal": goal_in_words(agreed),
        "current": current,
        "plans": plans_of(shown, now=now),
        "past": [story_of(each, shown, now=now) for each in over],
    }
    return show(request, "statuspage/page.html", values, shown)


@allow(ANYONE)
@require_safe
@conditional_page
def incident(request: HttpRequest, code: str) -> HttpResponse:
    """One interruption or maintenance, with all that was said of it."""
    now = clock.now()
    shown = shown_one(code, now=now)
    found = next(iter((*shown.incidents, *shown.maintenances)), None)
    if found is None:
        raise Http404("There is no such interruption or maintenance.")
    values = {"story": story_of(found, shown, now=now)}
    return show(request, "statuspage/incident.html", values, shown)
