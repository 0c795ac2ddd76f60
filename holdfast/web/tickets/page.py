"""The ticket's page: the conversation, and beside it what is promised and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

from holdfast.kernel import clock
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.people.models import ZONE_NOT_SAID
from holdfast.promises.queries import promises_of
from holdfast.tickets.models import Stage, Ticket
from holdfast.web.frame import part, person_of, show, ticket_url, url_of, zone_of
from holdfast.web.tickets.find import found_ticket
from holdfast.web.tickets.list_request import asked_on
from holdfast.web.tickets.messages import messages_of
from holdfast.web.tickets.preferred import answered_by, asked_to_reply
from holdfast.web.tickets.promises import promise_list, what_a_reply_keeps
from holdfast.web.tickets.stage import course, deeds, steps
from holdfast.web.tickets.suspicion import parts_on
from holdfast.web.tickets.timeline import Cursor, came_back, message_shown, timeline, trail_of

MOVES = [("ask", "Send and wait for the answer")]

_IN_THE_MENU: Final = {
    "prioritise": Act.CONFIRM_PRIORITY,
    "suspect": Act.TELL_OF_INTERRUPTION,
    "climb": Act.CLIMB_LADDER,
    "waive": Act.WAIVE_PROMISE,
    "write_articles": Act.WRITE_ARTICLES,
}
"""What the menu of a ticket offers only to whom its form is open."""


@dataclass(frozen=True, kw_only=True)
class Writing:
    """What stands in the composer: typed text that was refused, and why."""

    text: str = ""
    mode: str = "reply"
    refusal: str = ""


@allow(STAFF)
def ticket(request: HttpRequest, number: int) -> HttpResponse:
    """One ticket; with `?whole` its conversation from the beginning."""
    return ticket_page(request, found_ticket(request, number), Writing())


def ticket_page(request: HttpRequest, found: Ticket, writing: Writing) -> HttpResponse:
    """The page, also with what was typed when it was refused (422)."""
    now, zone = clock.now(), zone_of(request)
    trail = trail_of(found)
    told = timeline(found, trail, now=now, zone=zone, whole="whole" in request.GET)
    state = _state(request, found, trail, now=now)
    context = {
        **state,
        "timeline": told,
        "cursor_url": f"{ticket_url(found.pk)}live/conversation/?after={told.cursor}",
        "writing": writing,
        "to": answered_by(found),
        "moves": MOVES if not found.waiting else [],
        "placeholder": asked_to_reply(found),
        "about_url": f"{ticket_url(found.pk)}live/about/",
        "asked": asked_on(found, trail, person_of(request)),
        "interruptions": parts_on(found, trail, now=now, zone=zone),
    }
    status = 422 if writing.refusal else 200
    return show(request, "desk/tickets/page.html", context, now=now, status=status)


@allow(STAFF)
def conversation_part(request: HttpRequest, number: int) -> HttpResponse:
    """What is newer than the cursor, with the mark that fetches what follows."""
    found, now = found_ticket(request, number), clock.now()
    trail, cursor, zone = trail_of(found), _cursor(request), zone_of(request)
    told = timeline(found, trail, now=now, zone=zone, after=cursor)
    context = {
        "ticket": found,
        "came_back": came_back(found, trail, now=now, zone=zone, after=cursor),
        "timeline": told,
        "cursor_url": f"{ticket_url(found.pk)}live/conversation/?after={told.cursor}",
    }
    return part(request, "desk/tickets/_newer.html", context, now=now)


@allow(STAFF)
def delivery_part(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """What became of a message that was still on its way when the page was made; nothing once it is taken."""
    found, now = found_ticket(request, number), clock.now()
    row = next((each for each in messages_of(found, after=message - 1) if each.pk == message), None)
    if row is None:
        raise Http404("There is no such message.")
    shown = message_shown(row, now=now, zone=zone_of(request))
    return part(request, "parts/_delivery.html", {"message": shown}, now=now)


@allow(STAFF)
def state_part(request: HttpRequest, number: int) -> HttpResponse:
    """The promises and the stage, and out of band what turns with them: the head, the banners, what a reply keeps."""
    found, now = found_ticket(request, number), clock.now()
    return part(request, "desk/tickets/_live.html", _state(request, found, trail_of(found), now=now), now=now)


def _state(request: HttpRequest, found: Ticket, trail: Any, *, now: datetime) -> dict[str, Any]:
    person, zone = person_of(request), zone_of(request)
    so_far = course(found, trail)
    todo = deeds(found, so_far, person)
    promises = promise_list(found, promises_of(found.pk), now=now, zone=zone)
    return {
        "ticket": found,
        "stage_label": Stage(found.stage).label,
        "stage_step": found.stage - 1,
        "promises": promises,
        "keeps": what_a_reply_keeps(found, promises.owed, now=now, zone=zone),
        "draft": f"ticket-{found.pk}",
        "went_to": ticket_url(found.merged_into_id) if found.merged_into_id else "",
        "steps": steps(found, trail, now=now, zone=zone),
        "deeds": [(deed, f"{ticket_url(found.pk)}{deed.noun}/") for deed in todo],
        "reasons": list(dict.fromkeys(deed.why_not for deed in todo if deed.why_not)),
        "course": so_far,
        "client": found.organisation or found.requester,
        "client_url": url_of("client", found.organisation_id) if found.organisation_id else "",
        "policy_url": url_of("policy") if may(person, Act.READ_POLICY) else "",
        "may": {name: may(person, act) for name, act in _IN_THE_MENU.items()},
        "is_mine": found.assignee_id == person.pk,
        "base": ticket_url(found.pk),
        "local_time": local_time(found, now=now),
    }


@dataclass(frozen=True)
class LocalTime:
    """What the clock shows where the customer is: `08:35` in New York, and there `America/New_York` holds."""

    clock: str
    place: str
    zone: str


def local_time(found: Ticket, *, now: datetime) -> LocalTime | None:
    """The customer's clock; nothing while nobody has said where that is."""
    if found.requester.time_zone == ZONE_NOT_SAID:
        return None
    try:
        zone = ZoneInfo(found.requester.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None
    place = zone.key.rpartition("/")[2].replace("_", " ")
    return LocalTime(f"{now.astimezone(zone):%H:%M}", place, zone.key)


def _cursor(request: HttpRequest) -> Cursor:
    told = request.GET.get("after", "")
    message, _, entry = told.partition(".")
    if not (
        message.isascii() and message.isdigit() and entry.isascii() and entry.isdigit() and len(told) < 40
    ):
        raise BadRequest("This is no place in a conversation.")
    return replace(Cursor(), message=min(int(message), 2**63 - 1), entry=min(int(entry), 2**63 - 1))
