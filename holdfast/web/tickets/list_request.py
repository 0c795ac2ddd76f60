"""What the client asked of its emergency list, beside the ticket: shown as a difference, applied or declined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from holdfast.clients.emergency.contacts import Listed
from holdfast.clients.emergency.reading import list_of, listed
from holdfast.clients.list_rules import keeps_list
from holdfast.kernel import clock
from holdfast.kernel.models import TrailEntry
from holdfast.lists.actions.deciding import apply_request, decline_request
from holdfast.lists.difference import Line, difference
from holdfast.lists.facts import ListChangeAsked
from holdfast.lists.models import Answer, Change, ListRequest, as_contact
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person, Role
from holdfast.tickets.models import Ticket
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url
from holdfast.web.tickets.find import found_ticket


@dataclass(frozen=True)
class Asked:
    """One request as the page shows it."""

    title: str
    lines: list[Line]
    is_open: bool
    outcome: str
    answered_at: datetime | None
    may_answer: bool


class WordsForm(forms.Form):
    words = forms.CharField(label="What the client reads", widget=forms.Textarea(attrs={"rows": 4}))


def asked_on(ticket: Ticket, trail: Iterable[TrailEntry], person: Person) -> Asked | None:
    """What was asked on this ticket; the trail, which the page has read, says whether anything was."""
    if not any(entry.fact == ListChangeAsked.__name__ for entry in trail):
        return None
    request = ListRequest.objects.filter(ticket=ticket).first()
    return _asked(request, ticket, person) if request else None


@allow(Act.CHANGE_LISTS)
def applying(request: HttpRequest, number: int) -> HttpResponse:
    """Change the list as the client asked."""
    ticket, asked = _found(request, number)
    sheet = Sheet(
        title=f"{asked.title}, as asked in #{number}",
        button="Apply it",
        back=ticket_url(number),
        lead="A new version with this ticket as its reason. Old and new addresses, and whoever asked, are told by mail.",
        template="desk/tickets/_difference.html",
        more={"lines": asked.lines},
    )

    def apply(said: dict[str, Any]) -> str:
        the_list = apply_request(ticket, by=person_of(request))
        return f"The emergency list of {ticket.organisation} is version {the_list.number} now."

    return ask(request, forms.Form(request.POST if request.method == "POST" else None), sheet, apply)


@allow(Act.CHANGE_LISTS)
def declining(request: HttpRequest, number: int) -> HttpResponse:
    """Leave the list as it is, with words to the client."""
    ticket, asked = _found(request, number)
    sheet = Sheet(
        title=f"{asked.title}: decline",
        button="Decline and tell the client",
        back=ticket_url(number),
        lead="Your words go to the client on this ticket. The list stays as it is.",
    )

    def decline(said: dict[str, Any]) -> str:
        decline_request(ticket, **said, by=person_of(request))
        return "Declined. The client reads why."

    return ask(request, WordsForm(request.POST if request.method == "POST" else None), sheet, decline)


def _found(request: HttpRequest, number: int) -> tuple[Ticket, Asked]:
    ticket, person = found_ticket(request, number), person_of(request)
    kept = ListRequest.objects.filter(ticket=ticket).first()
    if kept is None:
        raise Http404("No change of an emergency list was asked for here.")
    if not _may_answer(ticket, person):
        raise PermissionDenied("What a client asks for is applied by support, or by its account manager.")
    return ticket, _asked(kept, ticket, person)


def _asked(request: ListRequest, ticket: Ticket, person: Person) -> Asked:
    is_open = request.answer == Answer.OPEN
    before = _present(request, ticket) if is_open else as_contact(request.before)
    return Asked(
        title=f"{Change(request.change).label}: {request.address or request.wanted['email']}",
        lines=difference(before, as_contact(request.wanted)),
        is_open=is_open,
        outcome=f"{Answer(request.answer).label} by {request.by_label}",
        answered_at=request.answered_at,
        may_answer=is_open and _may_answer(ticket, person),
    )


def _present(request: ListRequest, ticket: Ticket) -> Listed | None:
    """The contact as they stand on the list now."""
    for entry in list_of(ticket.organisation_id or 0).entries:
        if entry.person.email == request.address:
            return listed(entry)
    return None


def _may_answer(ticket: Ticket, person: Person) -> bool:
    if person.has_role(Role.AGENT, Role.LEAD):
        return True
    return ticket.organisation is not None and keeps_list(person, ticket.organisation, at=clock.now())
