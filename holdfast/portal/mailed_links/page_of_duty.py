"""The page behind the link that a person on duty is sent: one press says that they have it in hand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from holdfast.duty.actions.acknowledging import acknowledge_page
from holdfast.duty.links import read_page_token
from holdfast.duty.models import Via
from holdfast.kernel import clock
from holdfast.look.replies import keep_out_of_caches
from holdfast.look.times import due_in_words
from holdfast.people.door import ANYONE, allow
from holdfast.portal.frame import show, zone_for
from holdfast.portal.mailed_links.ended import behind_a_link


@allow(ANYONE)
@behind_a_link
def page_of_duty(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing, so a preview in a messenger acknowledges nothing; a POST does (T50)."""
    page, person = read_page_token(token)
    if request.method == "POST":
        acknowledge_page(page, via=Via.LINK, by=person)
        return keep_out_of_caches(HttpResponseRedirect(reverse("portal:duty_page", args=[token])))
    now, zone = clock.now(), zone_for(person)
    values = {
        "paged": page,
        "on_duty": person,
        "since": due_in_words(page.opened_at, now=now, zone=zone),
        "taken_at": due_in_words(page.acknowledged_at, now=now, zone=zone) if page.acknowledged_at else "",
        "desk_url": page.url or reverse("desk:duty-page", args=[page.pk]),
    }
    return keep_out_of_caches(show(request, "portal/links/duty_page.html", values, now=now))
