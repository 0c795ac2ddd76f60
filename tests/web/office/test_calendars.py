"""Calendars at the office: hours in rows, holidays as an editable copy, exceptions; every refusal at its field."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

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


def holidays_file(*events: str) -> SimpleUploadedFile:
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return SimpleUploadedFile("holidays.ics", f"BEGIN:VCALENDAR\nVERSION:2.0\n{body}END:VCALENDAR\n".encode())


def test_holidays_of_a_calendar_file_are_shown_before_they_are_saved_and_wrong_ones_named_by_line(
    world: World, at_desk: At
) -> None:
    door, path = at_desk(world.delphine), "/desk/calendars/velda/holidays/"
    good = holidays_file(
        "UID:1\nSUMMARY:Plant shut\nDTSTART;VALUE=DATE:20270802\nDTEND;VALUE=DATE:20270804",
        "UID:2\nSUMMARY:Founders' Day\nDTSTART;VALUE=DATE:20270911",
        "UID:3\nSUMMARY:Christmas\nDTSTART;VALUE=DATE:20261225",
    )
    shown = door.get(door.post(path, {"file": good}).headers["Location"])
    proposal = shown.context["proposal"]
    days = [("2027-08-02", "Plant shut"), ("2027-08-03", "Plant shut"), ("2027-09-11", "Founders' Day")]
    assert (proposal.added, proposal.known) == (days, 1)
    text = shown.context["form"].initial["holidays"]
    assert "2027-09-11 Founders' Day" in text and "2026-12-25 Christmas Day" in text
    assert "2027-09-11" not in current_version("velda").hours["holidays"]
    number = current_version("velda").number
    assert door.post(path, {"holidays": text, "seen": number}).status_code == 302
    assert "2027-09-11" in current_version("velda").hours["holidays"]
    bad = holidays_file(
        "UID:1\nSUMMARY:A\nDTSTART:20270802T090000Z",
        "UID:2\nSUMMARY:B\nDTSTART;VALUE=DATE:20270911\nRRULE:FREQ=YEARLY",
        "UID:3\nSUMMARY:C\nDTSTART;VALUE=DATE:20270911\nDTEND;VALUE=DATE:20290911",
    )
    answer = door.post(path, {"file": bad})
    wrong = answer.context["file_form"].errors["file"]
    assert (answer.status_code, [each.partition(":")[0] for each in wrong]) == (
        422,
        ["Line 3", "Line 8", "Line 14"],
    )
    hostile = (
        "DTSTART;VALUE=DATE:99991231",
        "DTSTART;VALUE=DATE:20261225\nDURATION:P999999999D",
        "DTSTART;VALUE=DATE:20261225\nDTSTART;VALUE=DATE:20261226",
        "DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261226\nDTEND;VALUE=DATE:20261227",
        "DTSTART;VALUE=DATE:20261225\nSUMMARY:A\nSUMMARY:B",
        "DTSTART;VALUE=PERIOD:20261225T000000Z/PT1H",
        "DTSTART;VALUE=TIME:120000",
        "DTSTART;VALUE=TEXT:tomorrow",
        "DTSTART;VALUE=DATE:00010101",
    )
    answer = door.post(path, {"file": holidays_file(*hostile)})
    wrong = answer.context["file_form"].errors["file"]
    assert (answer.status_code, len(wrong)) == (422, len(hostile))
    endless = (f"DTSTART;VALUE=DATE:{year}0101\nDURATION:P62D" for year in range(1950, 1970))
    for nothing in (
        holidays_file(*endless),
        holidays_file(*("DTSTART;VALUE=DATE:20261225" for _ in range(2001))),
        SimpleUploadedFile("a.ics", b"x" * (1024**2 + 1)),
        SimpleUploadedFile("a.ics", b"no calendar"),
        holidays_file(),
    ):
        assert door.post(path, {"file": nothing}).status_code == 422
    assert door.get(path, {"file": "0" * 64 + ".aaaaaaaaaaaaaaaa"}).context["proposal"] is None
