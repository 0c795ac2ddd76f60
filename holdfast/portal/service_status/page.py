"""The page 'Service status' of a client: the answer, its components, what was told, and what was before."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from holdfast.catalogue.queries import components_of
from holdfast.incidents.models import LinkedTicket
from holdfast.kernel import clock
from holdfast.people.door import CLIENT, allow
from holdfast.people.models import Person
from holdfast.portal.frame import part, show, zone_for
from holdfast.portal.service_status.standing import all_for, lines_for
from holdfast.portal.tickets.opening import organisation_of
from holdfast.tickets.access import visible_tickets


@allow(CLIENT)
def service_status(request: HttpRequest) -> HttpResponse:
    """Are we affected? The page fetches the answer anew each minute: of what reaches others no hint may tell (T46)."""
    now = clock.now()
    person: Person = request.person  # type: ignore[attr-defined]
    values = _values(person, now=now)
    if getattr(request, "htmx", False):
        return part(request, "portal/service_status/_answer.html", values, now=now)
    return show(request, "portal/service_status/page.html", values, now=now, here="service_status")


def _values(person: Person, *, now: Any) -> dict[str, Any]:
    organisation, zone = organisation_of(person), zone_for(person)
    if organisation is None:
        return {"organisation": None, "lines": [], "current": [], "past": []}
    used = components_of(organisation, at=now)
    found = all_for(organisation, used, now=now, zone=zone)
    tickets = dict(
        LinkedTicket.objects.filter(
            interruption__in=[each.key for each in found],
            ticket__in=visible_tickets(person).filter(is_open=True),
        )
        .order_by("-ticket_id")
        .values_list("interruption_id", "ticket_id")
    )
    with_tickets = [(each, tickets.get(each.key)) for each in found]
    return {
        "organisation": organisation,
        "lines": lines_for(used, organisation, now=now, zone=zone),
        "current": [pair for pair in with_tickets if pair[0].is_current],
        "past": [pair for pair in with_tickets if not pair[0].is_current],
    }
