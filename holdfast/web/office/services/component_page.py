"""One component, its monitors, and the clients that use it, fifty a page; narrowed to one of its places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from holdfast.catalogue.days import days_of
from holdfast.catalogue.models import Component, Use
from holdfast.catalogue.queries import clients_using, in_use_or_planned
from holdfast.kernel import clock
from holdfast.monitors.models import Monitor
from holdfast.monitors.queries import trouble_first
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.office.clients.page import client_url
from holdfast.web.office.fields import day_in_words
from holdfast.web.office.monitors.lines import line_of
from holdfast.web.office.places import client_places
from holdfast.web.office.services.component import found_component
from holdfast.web.office.services.listing import NO_PRODUCT

PAGE = 50


@dataclass(frozen=True)
class UserLine:
    """One client that uses the component, in one place or in all."""

    name: str
    url: str
    place: str
    days: str
    is_planned: bool


@allow(STAFF)
def component(request: HttpRequest, key: int) -> HttpResponse:
    """The page of one component."""
    present = found_component(key)
    place, after, now = request.GET.get("place", ""), request.GET.get("after", ""), clock.now()
    if (place and place not in present.places) or (after and not after.isdecimal()):
        raise BadRequest("There is no such page.")
    rows = list(_uses(present, place, int(after or 0), at=now)[: PAGE + 1])
    here = {"place": place} if place else {}
    context = {
        "component": present,
        "facts": list(_facts(present)),
        "place": place,
        "places": [(each, f"?{urlencode({'place': each})}") for each in present.places],
        "reached": clients_using([present.pk], {present.pk: [place]} if place else None, at=now).count(),
        "users": [_line(use, present, at=now) for use in rows[:PAGE]],
        "first_url": f"?{urlencode(here)}" if after else "",
        "next_url": f"?{urlencode({**here, 'after': int(after or 0) + PAGE})}" if len(rows) > PAGE else "",
        "monitors": [
            line_of(each, now=now, zone=zone_of(request))
            for each in trouble_first(Monitor.objects.current().filter(component=present))
        ],
        "may_change": may(person_of(request), Act.CHANGE_CLIENTS),
        "may_monitor": present.is_current and may(person_of(request), Act.CHANGE_MONITORS),
        "views": client_places(request, "services"),
    }
    return show(request, "office/services/component.html", context, place="clients", now=now)


def _uses(component: Component, place: str, after: int, *, at: datetime) -> QuerySet[Use]:
    found = in_use_or_planned(at=at).filter(component=component).select_related("organisation")
    if place:
        found = found.filter(Q(place=place) | Q(place=""))
    return found.order_by("organisation__name", "place", "pk")[min(after, 10_000_000) :]


def _line(use: Use, component: Component, *, at: datetime) -> UserLine:
    since, until = days_of(use)
    is_planned = use.since_at > at
    days = f"{'from' if is_planned else 'since'} {day_in_words(since)}"
    days += f" until {day_in_words(until)}" if until else ""
    place = use.place or ("All places" if component.places else "")
    return UserLine(use.organisation.name, client_url(use.organisation), place, days, is_planned)


def _facts(component: Component) -> Iterator[tuple[str, str]]:
    service = component.service
    yield "Service", service.name
    yield "Product", service.product.name if service.product else NO_PRODUCT
    yield "Places", ", ".join(component.places) or "One"
    yield "Runs since", day_in_words(component.since_on)
    yield "Status page", "Shows it" if component.is_public else "Does not show it"
