"""All monitors, trouble first, fifty a page."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse

from holdfast.kernel import clock
from holdfast.monitors.models import Monitor, State
from holdfast.monitors.queries import trouble_first
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.web.frame import part, person_of, show, zone_of
from holdfast.web.office.monitors.lines import line_of
from holdfast.web.office.places import client_places

PAGE = 50


@allow(STAFF)
def monitors(request: HttpRequest) -> HttpResponse:
    """The whole list, or to a live page the list alone."""
    said = request.GET.get("after", "")
    if said and not (said.isascii() and said.isdecimal() and len(said) < 9):
        raise BadRequest("There is no such page.")
    now, zone, after = clock.now(), zone_of(request), int(said or 0)
    rows = list(trouble_first(Monitor.objects.current())[after : after + PAGE + 1])
    counts = (
        Monitor.objects.current()
        .filter(paused_at=None)
        .aggregate(looked=Count("pk"), down=Count("pk", filter=Q(state=State.DOWN)))
    )
    context = {
        "monitors": [line_of(row, now=now, zone=zone) for row in rows[:PAGE]],
        "counts": counts,
        "here": request.get_full_path(),
        "first_url": "?" if after else "",
        "next_url": f"?after={after + PAGE}" if len(rows) > PAGE else "",
        "may_change": may(person_of(request), Act.CHANGE_MONITORS),
        "views": client_places(request, "monitors"),
    }
    if getattr(request, "htmx", False):
        return part(request, "office/monitors/_list.html", context, now=now)
    return show(request, "office/monitors/list.html", context, place="clients", now=now)
