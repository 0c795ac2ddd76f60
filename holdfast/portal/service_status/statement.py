"""The statement of a month, as the client reads its own."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.kernel import clock
from holdfast.look.replies import as_pdf
from holdfast.people.door import CLIENT, allow
from holdfast.portal.emergency_list.page import contact_of
from holdfast.portal.frame import show
from holdfast.reports.statement_file import name_of_file, pdf_of_statement
from holdfast.reports.told import statement_values


@allow(CLIENT)
def statement(request: HttpRequest, month: date | None = None) -> HttpResponse:
    """Of one month, the present one where none is named."""
    organisation, now = contact_of(request).organisation, clock.now()
    values = statement_values(organisation, month, now=now, url_of=_url_of)
    values["pdf_url"] = reverse("portal:statement_pdf", args=[values["found"].month])
    return show(request, "portal/service_status/statement.html", values, now=now, here="service_status")


@allow(CLIENT)
def pdf(request: HttpRequest, month: date) -> HttpResponse:
    """The same as a file."""
    made = pdf_of_statement(contact_of(request).organisation, month, now=clock.now())
    return as_pdf(made, name_of_file(month))


def _url_of(month: date) -> str:
    return reverse("portal:statement_month", args=[month])
