"""All calls: what goes on, what is to be returned, what was."""

from __future__ import annotations

import re

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from holdfast.channels.voice.queries import live_calls, past_calls
from holdfast.channels.voice.returning import calls_to_return
from holdfast.kernel import clock
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.calls.lines import line_of
from holdfast.web.frame import part, show, zone_of

SHOWN = 50


@allow(Act.WORK_TICKETS)
def calls(request: HttpRequest) -> HttpResponse:
    """The page; its lists are one part, which is fetched again whenever a call moves."""
    before = request.GET.get("before", "")
    if before and not re.fullmatch(r"[0-9]{1,18}", before):
        raise BadRequest("There is no such list of calls.")
    now, zone = clock.now(), zone_of(request)
    rows = list(past_calls(before=int(before) if before else None)[: SHOWN + 1])
    context = {
        "live": [] if before else [line_of(each, now=now, zone=zone) for each in live_calls()],
        "to_return": [] if before else [line_of(each, now=now, zone=zone) for each in calls_to_return()],
        "past": [line_of(each, now=now, zone=zone) for each in rows[:SHOWN]],
        "older_url": f"?before={rows[SHOWN - 1].pk}" if len(rows) > SHOWN else "",
        "newer_url": "?" if before else "",
        "listing_url": request.get_full_path(),
    }
    if getattr(request, "htmx", False):
        return part(request, "calls/_lists.html", context, now=now)
    return show(request, "calls/page.html", context, place="calls", now=now)
