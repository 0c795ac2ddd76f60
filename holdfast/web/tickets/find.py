"""The ticket that an address of the desk names, with those it belongs to."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from holdfast.tickets.access import ticket_with_its_people
from holdfast.tickets.models import Ticket
from holdfast.web.frame import person_of

_LARGEST = 2**63


def found_ticket(request: HttpRequest, number: int) -> Ticket:
    """The ticket with whom it concerns, in one query; hidden and missing are the same 404 (T42)."""
    found = ticket_with_its_people(person_of(request), number) if number < _LARGEST else None
    if found is None:
        raise Http404("There is no such ticket.")
    return found
