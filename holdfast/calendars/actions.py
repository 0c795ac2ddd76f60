"""Calendars are saved: what changed becomes a new version, and what stands keeps the one it was made on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from holdfast.calendars import rules
from holdfast.calendars.facts import CalendarRenamed, CalendarSaved
from holdfast.calendars.models import Calendar, CalendarVersion
from holdfast.calendars.shipped import shipped_calendars
from holdfast.calendars.zone_rules import keep_rules
from holdfast.calendars.zones import tzdata_version
from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line


@transaction.atomic
def save_calendar(
    *,
    key: str,
    name: str,
    hours: Mapping[str, Any],
    holiday_names: Mapping[str, str] | None = None,
    seen: int | None = None,
    by: Actor,
    at: datetime | None = None,
) -> Calendar:
    """Make the calendar, or give it a new version when its hours or the names of its holidays changed.

    Without `holiday_names` the names stay. `seen` is the number of the version that the change was made
    upon: when another has come since, it is refused (`calendar_changed`). Refused: `bad_key`, `bad_name`,
    `bad_hours` with the part at fault, `never_opens`.
    """
    at = at or clock.now()
    name = one_line(name)
    rules.require_key(key)
    rules.require_name(name)
    written = rules.require_hours(hours, at=at).to_json()
    calendar, _ = Calendar.objects.select_for_update(of=("self",)).get_or_create(
        key=key, defaults={"name": name}
    )
    former = calendar.version
    if seen is not None and seen != (former.number if former else 0):
        raise Refused("Somebody changed this calendar meanwhile.", code="calendar_changed")
    if calendar.name != name:
        _rename(calendar, name, by=by, at=at)
    names = _names(written, former.holiday_names if former and holiday_names is None else holiday_names)
    if former is None or former.hours != written or former.holiday_names != names:
        _add_version(calendar, written, names, by=by, at=at)
    return calendar


@transaction.atomic
def ensure_shipped_calendars(
    by: Actor, *, time_zone: str = "UTC", at: datetime | None = None
) -> dict[str, Calendar]:
    """The shipped calendars by key; one that is there already stays as the operator made it."""
    at = at or clock.now()
    present = Calendar.objects.select_related("version").in_bulk(field_name="key")
    return {
        shipped.key: present.get(shipped.key)
        or save_calendar(key=shipped.key, name=shipped.name, hours=shipped.hours, by=by, at=at)
        for shipped in shipped_calendars(time_zone)
    }


def _rename(calendar: Calendar, name: str, *, by: Actor, at: datetime) -> None:
    formerly, calendar.name = calendar.name, name
    calendar.save(update_fields=["name"])
    record(
        CalendarRenamed(calendar=calendar.pk, key=calendar.key, formerly=formerly, name=name), by=by, at=at
    )


def _add_version(
    calendar: Calendar, hours: dict[str, Any], names: dict[str, str], *, by: Actor, at: datetime
) -> None:
    former = calendar.version
    calendar.version = CalendarVersion.objects.create(
        calendar=calendar,
        number=former.number + 1 if former else 1,
        hours=hours,
        holiday_names=names,
        tzdata=tzdata_version(),
        made_at=at,
        made_by=by.label,
    )
    calendar.save(update_fields=["version"])
    keep_rules([hours["timezone"]])
    before, after = set(former.hours["holidays"] if former else ()), set(hours["holidays"])
    record(
        CalendarSaved(
            calendar=calendar.pk,
            key=calendar.key,
            version=calendar.version.pk,
            number=calendar.version.number,
            holidays_added=tuple(sorted(after - before)),
            holidays_removed=tuple(sorted(before - after)),
        ),
        by=by,
        at=at,
    )


def _names(hours: dict[str, Any], names: Mapping[str, str] | None) -> dict[str, str]:
    """The names of the days that are holidays, and of no others."""
    return {day: one_line(names[day], limit=120) for day in hours["holidays"] if names and day in names}
