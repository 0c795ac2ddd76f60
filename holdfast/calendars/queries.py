"""Calendars as others read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from django.db import connection

from holdfast.calendars.hours import Hours
from holdfast.calendars.models import Calendar, CalendarVersion
from holdfast.calendars.zone_rules import rules_as_of
from holdfast.kernel.refusal import Refused


def current_version(key: str) -> CalendarVersion:
    """The version that new promises on this calendar are made on; Refused with code `no_calendar`."""
    calendar = Calendar.objects.select_related("version").filter(key=key).first()
    if calendar is None or calendar.version is None:
        raise no_calendar(key)
    return calendar.version


def current_versions(keys: Iterable[str]) -> dict[str, int]:
    """The keys of the versions in force of those of these calendars that there are, in one plain query."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, [sorted(keys)])
        return dict(cursor.fetchall())


_IN_FORCE = (
    "SELECT key, version_id FROM calendars_calendar WHERE key = ANY(%s::text[]) AND version_id IS NOT NULL"
)


def no_calendar(key: str) -> Refused:
    return Refused(f"There is no calendar “{key}”.", code="no_calendar")


@lru_cache(maxsize=4096)
def hours_of(version_id: int) -> Hours:
    """The hours of one version, which never change; CalendarVersion.DoesNotExist for an unknown one."""
    return Hours.from_json(CalendarVersion.objects.values_list("hours", flat=True).get(pk=version_id))


@lru_cache(maxsize=4096)
def calendar_of(version_id: int) -> int:
    """The key of the calendar that this is a version of."""
    return CalendarVersion.objects.values_list("calendar_id", flat=True).get(pk=version_id)


@lru_cache(maxsize=4096)
def hours_as_of(version_id: int, tzdata: str) -> Hours:
    """The same, its zone as that release of the time-zone data has it: what was reckoned with it stands by it."""
    hours = hours_of(version_id)
    rules = rules_as_of(hours.timezone, tzdata)
    return replace(hours, zone_rules=rules) if rules else hours


def all_hours() -> dict[str, Hours]:
    """The hours of every calendar as it stands now, by key."""
    versions = Calendar.objects.values_list("key", "version_id")
    return {key: hours_of(version) for key, version in versions if version is not None}
