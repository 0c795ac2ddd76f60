"""The queue (B5): a list in working order, what falls due next, and the other lists beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.people.door import STAFF, allow
from holdfast.people.models import Person
from holdfast.tickets.models import Channel
from holdfast.tickets.queries import NARROWED, View, counts
from holdfast.web.frame import part, person_of, show, zone_of
from holdfast.web.queue.choice import ORDERS, PROMISE, WORK, Choice, read_choice
from holdfast.web.queue.groups import list_page
from holdfast.web.queue.line import due_line
from holdfast.web.queue.places import LABELS, count_text, view_groups
from holdfast.web.queue.selection import bulk_acts


@allow(STAFF)
def queue(request: HttpRequest, view: str = View.OPEN) -> HttpResponse:
    """A list of tickets with the promises of the next eight hours."""
    choice, now = _choice(request, view), clock.now()
    context = {
        **_list(request, choice, now=now),
        **_over_it(request, choice, now=now),
        "title": LABELS[choice.view],
        "orders": [(name, label, choice.address(order=name)) for name, label in ORDERS.items()],
        "order_label": _order_label(choice),
        "filter_url": _address(choice, "filters"),
    }
    return show(request, "desk/queue/page.html", context, now=now)


@allow(STAFF)
def rows(request: HttpRequest, view: str) -> HttpResponse:
    """The list alone, for whoever fetches it again at a live hint."""
    choice, now = _choice(request, view), clock.now()
    return part(request, "desk/queue/_list.html", _list(request, choice, now=now), now=now)


@allow(STAFF)
def line(request: HttpRequest, view: str) -> HttpResponse:
    """What stands over and beside the list: the promises due next and, out of band, how much each list holds."""
    choice, now = _choice(request, view), clock.now()
    return part(request, "desk/queue/_line.html", _over_it(request, choice, now=now), now=now)


def _choice(request: HttpRequest, view: str) -> Choice:
    if view not in View.__members__.values():
        raise Http404("There is no such list.")
    return read_choice(View(view), request.GET.dict())


def _list(request: HttpRequest, choice: Choice, *, now: datetime) -> dict[str, Any]:
    return {
        "choice": choice,
        "page": list_page(choice, person=person_of(request).pk, now=now, zone=zone_of(request)),
        "badges": _badges(choice),
        "rows_url": request.get_full_path()
        if request.path.endswith("/rows/")
        else _rows_url(request, choice),
        "first_url": choice.address() if choice.after else "",
        "empty": _EMPTY.get(choice.view, ("inbox", "Nothing here", "No ticket stands in this list.")),
        "bulk": bulk_acts(person_of(request)),
    }


def _over_it(request: HttpRequest, choice: Choice, *, now: datetime) -> dict[str, Any]:
    person = person_of(request).pk
    counted = counts(person=person, at=now, narrowed=choice.narrowed, view=choice.view)
    mine = person if choice.view is View.MINE else None
    return {
        "views": view_groups(counted, current=choice.view),
        "count": count_text(counted.get(NARROWED if choice.is_narrowed else choice.view)),
        "due_line": due_line(now=now, zone=zone_of(request), person=mine),
        "line_url": _address(choice, "line"),
    }


def _address(choice: Choice, noun: str) -> str:
    """The address of something about this list."""
    return choice.address().replace(f"/{choice.view}/", f"/{choice.view}/{noun}/", 1)


def _rows_url(request: HttpRequest, choice: Choice) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"/desk/lists/{choice.view}/rows/" + (f"?{query}" if query else "")


def _order_label(choice: Choice) -> str:
    if choice.view is View.RESOLVED:
        return "The newest first"
    return {WORK: "Working order: priority, then the nearest promise", PROMISE: "By next promise due"}[
        choice.order
    ]


def _badges(choice: Choice) -> list[tuple[str, str]]:
    """What the list is narrowed to, in words, each with the address of the list without it."""
    narrowed = choice.narrowed
    found = []
    if narrowed.priority:
        found.append((f"Priority {narrowed.priority}", choice.address(priority="")))
    if narrowed.channel:
        found.append((Channel(narrowed.channel).label, choice.address(channel="")))
    if narrowed.client:
        name = Organisation.objects.filter(pk=narrowed.client).values_list("name", flat=True).first()
        found.append((name or "A client that is not there", choice.address(client="")))
    if narrowed.assignee:
        person = Person.objects.staff().filter(pk=narrowed.assignee).first()
        found.append((f"Held by {person or 'nobody here'}", choice.address(assignee="")))
    return found


_EMPTY = {
    View.OPEN: ("check", "Nothing is open", "New tickets appear here by themselves."),
    View.MINE: ("check", "Nothing is yours", "Take one from Open, the first in working order."),
    View.UNASSIGNED: (
        "check",
        "Every ticket is held by somebody",
        "A new one stands here until it is taken.",
    ),
    View.OVERDUE: ("check", "Nothing overdue", "What falls due next stands at the foot of the rail."),
    View.WAITING: (
        "check",
        "Nobody is waited for",
        "Tickets whose turnaround stands still for the client appear here.",
    ),
    View.ESCALATED: ("check", "Nothing escalated", "A ticket that climbs the ladder appears here."),
    View.RESOLVED: ("inbox", "Nothing resolved yet", "A ticket is resolved when its client approves."),
}
