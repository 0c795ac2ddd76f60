"""The statement of a client's month at the desk."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.kernel import clock
from holdfast.look.replies import as_pdf
from holdfast.people.door import STAFF, allow
from holdfast.reports.statement_file import name_of_file, pdf_of_statement
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
        "pdf_url": reverse("desk:client-statement-pdf", args=[key, found.month]),
        "decide_url": reverse("desk:credit", args=[key, found.month]),
    }
    return show(request, "office/clients/statement.html", values, place="clients", now=now)


@allow(STAFF)
def pdf(request: HttpRequest, key: int, month: date) -> HttpResponse:
    """As a file for the client, which holds nothing that is only ours."""
    return as_pdf(pdf_of_statement(found_client(key), month, now=clock.now()), name_of_file(month))
