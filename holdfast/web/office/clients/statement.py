"""The statement of a client's month at the desk."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.kernel import clock
from holdfast.people.door import STAFF, allow
from holdfast.reports.told import statement_values
from holdfast.web.frame import show, zone_of
from holdfast.web.office.clients.credits import credit_values
from holdfast.web.office.clients.found import found_client
from holdfast.web.office.places import client_places


@allow(STAFF)
def statement(request: HttpRequest, key: int, month: date | None = None) -> HttpResponse:
    """Of one month, the present one where none is named; as the client reads it."""
    organisation, now = found_client(key), clock.now()

    def url_of(other: date) -> str:
        return reverse("desk:client-statement-month", args=[key, other])

    values = statement_values(organisation, month, now=now, url_of=url_of)
    found = values["found"]
    values |= {
        "views": client_places(request, "clients"),
        "zone": zone_of(request),
        "credit": credit_values(found, values["decisions"], request),
        "decide_url": reverse("desk:credit", args=[key, found.month]),
    }
    return show(request, "office/clients/statement.html", values, place="clients", now=now)
