"""Beside the conversation: the customer's figures, the ladder, who takes part, what is linked and similar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from holdfast.channels.console.opening import origin_of
from holdfast.escalation.queries import LadderState, Step, ladder_state
from holdfast.kernel import clock
from holdfast.knowledge.models import Article, ReadBefore
from holdfast.look.shapes import Level
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.promises.figures import kept_of
from holdfast.promises.models import Promise, State
from holdfast.tickets.models import Channel, Link, LinkKind, Ticket
from holdfast.tickets.queries import Row, rows_of, similar
from holdfast.web.frame import part, person_of, show, ticket_url, zone_of
from holdfast.web.queue.places import MOST, count_text
from holdfast.web.tickets.find import found_ticket
from holdfast.web.tickets.promises import clock_of
from holdfast.web.tickets.suspicion import candidates_for

_KEPT_FOR: Final = timedelta(days=90)
_BACK: Final = {
    LinkKind.DUPLICATE: "Duplicate of this",
    LinkKind.CAUSED_BY: "Caused by this",
    LinkKind.FOLLOW_UP: "Follows this up",
}


@dataclass(frozen=True)
class Linked:
    """Another ticket and how it hangs together with this one."""

    row: Row
    words: str
    url: str


@allow(STAFF)
def about(request: HttpRequest, number: int) -> HttpResponse:
    """The lower half of the context; a page of its own for whoever comes without script."""
    ticket, now = found_ticket(request, number), clock.now()
    context = {**_about(request, ticket, now=now), "ticket": ticket, "base": ticket_url(ticket.pk)}
    if getattr(request, "htmx", False):
        return part(request, "desk/tickets/_about.html", context, now=now)
    return show(request, "desk/tickets/about.html", context, now=now)


def _about(request: HttpRequest, ticket: Ticket, *, now: datetime) -> dict[str, Any]:
    state = ladder_state(ticket, at=now)
    client = ticket.organisation_id
    share = kept_of(client, since=now - _KEPT_FOR).share if client else None
    return {
        "levels": levels(state, _answers(state), now=now, zone=zone_of(request)),
        "may_climb": ticket.is_open and may(person_of(request), Act.CLIMB_LADDER),
        "collaborators": list(ticket.collaborators.select_related("person").order_by("pk")),
        "linked": _linked(ticket),
        "console_origin": origin_of(ticket) if ticket.channel == Channel.CONSOLE else None,
        "read_before": _read_before(ticket),
        "candidates": candidates_for(ticket, person_of(request)),
        "open_tickets": count_text(Ticket.objects.open().filter(_same_client(ticket))[: MOST + 1].count()),
        "kept": "no promise fell due yet" if share is None else f"{share:.1%}".replace("%", " %"),
        "about_url": request.path,
    }


def levels(state: LadderState, answers: dict[int, Promise], *, now: datetime, zone: ZoneInfo) -> list[Level]:
    """The ladder as it is shown: who holds each level, which was told, and its answer promise."""
    return [_level(step, answers, now=now, zone=zone) for step in state.steps]


def _level(step: Step, answers: dict[int, Promise], *, now: datetime, zone: ZoneInfo) -> Level:
    climb, level = step.climb, step.level
    person = str(level.person) if level.person else "Nobody holds it" if level.number > 1 else ""
    note = ""
    if climb and climb.answered_at:
        note = "answered"
    elif climb and climb.acknowledged_at:
        note = "has it in hand"
    promise = answers.get(climb.pk) if climb else None
    owed = clock_of(promise, now=now, zone=zone) if promise and promise.is_owed else None
    state = "now" if step.is_current else "past" if step.is_reached else ""
    return Level(level.title, person, state, note, owed, is_held=level.number == 1 or bool(level.person))


def _answers(state: LadderState) -> dict[int, Promise]:
    keys = [step.climb.pk for step in state.steps if step.climb]
    if not keys:
        return {}
    rows = Promise.objects.filter(climb__in=keys).exclude(state=State.WAIVED)
    return {
        row.climb_id or 0: row
        for row in rows.select_related("calendar_version__calendar").prefetch_related("pauses")
    }


def _linked(ticket: Ticket) -> list[Linked]:
    """What is tied to it, in both directions, then what is merely similar."""
    told: dict[int, str] = {}
    for link in Link.objects.filter(Q(ticket=ticket) | Q(other=ticket)).order_by("pk"):
        is_ours = link.ticket_id == ticket.pk
        kind = LinkKind(link.kind)
        told.setdefault(
            link.other_id if is_ours else link.ticket_id,
            kind.label if is_ours else _BACK.get(kind, kind.label),
        )
    near = similar(
        number=ticket.pk, subject=ticket.subject, client=ticket.organisation_id, product=ticket.product_id
    )
    for number in near:
        told.setdefault(number, "similar")
    return [Linked(row, told[row.number], ticket_url(row.number)) for row in rows_of(list(told))]


def _read_before(ticket: Ticket) -> Article | None:
    """The article from which whoever wrote came, or at which they had looked."""
    if ticket.channel not in (Channel.FORM, Channel.PORTAL, Channel.CHAT, Channel.CONSOLE):
        return None
    read = ReadBefore.objects.select_related("article").filter(ticket=ticket.pk).first()
    return read.article if read else None


def _same_client(ticket: Ticket) -> Q:
    return (
        Q(organisation=ticket.organisation_id) if ticket.organisation_id else Q(requester=ticket.requester_id)
    )
