"""Shifts for calendar programs, under an address that only its reader knows."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from holdfast.duty.feeds import calendar_of, read_feed_token
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.look.replies import keep_out_of_caches
from holdfast.people.door import ANYONE, allow


@allow(ANYONE)
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """410 for an address that was revoked, so that a program stops asking."""
    try:
        found = read_feed_token(token)
    except Refused as refused:
        if refused.code == "link_ended":
            return keep_out_of_caches(HttpResponse(refused.message, status=410, content_type="text/plain"))
        raise Http404(refused.message) from None
    answer = HttpResponse(calendar_of(found, at=clock.now()), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="duty.ics"'
    return keep_out_of_caches(answer)
