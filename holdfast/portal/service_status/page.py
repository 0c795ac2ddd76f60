"""The page 'Service status' of a client: the answer, what it uses, what it was told, and where others of it read."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from holdfast.clients.models import Organisation
from holdfast.incidents.models import LinkedTicket
from holdfast.kernel import clock
from holdfast.people.door import CLIENT, allow
from holdfast.people.models import Person
from holdfast.portal.frame import part, show, zone_for
from holdfast.portal.service_status.addresses import addresses_for
from holdfast.portal.service_status.answer import answer_values
from holdfast.portal.tickets.opening import organisation_of
from holdfast.tickets.access import visible_tickets


@allow(CLIENT)
def service_status(request: HttpRequest) -> HttpResponse:
    """Are we affected? The page fetches the answer anew each minute: of what reaches others no hint may tell (T46)."""
    now = clock.now()
    person: Person = request.person  # type: ignore[attr-defined]
    organisation = organisation_of(person)
    values = _values(person, organisation, now=now) if organisation else {}
    if organisation and getattr(request, "htmx", False):
        return part(request, "portal/service_status/_answer.html", {**values, "is_own": True}, now=now)
    values |= {"organisation": organisation, "addresses": addresses_for(person)}
    return show(request, "portal/service_status/page.html", values, now=now, here="service_status")


def _values(person: Person, organisation: Organisation, *, now: datetime) -> dict[str, Any]:
    values = answer_values(organisation, now=now, zone=zone_for(person))
    told = [*values["current"], *values["past"]]
    tickets = dict(
        LinkedTicket.objects.filter(
            interruption__in=[each.key for each in told],
            ticket__in=visible_tickets(person).filter(is_open=True),
        )
        .order_by("-ticket_id")
        .values_list("interruption_id", "ticket_id")
    )
    values["current"] = [replace(each, ticket=tickets.get(each.key)) for each in values["current"]]
    return values
