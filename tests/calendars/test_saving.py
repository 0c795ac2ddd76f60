"""Calendars are saved as versions; what was promised on one keeps it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, transaction

from holdfast.calendars.actions import ensure_shipped_calendars, save_calendar
from holdfast.calendars.hours import Hours
from holdfast.calendars.models import Calendar, CalendarVersion, ZoneRules
from holdfast.calendars.queries import all_hours, current_version, hours_as_of, hours_of
from holdfast.calendars.shipped import shipped_calendars
from holdfast.calendars.wording import hours_in_words
from holdfast.calendars.worktime import add_seconds
from holdfast.calendars.zones import rules_in_use, tzdata_version
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Refused

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)
WEEK = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
HOURS: dict[str, Any] = {"timezone": "UTC", "weekly": WEEK, "holidays": []}


@pytest.fixture(autouse=True)
def stopped_clock(db: None) -> Iterator[None]:
    clock.set_for_test(NOON)
    yield
    clock.set_for_test(None)


def save(**changes: Any) -> Calendar:
    return save_calendar(**({"key": "dublin", "name": "Dublin", "hours": HOURS, "by": SYSTEM} | changes))


def facts() -> list[str]:
    return list(TrailEntry.objects.order_by("id").values_list("fact", flat=True))


def test_a_calendar_is_made_with_its_first_version() -> None:
    calendar = save()
    version = current_version("dublin")
    assert calendar.version == version
    assert (version.number, version.made_at, version.made_by) == (1, NOON, "Holdfast")
    assert version.tzdata == tzdata_version()
    assert hours_of(version.pk) == Hours.from_json(HOURS)
    assert facts() == ["CalendarSaved"]


def test_saying_the_same_in_other_words_changes_nothing() -> None:
    first = save()
    again = save(hours={"weekly": WEEK | {"sat": [], "sun": []}, "timezone": "UTC"}, name=" Dublin ")
    assert again.version == first.version
    assert facts() == ["CalendarSaved"]


def test_another_name_makes_no_version() -> None:
    first = save()
    assert save(name="Dublin office").version == first.version
    assert Calendar.objects.get().name == "Dublin office"
    assert facts() == ["CalendarSaved", "CalendarRenamed"]


def test_t71_a_holiday_added_and_removed_makes_two_versions_and_what_stands_keeps_its_own() -> None:
    promised = save().version
    assert promised is not None
    due = add_seconds(hours_of(promised.pk), NOON, 3600)
    save(hours=HOURS | {"holidays": ["2026-06-03"]}, holiday_names={"2026-06-03": "A day off"})
    with_holiday = current_version("dublin")
    removed = save().version
    assert removed is not None
    assert [promised.number, with_holiday.number, removed.number] == [1, 2, 3]
    assert add_seconds(hours_of(with_holiday.pk), NOON, 3600) == datetime(2026, 6, 4, 10, tzinfo=UTC)
    assert add_seconds(hours_of(promised.pk), NOON, 3600) == due == datetime(2026, 6, 3, 13, tzinfo=UTC)
    assert add_seconds(hours_of(removed.pk), NOON, 3600) == due
    said = [entry.said for entry in TrailEntry.objects.order_by("id")]
    assert [each["holidays_added"] for each in said] == [[], ["2026-06-03"], []]
    assert [each["holidays_removed"] for each in said] == [[], [], ["2026-06-03"]]


def test_the_names_of_holidays_stay_with_their_days() -> None:
    named = HOURS | {"holidays": ["2026-12-25", "2026-12-26"]}
    save(hours=named, holiday_names={"2026-12-25": "Christmas\nDay", "2027-01-01": "not a holiday here"})
    assert current_version("dublin").holiday_names == {"2026-12-25": "Christmas Day"}
    save(hours=named | {"holidays": ["2026-12-25", "2026-12-27"]})
    assert current_version("dublin").holiday_names == {"2026-12-25": "Christmas Day"}
    save(hours=named | {"holidays": ["2026-12-25", "2026-12-27"]}, holiday_names={})
    assert current_version("dublin").holiday_names == {}
    assert current_version("dublin").number == 3


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"key": "Dublin office"}, "bad_key", "key"),
        ({"key": "client"}, "bad_key", "key"),
        ({"key": ""}, "bad_key", "key"),
        ({"key": "x" * 61}, "bad_key", "key"),
        ({"name": "\x00 "}, "bad_name", "name"),
        ({"hours": {}}, "bad_hours", None),
        ({"hours": HOURS | {"timezone": "Europe/Atlantis"}}, "bad_hours", "timezone"),
        ({"hours": HOURS | {"weekly": {"mon": [["09:00", "25:00"]]}}}, "bad_hours", "weekly"),
        ({"hours": HOURS | {"weekly": {"mon": [["09:00", "23:59:60"]]}}}, "bad_hours", "weekly"),
        ({"hours": HOURS | {"holidays": ["2026-02-30"]}}, "bad_hours", "holidays"),
        ({"hours": HOURS | {"exceptions": {"soon": []}}}, "bad_hours", "exceptions"),
        ({"hours": HOURS | {"weekly": {}}}, "never_opens", "weekly"),
        (
            {"hours": HOURS | {"weekly": {}, "exceptions": {"2028-01-03": WEEK["mon"]}}},
            "never_opens",
            "weekly",
        ),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field_and_leaves_nothing(
    changes: dict[str, Any], code: str, field: str | None
) -> None:
    with pytest.raises(Refused) as refused:
        save(**changes)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Calendar.objects.exists()
    assert facts() == []


def test_two_people_cannot_undo_each_others_change_unseen() -> None:
    save(seen=0)
    save(hours=HOURS | {"holidays": ["2026-12-25"]}, seen=1)
    with pytest.raises(Refused, match="meanwhile") as refused:
        save(hours=HOURS | {"holidays": ["2026-12-26"]}, seen=1)
    assert refused.value.code == "calendar_changed"
    assert current_version("dublin").hours["holidays"] == ["2026-12-25"]


@pytest.mark.parametrize(
    "sql", ["UPDATE calendars_calendarversion SET hours = '{}'", "DELETE FROM calendars_calendarversion"]
)
def test_a_version_is_never_edited_or_removed_by_raw_sql_either(sql: str) -> None:
    version = save().version
    assert version is not None
    Calendar.objects.update(version=None)
    with (
        pytest.raises(DatabaseError, match="only succeeded"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert CalendarVersion.objects.get(pk=version.pk).hours == Hours.from_json(HOURS).to_json()


def test_the_shipped_calendars_come_once_and_stay_as_the_operator_made_them() -> None:
    made = ensure_shipped_calendars(SYSTEM, time_zone="Asia/Tokyo")
    assert sorted(made) == ["business-days-around-the-clock", "office-hours", "round-the-clock"]
    own = save(key="office-hours", name="Office hours", hours=HOURS | {"timezone": "Asia/Tokyo"})
    again = ensure_shipped_calendars(SYSTEM, time_zone="UTC")
    assert {key: calendar.pk for key, calendar in again.items()} == {
        key: each.pk for key, each in made.items()
    }
    assert current_version("office-hours") == own.version
    assert all_hours().keys() == made.keys()
    assert all_hours()["business-days-around-the-clock"].timezone == "Asia/Tokyo"


def test_a_calendar_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(Refused) as refused:
        current_version("moon")
    assert refused.value.code == "no_calendar"


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ({}, "Monday to Friday, 09:00 to 17:00, in UTC"),
        (
            {"holidays": ["2026-12-25"]},
            "Monday to Friday, 09:00 to 17:00, in UTC, closed on 25 December 2026",
        ),
        (
            {"holidays": ["2027-01-01", "2026-12-25"]},
            "Monday to Friday, 09:00 to 17:00, in UTC, closed on 25 December 2026 and 1 January 2027",
        ),
        (
            {"holidays": ["2026-01-01", "2026-05-01", "2026-12-25", "2026-12-26"]},
            "Monday to Friday, 09:00 to 17:00, in UTC, closed on 4 holidays from 1 January 2026 to 26 December 2026",
        ),
        (
            {"weekly": {"mon": [["09:00", "12:00"], ["13:00", "17:00"]], "sat": [["00:00", "24:00"]]}},
            "Monday, 09:00 to 12:00 and 13:00 to 17:00; Saturday, around the clock, in UTC",
        ),
        ({"weekly": {}}, "closed every day of the week, in UTC"),
        (
            {"exceptions": {"2026-12-24": [["09:00", "12:00"]], "2026-12-31": []}},
            "Monday to Friday, 09:00 to 17:00, in UTC, other hours on 2 dates",
        ),
    ],
)
def test_hours_read_as_a_sentence(hours: dict[str, Any], words: str) -> None:
    assert hours_in_words(Hours.from_json(HOURS | hours)) == words


def test_round_the_clock_reads_as_such() -> None:
    (shipped, *_) = shipped_calendars("Europe/Dublin")
    assert hours_in_words(Hours.from_json(shipped.hours)) == "24 hours a day, 7 days a week, in UTC"


def test_the_rules_of_a_zone_are_kept_with_each_release_of_the_zone_data_and_stay() -> None:
    zones = ["Europe/Dublin", "America/Halifax"]
    for number, zone in enumerate(zones):
        save(key=f"office-{number}", hours=HOURS | {"timezone": zone})
    kept = ZoneRules.objects.filter(zone__in=zones, tzdata=tzdata_version())
    assert {each.zone: bytes(each.rules) for each in kept} == {zone: rules_in_use(zone) for zone in zones}
    kept.update(tzdata="2020a")
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert set(ZoneRules.objects.filter(zone__in=zones).values_list("zone", "tzdata")) == {
        (zone, tzdata) for zone in zones for tzdata in ("2020a", tzdata_version())
    }


def test_hours_of_an_older_release_of_the_zone_data_are_those_of_its_rules() -> None:
    version = save(hours=HOURS | {"timezone": "Europe/Dublin"}).version
    assert version is not None
    ZoneRules.objects.create(zone="Europe/Dublin", tzdata="2020a", rules=rules_in_use("Europe/Berlin"))
    opening = datetime(2026, 6, 4, 6, tzinfo=UTC)
    now, then = hours_as_of(version.pk, tzdata_version()), hours_as_of(version.pk, "2020a")
    assert add_seconds(now, opening, 0) == datetime(2026, 6, 4, 8, tzinfo=UTC)
    assert add_seconds(then, opening, 0) == datetime(2026, 6, 4, 7, tzinfo=UTC)
    assert hours_as_of(version.pk, "1999z") == now  # nobody kept it
    assert then.to_json() == now.to_json()
