"""The list of a client's tickets: open, waiting for them, resolved, and what a search finds among them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.kernel import clock
from holdfast.look.frames import Place
from holdfast.people.door import CLIENT, allow
from holdfast.people.models import Person
from holdfast.portal.frame import part, show, zone_for
from holdfast.portal.tickets import turns
from holdfast.portal.tickets.lines import lines_for, open_tickets
from holdfast.tickets.access import visible_condition, visible_tickets
from holdfast.tickets.models import Ticket
from holdfast.tickets.queries import PAGE, TooBroad, search

VIEWS = {"open": "Open", "waiting": "Waiting for you", "mine": "Opened by you", "resolved": "Resolved"}


@allow(CLIENT)
def listing(request: HttpRequest) -> HttpResponse:
    """The person's tickets in one of the views, or those that their words find."""
    now = clock.now()
    person: Person = request.person  # type: ignore[attr-defined]
    words = request.GET.get("q", "").strip()
    view = request.GET.get("view", "open") if request.GET.get("view") in VIEWS else "open"
    tickets, told = (
        _found(person, words) if words else _listed(person, view, before=_number(request, "before"))
    )
    shown = lines_for(person, tickets[:PAGE], now=now, zone=zone_for(person))
    values = {
        "lines": shown.lines,
        "topics": shown.topics,
        "src": request.get_full_path(),
        "words": words,
        "told": told,
        "view": VIEWS[view],
        "tabs": [] if words else _tabs(view),
        "older_url": _older(view, tickets) if not words and len(tickets) > PAGE else "",
    }
    if request.headers.get("HX-Target") == "lines" or request.headers.get("HX-Target") == "found":
        return part(request, "portal/tickets/_lines.html", values, now=now)
    return show(request, "portal/tickets/list.html", values, now=now, here="tickets")


def _listed(person: Person, view: str, *, before: int) -> tuple[list[Ticket], str]:
    if view == "resolved":
        rows = visible_tickets(person).filter(is_open=False).select_related("requester").order_by("-pk")
        return list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1]), ""
    rows = open_tickets(person)
    if view == "mine":
        rows = rows.filter(requester=person)
    if view == "waiting":
        asked = list(rows.exclude(waiting=""))
        theirs = turns.waiting_for(person, asked)
        return [ticket for ticket in asked if ticket.pk in theirs][:PAGE], ""
    return list(rows[:PAGE]), ""


def _found(person: Person, words: str) -> tuple[list[Ticket], str]:
    condition, values = visible_condition(person)
    try:
        numbers = search(words, visible=condition, values=values, only_public=True)
    except TooBroad:
        return [], "That finds too much. Add a word."
    rows = visible_tickets(person).filter(pk__in=numbers).select_related("requester")
    by_number = {ticket.pk: ticket for ticket in rows}
    return [by_number[number] for number in numbers if number in by_number], ""


def _tabs(view: str) -> list[Place]:
    here = reverse("portal:tickets")
    return [Place(label, f"{here}?view={key}", current=key == view) for key, label in VIEWS.items()]


def _older(view: str, tickets: list[Ticket]) -> str:
    return f"{reverse('portal:tickets')}?view={view}&before={tickets[PAGE - 1].pk}"


def _number(request: HttpRequest, name: str) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 18 else 0
