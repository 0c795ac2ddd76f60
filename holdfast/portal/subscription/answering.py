"""The pages behind the mailed links: one begins a subscription, one ends it. Looking changes nothing (T50)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from holdfast.audience.actions.subscribing import begin_subscription, end_subscription, read_token
from holdfast.kernel import clock
from holdfast.look.replies import keep_out_of_caches
from holdfast.people.door import ANYONE, allow
from holdfast.portal.frame import show
from holdfast.portal.mailed_links.ended import behind_a_link


@allow(ANYONE)
@behind_a_link
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm that the address is read and the subscription wanted."""
    if request.method == "POST":
        begin_subscription(token)
        return _said(request, "You are subscribed", "We write when something of it changes.")
    found = read_token(token)
    values = {
        "address": found.person.email,
        "components": [str(each) for each in found.components.select_related("service")],
        "is_begun": found.confirmed_at is not None,
        "token": found.token,
    }
    answer = show(request, "portal/subscription/begin.html", values, now=clock.now(), here="status")
    return keep_out_of_caches(answer)


@csrf_exempt
@allow(ANYONE)
@behind_a_link
def end(request: HttpRequest, token: str) -> HttpResponse:
    """One click in the mail program posts here by itself (RFC 8058), without a cookie; the token is the proof."""
    if request.method == "POST":
        end_subscription(token)
        return _said(request, "Your subscription has ended", "You get no more of these mails.")
    values = {"address": read_token(token).person.email}
    answer = show(request, "portal/subscription/end.html", values, now=clock.now(), here="status")
    return keep_out_of_caches(answer)


def _said(request: HttpRequest, title: str, words: str) -> HttpResponse:
    values = {"title": title, "words": words, "is_approved": True}
    return keep_out_of_caches(show(request, "portal/links/answered.html", values, now=clock.now()))
