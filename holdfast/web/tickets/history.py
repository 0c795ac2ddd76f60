"""The whole history of a ticket on paper: every message, every fact, every promise."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from holdfast.kernel import clock
from holdfast.people.door import STAFF, allow
from holdfast.promises.queries import promises_of
from holdfast.tickets.models import Stage
from holdfast.web.frame import show, ticket_url, zone_of
from holdfast.web.tickets.find import found_ticket
from holdfast.web.tickets.promises import promise_list
from holdfast.web.tickets.stage import steps
from holdfast.web.tickets.timeline import timeline, trail_of


@allow(STAFF)
def history(request: HttpRequest, number: int) -> HttpResponse:
    """Everything, from the beginning, as one column."""
    ticket, now, zone = found_ticket(request, number), clock.now(), zone_of(request)
    trail = trail_of(ticket)
    context = {
        "ticket": ticket,
        "stage_label": Stage(ticket.stage).label,
        "timeline": timeline(ticket, trail, now=now, zone=zone, whole=True),
        "promises": promise_list(ticket, promises_of(ticket.pk), now=now, zone=zone),
        "steps": steps(ticket, trail, now=now, zone=zone),
        "base": ticket_url(number),
        "zone": zone.key,
    }
    return show(request, "desk/tickets/history.html", context, now=now)
