"""Calendars as others read them."""

from __future__ import annotations

from functools import lru_cache

from holdfast.calendars.hours import Hours
from holdfast.calendars.models import Calendar, CalendarVersion
from holdfast.kernel.refusal import Refused


def current_version(key: str) -> CalendarVersion:
    """The version that new promises on this calendar are made on; Refused with code `no_calendar`."""
    calendar = Calendar.objects.select_related("version").filter(key=key).first()
    if calendar is None or calendar.version is None:
        raise Refused(f"There is no calendar “{key}”.", code="no_calendar")
    return calendar.version


@lru_cache(maxsize=4096)
def hours_of(version_id: int) -> Hours:
    """The hours of one version, which never change; CalendarVersion.DoesNotExist for an unknown one."""
    return Hours.from_json(CalendarVersion.objects.values_list("hours", flat=True).get(pk=version_id))


def all_hours() -> dict[str, Hours]:
    """The hours of every calendar as it stands now, by key."""
    versions = Calendar.objects.values_list("key", "version_id")
    return {key: hours_of(version) for key, version in versions if version is not None}
