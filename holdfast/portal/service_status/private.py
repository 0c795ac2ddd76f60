"""What stands behind a client's private addresses: kept by no cache, and 410 once the address has ended."""

from __future__ import annotations

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from holdfast.audience.actions.addresses import read_address
from holdfast.audience.models import Purpose
from holdfast.audience.planned import planned_maintenance
from holdfast.incidents.maintenance_calendar import calendar_of
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.look.replies import keep_out_of_caches
from holdfast.people.door import ANYONE, allow
from holdfast.portal.frame import show
from holdfast.portal.mailed_links.ended import behind_a_link
from holdfast.portal.service_status.answer import answer_values


@allow(ANYONE)
@require_safe
@behind_a_link
def status(request: HttpRequest, token: str) -> HttpResponse:
    """Are we affected? Whoever has the address reads it."""
    now = clock.now()
    organisation = read_address(token, Purpose.STATUS)
    zone = ZoneInfo(organisation.time_zone)
    values = {**answer_values(organisation, now=now, zone=zone), "zone": zone}
    return keep_out_of_caches(show(request, "portal/service_status/private.html", values, now=now))


@allow(ANYONE)
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The maintenance that reaches this client, for its people's calendars; a program reads the answer's status alone."""
    try:
        organisation = read_address(token, Purpose.CALENDAR)
    except Refused as refused:
        status = 410 if refused.code == "link_ended" else 404
        return keep_out_of_caches(HttpResponse(refused.message, status=status, content_type="text/plain"))
    written = calendar_of(
        planned_maintenance(client=organisation.pk, now=clock.now()),
        name=f"Maintenance for {organisation.name}",
        host=urlsplit(settings.SITE_URL).hostname or "localhost",
        source=f"{settings.SITE_URL}{request.path}",
    )
    return keep_out_of_caches(HttpResponse(written, content_type="text/calendar; charset=utf-8"))
