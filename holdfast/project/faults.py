"""The page for a fault of ours: it says nothing but the number under which the log knows it (T82)."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string


def show_fault(request: HttpRequest) -> HttpResponse:
    """Django calls it for every error that a view did not catch; the log line is written after it, with the number."""
    request.fault = fault = secrets.token_hex(4)  # type: ignore[attr-defined]
    return HttpResponseServerError(render_to_string("500.html", {"fault": fault}))
