"""The calendars, and one of them: hours, holidays, exceptions, versions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from holdfast.calendars.hours import WEEKDAYS, Hours
from holdfast.calendars.models import Calendar
from holdfast.calendars.queries import hours_of
from holdfast.calendars.wording import hours_in_words
from holdfast.kernel import clock
from holdfast.people.acts import Act, may
from holdfast.people.door import allow
from holdfast.policy.queries import latest_published
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.office.fields import day_in_words
from holdfast.web.office.places import policy_places

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NAMED = dict(zip(WEEKDAYS, DAYS, strict=True))
_PAGE = 200


@allow(Act.READ_POLICY)
def calendars(request: HttpRequest) -> HttpResponse:
    """Every calendar with its hours in words."""
    rows = Calendar.objects.select_related("version").exclude(version=None).order_by("name")[:_PAGE]
    lines = [
        (row.key, row.name, hours_in_words(Hours.from_json(row.version.hours))) for row in rows if row.version
    ]
    context = {"calendars": lines, **around(request)}
    return show(request, "office/calendars/list.html", context, place="policy", now=clock.now())


@allow(Act.READ_POLICY)
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """One calendar."""
    found = found_calendar(key)
    version = found.version
    assert version is not None
    hours = hours_of(version.pk)
    now = clock.now()
    context = {
        "calendar": found,
        "version": version,
        "words": hours_in_words(hours),
        "week": [
            (day, ", ".join(_pair(pair) for pair in pairs) or "closed")
            for day, pairs in zip(DAYS, hours.weekly, strict=True)
        ],
        "holidays": [
            (day_in_words(day), version.holiday_names.get(day.isoformat(), ""))
            for day in _coming(hours, now.date())
        ],
        "past": sum(day < now.date() for day in hours.holidays),
        "exceptions": [
            (day_in_words(day), ", ".join(_pair(pair) for pair in pairs) or "closed")
            for day, pairs in hours.exceptions
        ],
        "versions": list(found.versions.defer("hours", "holiday_names").order_by("-number")[:20]),
        "zone": zone_of(request),
        **around(request),
    }
    return show(request, "office/calendars/calendar.html", context, place="policy", now=now)


def around(request: HttpRequest) -> dict[str, Any]:
    """What stands beside all pages of calendars."""
    standing = latest_published()
    policy = standing.policy if standing else None
    return {
        "views": policy_places(request, policy, "calendars"),
        "may_change": may(person_of(request), Act.PUBLISH_POLICY),
    }


def found_calendar(key: str) -> Calendar:
    """The calendar by its key, or 404."""
    return get_object_or_404(Calendar.objects.select_related("version").exclude(version=None), key=key)


def _coming(hours: Hours, today: date) -> list[date]:
    return sorted(day for day in hours.holidays if day >= today)


def _pair(pair: tuple[int, int]) -> str:
    return " to ".join(f"{time // 60:02}:{time % 60:02}" for time in pair)
