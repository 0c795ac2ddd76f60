"""What every page of the desk fetches again at a live hint."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from holdfast.kernel import clock
from holdfast.people.door import STAFF, allow
from holdfast.tickets.queries import next_due
from holdfast.web.frame import next_promise, part, person_of, rail_alerts


@allow(STAFF)
def next_promise_part(request: HttpRequest) -> HttpResponse:
    """The rail's clock and, out of band, the dot at its places."""
    person, now = person_of(request), clock.now()
    due = next_due(person=person.pk, at=now)
    context = {
        "next_promise": next_promise(due, now=now),
        "src": request.path,
        "topics": "queue",
        "alerts": rail_alerts(person, due),
    }
    return part(request, "parts/_rail_live.html", context, now=now)
