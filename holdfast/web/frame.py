"""What stands around every page of the desk: the places, the account menu, the next promise at the rail's foot."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from holdfast.kernel import clock
from holdfast.look.clocks import running
from holdfast.look.frames import DeskFrame, NextPromise, Place
from holdfast.look.replies import stamp_time
from holdfast.people.acts import Act, may
from holdfast.people.models import Person, Role
from holdfast.promises.wording import title_of
from holdfast.tickets.queries import NextDue, next_due

EVENTS_URL: Final = "/events"
AMBER: Final = 0.25
"""The last share of a promise's time, in which lists show it as due soon."""


class _Room(NamedTuple):
    key: str
    url: str
    label: str
    icon: str
    act: Act


_IN_HAND: Final = ("tickets", "interruptions", "duty")
"""What one comes for with a phone in the hand; the other places stand under 'More' there."""
_ROOMS: Final = (
    _Room("tickets", "queue", "Tickets", "inbox", Act.WORK_TICKETS),
    _Room("chats", "chats", "Chats", "messages-square", Act.WORK_TICKETS),
    _Room("interruptions", "interruptions", "Interruptions", "siren", Act.WORK_TICKETS),
    _Room("maintenance", "maintenances", "Maintenance", "calendar-clock", Act.WORK_TICKETS),
    _Room("calls", "calls", "Calls", "phone", Act.WORK_TICKETS),
    _Room("duty", "duty", "On duty", "headset", Act.BE_ON_DUTY),
    _Room("clients", "clients", "Clients", "building-2", Act.WORK_TICKETS),
    _Room("articles", "articles", "Articles", "book-open", Act.WORK_TICKETS),
    _Room("policy", "policy", "Policy", "scroll-text", Act.READ_POLICY),
    _Room("mail", "mail", "Held mail", "mail-question-mark", Act.JUDGE_MAIL),
    _Room("outbox", "outbox", "Outbox", "send", Act.READ_OUTBOX),
    _Room("people", "people", "People", "users", Act.CHANGE_PEOPLE),
    _Room("trail", "trail", "Trail", "history", Act.READ_TRAIL),
)


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    place: str = "tickets",
    status: int = 200,
    now: datetime | None = None,
) -> HttpResponse:
    """A page of the desk with its frame; `now` is the database's time when the caller has read it already."""
    now = now or clock.now()
    around = {"frame": desk_frame(request, place=place, now=now), "now": now}
    return stamp_time(render(request, template, {**around, **(context or {})}, status=status), now=now)


def part(
    request: HttpRequest, template: str, context: dict[str, Any], *, now: datetime, status: int = 200
) -> HttpResponse:
    """A part of a page, for whoever fetches it again."""
    return stamp_time(render(request, template, {"now": now, **context}, status=status), now=now)


def desk_frame(request: HttpRequest, *, place: str, now: datetime) -> DeskFrame:
    """The frame for whoever is signed in; one query."""
    person = person_of(request)
    due = next_due(person=person.pk, at=now)
    return DeskFrame(
        person=str(person),
        note=", ".join(Role(role).label for role in person.roles),
        rail=tuple(_rail(person, place, overdue=due.overdue if due else 0)),
        account=tuple(_account()),
        sign_out_url=reverse("account_logout"),
        home_url=reverse("desk:queue"),
        next_promise=next_promise(due, now=now),
        next_promise_url=reverse("desk:next-promise"),
        topics="queue",
        single_keys=person.single_keys,
        events_url=EVENTS_URL,
        calls_url=url_of("calling") if settings.ENV.twilio_token else "",
    )


def person_of(request: HttpRequest) -> Person:
    """Whoever is signed in; the door has let them pass."""
    person: Person = request.person  # type: ignore[attr-defined]
    return person


def zone_of(request: HttpRequest) -> ZoneInfo:
    """The reader's time zone."""
    return ZoneInfo(person_of(request).time_zone)


def next_promise(due: NextDue | None, *, now: datetime) -> NextPromise | None:
    """The rail's clock: what falls due next of one's own tickets, else of anybody's."""
    if due is None:
        return None
    total = int((due.due_at - (due.start_at or due.due_at)).total_seconds())
    told = f"{title_of(due.clause)} of #{due.number}, {due.subject}"
    shown = running(
        due_at=due.due_at,
        now=now,
        total=total,
        soon=int(total * AMBER),
        label=f"{title_of(due.clause)} of #{due.number}",
    )
    return NextPromise(shown, told if due.is_own else f"{told} (not yours)", ticket_url(due.number))


def ticket_url(number: int) -> str:
    """The desk's page of a ticket; made by hand, for lists have fifty of them."""
    return f"/desk/tickets/{number}/"


def rail_alerts(person: Person, due: NextDue | None) -> list[Place]:
    """The places of the rail whose alert may turn."""
    return [place for place in _rail(person, "", overdue=due.overdue if due else 0) if place.key]


def _rail(person: Person, place: str, *, overdue: int) -> list[Place]:
    return [
        Place(
            room.label,
            url,
            room.icon,
            current=room.key == place,
            tone="late" if room.key == "tickets" and overdue else "",
            alert=_alert(overdue) if room.key == "tickets" else "",
            is_minor=room.key not in _IN_HAND,
            key=room.key if room.key == "tickets" else "",
        )
        for room in _ROOMS
        if may(person, room.act) and (url := url_of(room.url))
    ]


def _alert(overdue: int) -> str:
    return "" if not overdue else "1 ticket overdue" if overdue == 1 else f"{overdue} tickets overdue"


def _account() -> list[Place]:
    places = (
        ("search", "Search tickets", "search", "/"),
        ("new-ticket", "New ticket", "square-pen", "c"),
        ("watchings", "What you watch", "eye", ""),
        ("account", "Profile", "circle-user", ""),
    )
    return [
        Place(label, url, icon, single_key=key) for name, label, icon, key in places if (url := url_of(name))
    ]


@lru_cache(maxsize=1024)
def url_of(name: str, *args: object) -> str:
    """The address of a page of the desk, or nothing while there is no such page."""
    try:
        return reverse(f"desk:{name}", args=args)
    except NoReverseMatch:
        return ""
