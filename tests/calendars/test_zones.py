"""Zones come from the `tzdata` package alone, and their changes are found to the second."""

import zoneinfo
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from holdfast.calendars.zones import CHUNK_DAYS, DAY, STEADY_CHUNK, tzdata_version, zone_named, zone_names
from tests.calendars.tzif import changes

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SOME = (
    "Europe/Berlin",
    "America/Juneau",
    "Asia/Manila",
    "Africa/Monrovia",
    "Asia/Gaza",
    "Australia/Lord_Howe",
)


def test_zone_data_does_not_come_from_the_machine():
    zone_named("Europe/Berlin")
    assert zoneinfo.TZPATH == ()
    assert tzdata_version()[:2] == "20"


def test_an_unknown_zone_has_no_zone():
    with pytest.raises(ValueError, match="Mars"):
        zone_named("Mars/Olympus")


def test_the_data_keeps_what_the_search_for_changes_relies_on():
    for name in zone_names():
        known = changes(name)
        for (at, before, after), (then, _, last) in pairwise(known):
            assert then - at > 6 * DAY, f"{name} changes twice within six days"
            # Or else a time could be skipped first and shown later.
            assert not (after > before and then + last < at + after), f"{name} goes back over a gap"
        assert all(abs(offset) < DAY for change in known for offset in change[1:])
        assert not known or known[-1][0] < STEADY_CHUNK * CHUNK_DAYS * DAY


def _changes_found(name, first_chunk, last_chunk):
    found = set()
    for chunk in range(first_chunk, last_chunk):
        stretches = zone_named(name).stretches(chunk)
        assert all(a.end == b.begin for a, b in pairwise(stretches))
        found |= {(b.begin, a.offset, b.offset) for a, b in pairwise(stretches)}
    return sorted(found)


def _assert_same_changes(name):
    known = changes(name)
    if known:
        first, last = (at // DAY // CHUNK_DAYS for at in (known[0][0], known[-1][0]))
        found = _changes_found(name, first, last + 1)
        assert [change for change in found if known[0][0] <= change[0] <= known[-1][0]] == known


@pytest.mark.parametrize("name", SOME)
def test_every_change_in_the_bytes_of_the_data_is_found(name):
    _assert_same_changes(name)


@pytest.mark.long
def test_every_change_of_every_zone_is_found():
    for name in sorted(zone_names()):
        _assert_same_changes(name)


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"])
def test_rules_go_on_to_the_last_year(name):
    zone = zone_named(name)
    for year in (2599, 2999, 7777, 9998):
        for month in range(1, 13):
            at = datetime(year, month, 28, 1, tzinfo=UTC)
            shown = at.astimezone(zoneinfo.ZoneInfo(name)).replace(tzinfo=UTC)
            assert zone.wall(int((at - EPOCH).total_seconds())) == int((shown - EPOCH).total_seconds())
