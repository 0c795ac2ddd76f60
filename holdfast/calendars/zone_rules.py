"""Time zones as each release of the zone data had them: what stands is reckoned with the rules of then (T68)."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.calendars.models import CalendarVersion, ZoneRules
from holdfast.calendars.zones import rules_in_use, tzdata_version


def keep_rules(zones: Iterable[str]) -> None:
    """Keep what the zone data in use say of these zones; what is kept already stays."""
    version = tzdata_version()
    rows = [ZoneRules(zone=zone, tzdata=version, rules=rules_in_use(zone)) for zone in sorted(set(zones))]
    ZoneRules.objects.bulk_create(rows, ignore_conflicts=True)


def keep_rules_of_calendars() -> None:
    """Keep them for the zones of all calendars there ever were; new zone data begin with that."""
    keep_rules(CalendarVersion.objects.values_list("hours__timezone", flat=True).distinct())


def rules_as_of(zone: str, tzdata: str) -> bytes:
    """The zone's rules in that release of the zone data; empty for the one in use, and for one that nobody kept."""
    if tzdata == tzdata_version():
        return b""
    kept = ZoneRules.objects.filter(zone=zone, tzdata=tzdata).values_list("rules", flat=True).first()
    rules = bytes(kept or b"")
    return b"" if rules == rules_in_use(zone) else rules
