"""What a door says beside its page: the server's time, a toast, that a draft arrived."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

DRAFT_TAG = "draft"


def stamp_time(response: HttpResponse, *, now: datetime) -> HttpResponse:
    """Send the database's time along, so that the browser's clocks are corrected by it."""
    response.headers["Server-Time"] = now.isoformat(timespec="milliseconds")
    return response


def as_file(content: str | bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep, under a name of ours."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def as_csv(content: str, name: str) -> HttpResponse:
    return as_file(content, name, "text/csv; charset=utf-8")


def as_pdf(content: bytes, name: str) -> HttpResponse:
    return as_file(content, name, "application/pdf")


def tell(request: HttpRequest, response: HttpResponse, text: str, *, undo_url: str = "") -> HttpResponse:
    """Show a toast: at once to htmx, on the next page to a plain form; `undo_url` takes a POST."""
    if getattr(request, "htmx", False):
        return trigger(response, {"toast": {"text": text, "undo": undo_url}})
    messages.success(request, text, extra_tags=undo_url)
    return response


def confirm_draft(request: HttpRequest, response: HttpResponse, name: str) -> HttpResponse:
    """Say that the form with this `data-draft` is stored, so that the browser forgets its copy."""
    if getattr(request, "htmx", False):
        return trigger(response, {"draft-stored": {"name": name}})
    messages.info(request, name, extra_tags=DRAFT_TAG)
    return response


def trigger(response: HttpResponse, events: Mapping[str, object]) -> HttpResponse:
    """Let these events happen in the browser once htmx has the answer, each with its detail."""
    told = json.loads(response.headers.get("HX-Trigger", "{}"))
    response.headers["HX-Trigger"] = json.dumps({**told, **events})
    return response


def keep_out_of_caches(answer: HttpResponse) -> HttpResponse:
    """What stands behind a secret address is kept by nobody and found by no search engine.

    The address itself is told to no other site by the installation's referrer policy, `same-origin`; `no-referrer`
    would take the Origin from the page's own forms too, and Django would refuse them.
    """
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
