"""How the reader is paged, a test of it, and the address of their shifts for a calendar program."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.clients.emergency.channels import Channel
from holdfast.duty.actions.opening import page_oneself
from holdfast.duty.feeds import feed_link, feed_of, make_feed, revoke_feed
from holdfast.duty.models import Cause, Page
from holdfast.duty.ways import set_ways, ways_of
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.lists.channel_fields import ChannelsForm
from holdfast.notices.channels import MAIL
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.web.acting import put_refusal
from holdfast.web.duty.rotas import found_rota
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.office.fields import said_by


@allow(Act.BE_ON_DUTY)
def mine(request: HttpRequest) -> HttpResponse:
    """The page; POST keeps the channels."""
    me = person_of(request)
    form = ChannelsForm(said_by(request), initial=_initial(me))
    if request.method == "POST" and form.is_valid():
        try:
            set_ways(me, [Channel(*each) for each in form.typed], by=me)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, "Saved. Send yourself a test page to see that it reaches you.")
            return HttpResponseRedirect(reverse("desk:duty-mine"))
    feed = feed_of(person=me)
    context = {
        "form": form,
        "email": me.email,
        "feed_url": feed_link(feed) if feed else "",
        "tests": list(Page.objects.filter(only_person=me, cause=Cause.TEST).order_by("-pk")[:3]),
        "zone": zone_of(request),
    }
    status = 422 if form.errors else 200
    return show(request, "duty/mine.html", context, place="duty", status=status, now=clock.now())


@allow(Act.BE_ON_DUTY)
@require_POST
def testing(request: HttpRequest) -> HttpResponse:
    """Page oneself."""
    page = page_oneself(person_of(request))
    return HttpResponseRedirect(reverse("desk:duty-page", args=[page.pk]))


@allow(Act.BE_ON_DUTY)
@require_POST
def own_feed(request: HttpRequest) -> HttpResponse:
    """Make a new address of one's own shifts, or end the one there is."""
    me = person_of(request)
    if request.POST.get("act") == "revoke":
        revoke_feed(person=me, by=me)
        messages.success(request, "The address has ended. Calendar programs are told so.")
    else:
        make_feed(person=me, by=me)
        messages.success(request, "A new address is made. The one before it has ended.")
    return HttpResponseRedirect(reverse("desk:duty-mine"))


@allow(Act.CHANGE_ROTAS)
@require_POST
def rota_feed(request: HttpRequest, key: int) -> HttpResponse:
    """The same for a whole rota."""
    rota, me = found_rota(key), person_of(request)
    if request.POST.get("act") == "revoke":
        revoke_feed(rota=rota, by=me)
        messages.success(request, "The address has ended. Calendar programs are told so.")
    else:
        make_feed(rota=rota, by=me)
        messages.success(request, "A new address is made. The one before it has ended.")
    return HttpResponseRedirect(reverse("desk:duty-rota", args=[key]))


def _initial(person: Person) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, (kind, address) in enumerate(ways_of([person])[person.pk], start=1):
        found[f"kind_{place}"] = kind
        found[f"address_{place}"] = "" if kind == MAIL else address
    return found
