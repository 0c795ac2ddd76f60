"""The page behind a mailed link to sign in: a button that works once (T50)."""

from __future__ import annotations

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.look.replies import keep_out_of_caches
from holdfast.people.actions.entering import confirm_address
from holdfast.people.actions.links import Purpose, look_at_link, use_link
from holdfast.people.door import ANYONE, allow
from holdfast.people.models import Person
from holdfast.people.own_paths import own_path
from holdfast.portal.frame import show
from holdfast.portal.mailed_links.ended import behind_a_link


@allow(ANYONE)
@behind_a_link
def enter_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A GET shows whom the link lets in and uses nothing up; the POST signs in, in a session of its own (T50)."""
    if request.method == "POST":
        return _let_in(request, token)
    link = look_at_link(token, Purpose.SIGN_IN)
    values = {"enters": link.person, "next_path": own_path(request.GET.get("next", ""))}
    return keep_out_of_caches(show(request, "portal/sign_in/enter.html", values, now=clock.now()))


def _let_in(request: HttpRequest, token: str) -> HttpResponse:
    with transaction.atomic():
        person = use_link(token, Purpose.SIGN_IN).person
        if person is None:
            raise Refused("This link is not one of ours. Ask for a new one.", code="no_such_link")
        confirm_address(person, how="a link to sign in", at=clock.now(), by=person.actor)
    if request.user.is_authenticated and request.user.pk != person.pk:
        request.session.flush()  # whoever was signed in here before leaves nothing behind
    login(request, person)
    return HttpResponseRedirect(own_path(request.POST.get("next", "")) or _first_page(person))


def _first_page(person: Person) -> str:
    return "/desk/" if person.is_vendor else "/"
