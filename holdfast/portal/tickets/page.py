"""The page of one ticket, and the parts of it that are fetched again when something changes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from holdfast.kernel import clock
from holdfast.people.door import CLIENT, SIGNED_IN, allow
from holdfast.portal.frame import part, show
from holdfast.portal.tickets.sight import Sight
from holdfast.tickets.access import ticket_for
from holdfast.tickets.models import Ticket

PARTS = ("stages", "answer", "conversation", "promises", "ladder")


@allow(SIGNED_IN)
def ticket(request: HttpRequest, number: int) -> HttpResponse:
    """The ticket as its client sees it; people of the vendor are led to the desk."""
    if request.person.is_vendor:  # type: ignore[attr-defined]
        return HttpResponseRedirect(f"/desk/tickets/{number}/")
    return ticket_page(request, ticket_for(request.person, number))  # type: ignore[attr-defined]


@allow(CLIENT)
def ticket_part(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """One part of the page alone."""
    if name not in PARTS:
        raise Http404("There is no such part.")
    now = clock.now()
    person = request.person  # type: ignore[attr-defined]
    sight = Sight(ticket_for(person, number), person, now=now, whole="all" in request.GET)
    return part(request, f"portal/tickets/_{name}.html", {"sight": sight, "ticket": sight.ticket}, now=now)


def ticket_page(
    request: HttpRequest,
    ticket: Ticket,
    *,
    status: int = 200,
    reply: forms.Form | None = None,
    answering: forms.Form | None = None,
) -> HttpResponse:
    """The whole page; a form that was refused is shown again with what was typed."""
    now = clock.now()
    sight = Sight(ticket, request.person, now=now, whole="all" in request.GET)  # type: ignore[attr-defined]
    values: dict[str, Any] = {
        "sight": sight,
        "ticket": ticket,
        "answering": answering,
        "typed": reply.data.get("text", "") if reply else "",
        "refusal": " ".join(str(error) for errors in reply.errors.values() for error in errors)
        if reply
        else "",
    }
    escalate = reverse("portal:ticket_escalation", args=[ticket.pk]) if ticket.is_open else ""
    return show(
        request,
        "portal/tickets/ticket.html",
        values,
        now=now,
        here="tickets",
        escalate=escalate,
        status=status,
        vendor=sight.vendor,
    )
