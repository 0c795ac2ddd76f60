"""The page behind the link in a mailing: its button, or one click in a mail program (RFC 8058), ends that kind of news."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from holdfast.kernel import clock
from holdfast.look.replies import keep_out_of_caches
from holdfast.news.actions.leaving import leave_news, read_leaving_token
from holdfast.people.door import ANYONE, allow
from holdfast.portal.frame import show
from holdfast.portal.mailed_links.ended import behind_a_link


@csrf_exempt  # a mail program has neither cookie nor form; the token is the proof
@allow(ANYONE)
@behind_a_link
def news(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing, for scanners look too; a POST does, from anywhere."""
    now = clock.now()
    if request.method == "POST":
        leaver = leave_news(token)
        values: dict[str, object] = {
            "title": "You get no more of it",
            "words": f"{leaver.address} gets no {leaver.kind.label.lower()} from us any more. "
            "What we write in an emergency still comes.",
            "is_approved": True,
        }
        return keep_out_of_caches(show(request, "portal/links/answered.html", values, now=now))
    leaver = read_leaving_token(token)
    values = {"address": leaver.address, "kind": leaver.kind.label.lower()}
    return keep_out_of_caches(show(request, "portal/links/news.html", values, now=now))
