"""The portal's first page: a client's tickets and what we promised next; for anybody else the ways to us."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from holdfast.kernel import clock
from holdfast.people.door import ANYONE, CLIENT, allow
from holdfast.people.models import Person
from holdfast.portal.frame import not_set_up, part, show, zone_for
from holdfast.portal.maintenance import maintenances_of
from holdfast.portal.reaching import account_manager_of
from holdfast.portal.service_status.reached import current_for
from holdfast.portal.tickets.lines import lines_for, open_tickets
from holdfast.portal.tickets.opening import organisation_of
from holdfast.portal.ways import Asked, ways_to_us
from holdfast.vendor.models import the_vendor

SHOWN = 12


@allow(ANYONE)
def home(request: HttpRequest) -> HttpResponse:
    """People of the vendor are led to the desk."""
    person: Person | None = request.person  # type: ignore[attr-defined]
    if person is not None and person.is_vendor:
        return HttpResponseRedirect("/desk/")
    now, vendor = clock.now(), the_vendor()
    if vendor.set_up_at is None:
        return not_set_up(request, vendor, now=now)
    values: dict[str, object] = {"ways": ways_to_us(Asked(vendor=vendor, person=person, now=now))}
    if person is None:
        return show(request, "portal/welcome.html", values, now=now, here="home", vendor=vendor)
    organisation = organisation_of(person)
    values |= {
        **_tickets_of(person, now=now),
        "organisation": organisation,
        "affected": current_for(organisation, now=now, zone=zone_for(person)),
        "first_name": person.name.split(" ")[0],
        "maintenances": maintenances_of(organisation, now=now, zone=zone_for(person)),
        "account_manager": account_manager_of(organisation, now=now),
        "sees_all": bool(organisation and person.contact.is_administrator),
    }
    return show(request, "portal/home.html", values, now=now, here="home", vendor=vendor)


@allow(CLIENT)
def home_tickets(request: HttpRequest) -> HttpResponse:
    """The list alone, as live hints fetch it."""
    now = clock.now()
    values = _tickets_of(request.person, now=now)  # type: ignore[attr-defined]
    return part(request, "portal/_home_tickets.html", values, now=now)


def _tickets_of(person: Person, *, now: datetime) -> dict[str, object]:
    rows = open_tickets(person)
    tickets = list(rows[: SHOWN + 1])
    shown = lines_for(person, tickets[:SHOWN], now=now, zone=zone_for(person))
    count = len(tickets) if len(tickets) <= SHOWN else rows.order_by().count()
    return {"lines": shown.lines, "topics": shown.topics, "turns": shown.turns, "count": count}
