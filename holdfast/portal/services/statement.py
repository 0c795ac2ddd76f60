"""The statement of a month, as the client reads its own."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.kernel import clock
from holdfast.people.door import CLIENT, allow
from holdfast.portal.emergency_list.page import contact_of
from holdfast.portal.frame import show
from holdfast.reports.told import statement_values


@allow(CLIENT)
def statement(request: HttpRequest, month: date | None = None) -> HttpResponse:
    """Of one month, the present one where none is named."""
    organisation, now = contact_of(request).organisation, clock.now()
    values = statement_values(organisation, month, now=now, url_of=_url_of)
    return show(request, "portal/services/statement.html", values, now=now, here="service_status")


def _url_of(month: date) -> str:
    return reverse("portal:statement_month", args=[month])
