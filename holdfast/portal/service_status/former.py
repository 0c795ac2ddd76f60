"""The addresses that these pages had before they were one: whoever kept one is led on."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from holdfast.people.door import ANYONE, allow


@allow(ANYONE)
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect(reverse("portal:service_status"))


@allow(ANYONE)
@require_safe
def statement(request: HttpRequest, month: date | None = None) -> HttpResponse:
    """The same month."""
    led = reverse("portal:statement_month", args=[month]) if month else reverse("portal:statement")
    return HttpResponsePermanentRedirect(led)
