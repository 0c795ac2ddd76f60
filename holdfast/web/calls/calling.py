"""Who calls now: a card on every page of the desk, before anybody has answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from holdfast.channels.voice.answering import answer_call
from holdfast.channels.voice.callers import people_with
from holdfast.channels.voice.models import Call, CallState, Direction
from holdfast.channels.voice.queries import live_calls
from holdfast.channels.voice.wording import is_check_failed, number_check_in_words
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.look.clocks import Clock
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.people.numbers import readable
from holdfast.tickets.access import visible_tickets
from holdfast.tickets.models import Ticket
from holdfast.tickets.queries import Row, rows_of
from holdfast.web.frame import part, person_of, ticket_url
from holdfast.web.queue.rows import clock_of

_TICKETS = 4
_CARDS = 5


@dataclass(frozen=True)
class Known:
    """Somebody who has this number."""

    name: str
    client: str
    client_url: str


@dataclass(frozen=True)
class OpenTicket:
    row: Row
    url: str
    clock: Clock | None


@dataclass(frozen=True)
class Card:
    """One call that nobody has answered: who it may be, what of theirs is open, what is promised next."""

    key: int
    number: str
    known: Sequence[Known]
    tickets: Sequence[OpenTicket]
    state: str
    since: datetime
    is_urgent: bool
    rings_for: str
    about: str
    """The team or product that was chosen."""
    check: str
    """What the networks say of the number, in words."""
    check_failed: bool


@allow(Act.WORK_TICKETS)
@require_GET
def calling(request: HttpRequest) -> HttpResponse:
    """The cards, for every page of the desk."""
    now = clock.now()
    return part(request, "calls/_calling.html", {"cards": cards(now=now), "calls_url": request.path}, now=now)


@allow(Act.WORK_TICKETS)
@require_POST
def answer(request: HttpRequest, key: int) -> HttpResponse:
    """Take the call, on the ticket that was chosen or on none yet; one's own telephone rings."""
    by = person_of(request)
    call = get_object_or_404(Call, pk=key)
    chosen = request.POST.get("ticket", "")
    ticket = visible_tickets(by).filter(pk=chosen).first() if chosen.isascii() and chosen.isdigit() else None
    try:
        call = answer_call(call, ticket=ticket, by=by)
    except Refused as refused:
        messages.error(request, refused.message)
        return HttpResponseRedirect(reverse("desk:calls"))
    messages.success(request, "Your telephone rings. Press any key on it to take the call.")
    return HttpResponseRedirect(ticket_url(call.ticket_id) if call.ticket_id else reverse("desk:calls"))


def cards(*, now: datetime) -> list[Card]:
    """Of every call that comes in and is not answered, the oldest first."""
    waiting = live_calls().filter(direction=Direction.IN, state__lt=CallState.TALKING)[:_CARDS]
    return [_card(each, now=now) for each in waiting]


def _card(call: Call, *, now: datetime) -> Card:
    people = [call.person] if call.person else people_with(call.caller)
    chosen = [str(each) for each in (call.product, call.team) if each]
    return Card(
        key=call.pk,
        number=readable(call.caller),
        known=[_known(each) for each in people],
        tickets=_open_tickets(call, people, now=now),
        state="in the queue" if call.state == CallState.WAITING else "in the menu",
        since=call.queued_at or call.began_at,
        is_urgent=call.is_urgent,
        rings_for=str(call.rung) if call.rung and (call.rung_at or call.is_urgent) else "",
        about=", ".join(chosen),
        check=number_check_in_words(call),
        check_failed=is_check_failed(call),
    )


def _known(person: Person) -> Known:
    contact = getattr(person, "contact", None)
    if contact is None:
        return Known(str(person), "", "")
    return Known(
        str(person), str(contact.organisation), reverse("desk:client", args=[contact.organisation_id])
    )


def _open_tickets(call: Call, people: Iterable[Person], *, now: datetime) -> list[OpenTicket]:
    """That of the call itself, those of whoever may be calling, then those of their clients, as they are worked."""
    found = list(people)
    clients = [each.contact.organisation_id for each in found if hasattr(each, "contact")]
    theirs = Q(pk=call.ticket_id) | Q(requester__in=found) | Q(organisation__in=clients)
    if call.caller:
        theirs |= Q(requester__number=call.caller)
    order = ("priority", "next_due_at", "pk")
    numbers = Ticket.objects.open().filter(theirs).order_by(*order).values_list("pk", flat=True)[:_TICKETS]
    return [OpenTicket(row, ticket_url(row.number), clock_of(row, now=now)) for row in rows_of(list(numbers))]
