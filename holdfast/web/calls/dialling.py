"""The button beside a number: one's own telephone rings, then theirs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.channels.voice.dialling import call_client
from holdfast.channels.voice.models import Call, Direction
from holdfast.clients.models import Contact
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.tickets.models import Ticket
from holdfast.web.frame import person_of, ticket_url
from holdfast.web.tickets.find import found_ticket


@allow(Act.WORK_TICKETS)
@require_POST
def dial(request: HttpRequest, number: int) -> HttpResponse:
    """Call the requester of a ticket."""
    ticket = found_ticket(request, number)
    _call(request, number_of(ticket), ticket.requester, ticket)
    return HttpResponseRedirect(ticket_url(ticket.pk))


@allow(Act.WORK_TICKETS)
@require_POST
def dial_contact(request: HttpRequest, key: int, contact: int) -> HttpResponse:
    """Call a contact about nothing in particular yet: once both have spoken it opens a ticket."""
    found = get_object_or_404(Contact.objects.select_related("person"), organisation=key, pk=contact)
    _call(request, found.person.number, found.person, None)
    return HttpResponseRedirect(reverse("desk:client", args=[key]))


def _call(request: HttpRequest, number: str, person: Person, ticket: Ticket | None) -> None:
    try:
        call_client(number, person=person, ticket=ticket, by=person_of(request))
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        told = f"Your telephone rings. Press any key on it, and that of {person} is rung."
        messages.success(request, told)


def number_of(ticket: Ticket) -> str:
    """From where they called last about it, else the number that they are known by."""
    called = Call.objects.filter(ticket=ticket, direction=Direction.IN, person=ticket.requester).exclude(
        caller=""
    )
    last = called.order_by("-pk").values_list("caller", flat=True).first()
    return last or ticket.requester.number
