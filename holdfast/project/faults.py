"""The pages for a fault of ours: they say nothing but the number under which the log knows it (T82)."""

from __future__ import annotations

import secrets
import sys
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

_AGAIN_IN: Final = 30  # seconds


def show_fault(request: HttpRequest) -> HttpResponse:
    """Django calls it for every error that a view did not catch; the log line is written after it, with the number.

    A database that can't be used for the moment (gone, starting, full, out of connections) is no fault of the page's:
    that is 503, and worth another try.
    """
    request.fault = fault = secrets.token_hex(4)  # type: ignore[attr-defined]
    status = 503 if isinstance(sys.exc_info()[1], OperationalError | InterfaceError) else 500
    answer = HttpResponse(render_to_string(f"{status}.html", {"fault": fault}), status=status)
    if status == 503:
        answer.headers["Retry-After"] = str(_AGAIN_IN)
    return answer
