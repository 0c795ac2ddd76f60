"""Calendars at the office: hours in rows, holidays as an editable copy, exceptions; every refusal at its field."""

from __future__ import annotations

from holdfast.calendars.models import Calendar
from holdfast.calendars.queries import current_version
from holdfast.project.demo.world import World
from tests.web.doors import At


def hours(**said: str) -> dict[str, str]:
    week = {
        f"{day}_0_{end}": time
        for day in ("mon", "tue")
        for end, time in (("opens", "9"), ("closes", "17:30"))
    }
    return {"name": "Early shift", "time_zone": "Europe/Oslo", **week, **said}


def test_a_calendar_is_made_of_rows_of_intervals(world: World, at_desk: At) -> None:
    door = at_desk(world.delphine)
    said = hours(mon_1_opens="22:00", mon_1_closes="06:00", sun_0_opens="00:00", sun_0_closes="24")
    answer = door.post("/desk/calendars/new/", said)
    assert answer.headers["Location"] == "/desk/calendars/early-shift/"
    kept = current_version("early-shift").hours
    assert kept["weekly"]["mon"] == [["09:00", "17:30"], ["22:00", "06:00"]]
    assert kept["weekly"]["sun"] == [["00:00", "24:00"]]
    assert kept["weekly"]["wed"] == []
    page = door.get("/desk/calendars/early-shift/").content.decode()
    assert "09:00 to 17:30, 22:00 to 06:00" in page
    assert door.post("/desk/calendars/new/", said).headers["Location"] == "/desk/calendars/early-shift-2/"


def test_what_cannot_stand_is_refused_at_its_field(world: World, at_desk: At) -> None:
    door = at_desk(world.delphine)
    for wrong, field in (
        ({"mon_0_opens": "25:00"}, "mon_0_opens"),
        ({"mon_0_closes": ""}, "mon_0_closes"),
        ({"tue_0_opens": ""}, "tue_0_opens"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"name": ""}, "name"),
    ):
        answer = door.post("/desk/calendars/new/", hours(**wrong))
        assert (wrong, answer.status_code, field in answer.context["form"].errors) == (wrong, 422, True)
    shut = door.post("/desk/calendars/new/", {"name": "Never", "time_zone": "UTC"})
    assert (shut.status_code, b"opens" in shut.content) == (422, True)
    assert not Calendar.objects.filter(name="Never").exists()


def test_each_save_is_a_version_and_whoever_read_an_older_one_is_refused(world: World, at_desk: At) -> None:
    door = at_desk(world.delphine)
    before = current_version("osprey")
    said = hours(name="Osprey Lane", seen=str(before.number))
    assert door.post("/desk/calendars/osprey/hours/", said).status_code == 302
    after = current_version("osprey")
    assert (after.number, after.hours["timezone"]) == (before.number + 1, "Europe/Oslo")
    assert after.hours["holidays"] == before.hours["holidays"]
    late = door.post("/desk/calendars/osprey/hours/", {**said, "time_zone": "UTC"})
    assert (late.status_code, b"Somebody changed this calendar meanwhile" in late.content) == (422, True)


def test_holidays_of_a_region_come_as_a_copy_that_is_edited_before_it_is_saved(
    world: World, at_desk: At
) -> None:
    door, path = at_desk(world.delphine), "/desk/calendars/velda/holidays/"
    page = door.get(path, {"country": "DE", "region": "be"})
    text = page.context["form"].initial["holidays"]
    assert "2026-12-25 Christmas Day" in text  # what stood there keeps its name
    assert "2027-03-08" in text  # Women's Day, in Berlin alone
    assert "2027-03-08" not in door.get(path, {"country": "DE"}).context["form"].initial["holidays"]
    assert page.context["proposal"].known == 2
    number = current_version("velda").number
    edited = "\n".join(line for line in text.splitlines() if "2027-03-08" not in line)
    assert door.post(path, {"holidays": edited, "seen": number}).status_code == 302
    kept = current_version("velda")
    assert "2027-03-08" not in kept.hours["holidays"]
    assert kept.holiday_names["2027-10-03"]
    for wrong in ("tomorrow", "2026-02-30 Never"):
        answer = door.post(path, {"holidays": wrong, "seen": kept.number})
        assert (answer.status_code, "holidays" in answer.context["form"].errors) == (422, True)
    assert (
        "No holidays are known for a region"
        in door.get(path, {"country": "DE", "region": "zz"}).content.decode()
    )
    assert "Choose a country" in door.get(path, {"country": "Atlantis"}).content.decode()


def test_dates_with_other_hours_are_written_a_line_each(world: World, at_desk: At) -> None:
    door, path = at_desk(world.delphine), "/desk/calendars/velda/exceptions/"
    number = current_version("velda").number
    lines = "2026-12-24 09:00-13:00\n2026-12-31 closed\n2027-01-02 10:00 to 12:00, 14:00-16:00"
    assert door.post(path, {"exceptions": lines, "seen": number}).status_code == 302
    kept = current_version("velda").hours["exceptions"]
    assert kept["2026-12-24"] == [["09:00", "13:00"]]
    assert kept["2026-12-31"] == []
    assert kept["2027-01-02"] == [["10:00", "12:00"], ["14:00", "16:00"]]
    for wrong in (
        "2026-12-24",
        "Friday closed",
        "2026-12-24 9-13 closed",
        "2026-02-30 closed",
        lines + "\n2026-12-24 closed",
    ):
        answer = door.post(path, {"exceptions": wrong, "seen": number + 1})
        assert (wrong, answer.status_code, "exceptions" in answer.context["form"].errors) == (
            wrong,
            422,
            True,
        )
