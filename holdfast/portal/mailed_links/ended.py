"""A link that opens nothing: foreign, used, run out, or overtaken; each said in clear words."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse

from holdfast.kernel.refusal import Refused
from holdfast.look.replies import keep_out_of_caches
from holdfast.portal.frame import show

_GONE: Final = frozenset(
    {
        "link_ended",
        "used",
        "expired",
        "answered",
        "past_cycle",
        "resolved",
        "merged",
        "not_an_approver",
        "forbidden",
    }
)


def link_ended(request: HttpRequest, refused: Refused, *, now: datetime) -> HttpResponse:
    """410 for what was ours and has ended, 404 for what never was."""
    is_gone = refused.code in _GONE
    values = {
        "title": "This link has ended" if is_gone else "There is nothing here",
        "words": refused.message,
    }
    answer = show(request, "portal/links/ended.html", values, now=now, status=410 if is_gone else 404)
    return keep_out_of_caches(answer)
