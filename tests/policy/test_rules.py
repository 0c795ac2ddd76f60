"""What is wrong with a document is said at its field."""

from typing import Any

import msgspec
import pytest

from holdfast.policy.differences import changed_sentences
from holdfast.policy.document import Document, Level, NamedHours, Priority, Scenario
from holdfast.policy.reading import read_policy
from holdfast.policy.rules import Known, problems_of
from holdfast.policy.sentences import sections
from holdfast.policy.writing import write_policy
from tests.policy.documents import KNOWN, PERSON, sound, with_clause, wrong_fields

OPEN = {"timezone": "Asia/Tokyo", "weekly": {"mon": [["09:00", "17:00"]]}, "holidays": []}
LIMITS = {1: "4 h", 2: "1 business day", 3: "4 business days", 4: "4 business days"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"provisional_priority": 5}, "provisional_priority"),
        ({"warnings": (0.5, 0.5)}, "warnings"),
        ({"warnings": (0.9, 0.5)}, "warnings"),
        ({"warnings": (0.5, 1.0)}, "warnings"),
        ({"warnings": (0.0,)}, "warnings"),
        ({"warnings": (float("nan"),)}, "warnings"),
        ({"warnings": tuple(number / 100 for number in range(1, 12))}, "warnings"),
        ({"reopen_days": -1}, "reopen_days"),
        ({"default_calendar": "moon"}, "default_calendar"),
        ({"default_calendar": "client"}, "default_calendar"),
        ({"question_reminders": ("2 days",)}, "question_reminders.1"),
        ({"question_call": ""}, "question_call"),  # the turnaround would stand still without end
        ({"approval_reminders": ("2 business days", "later")}, "approval_reminders.2"),
        ({"approval_call": "1 day"}, "approval_call"),
        ({"approval_by_silence": "14 days"}, "approval_by_silence"),
        (
            {"approval_reminders": ("4 business days", "2 business days"), "approval_call": ""},
            "approval_reminders.2",
        ),
        ({"approval_call": "1 h"}, "approval_call"),
        ({"approval_by_silence": "1 min"}, "approval_by_silence"),
        (
            {"approval_reminders": (), "approval_call": "", "approval_by_silence": "20 business days"},
            "approval_by_silence",
        ),
        ({"tier_1_without_qa": (3, 7)}, "tier_1_without_qa"),
        ({"priorities": ()}, "priorities"),
        ({"scenarios": (Scenario(id="a b", words="A", priority=1),)}, "scenarios.a b.id"),
        ({"scenarios": (Scenario(id="a", words="", priority=1),)}, "scenarios.a.words"),
        ({"scenarios": (Scenario(id="a", words="A", priority=9),)}, "scenarios.a.priority"),
        ({"ladder": ()}, "ladder"),
        ({"ladder": (Level(title="", person=PERSON, answer="1 h"),)}, "ladder.1.title"),
        ({"ladder": (Level(title="A", person="", answer="1 h"),)}, "ladder.1.person"),
        ({"ladder": (Level(title="A", person="nobody", answer="1 h"),)}, "ladder.1.person"),
        ({"ladder": (Level(title="A", person=PERSON, answer=""),)}, "ladder.1.answer"),
        ({"ladder": (Level(title="A", person=PERSON, answer="soon"),)}, "ladder.1.answer"),
        ({"ladder": (Level(title="A", person=PERSON, phone="1" * 41, answer="1 h"),)}, "ladder.1.phone"),
        ({"calendars": {"client": NamedHours(name="C", hours=OPEN)}}, "calendars.client"),
        ({"calendars": {"A B": NamedHours(name="C", hours=OPEN)}}, "calendars.A B"),
        ({"calendars": {"a": NamedHours(name="", hours=OPEN)}}, "calendars.a.name"),
        ({"calendars": {"a": NamedHours(name="A", hours={})}}, "calendars.a.hours"),
    ],
)
def test_a_setting_that_cannot_stand_is_named(change: dict[str, Any], field: str) -> None:
    assert wrong_fields(msgspec.structs.replace(sound(), **change)) == [field]


@pytest.mark.parametrize(
    ("id", "change", "field"),
    [
        ("turnaround", {"calendar": "moon"}, "calendar"),
        ("turnaround", {"limit": LIMITS | {2: "soon"}}, "limit.2"),
        ("turnaround", {"limit": LIMITS | {1: ""}}, "limit.1"),
        ("turnaround", {"limit": LIMITS | {5: "1 h"}}, "limit"),
        ("turnaround", {"limit": {2: "1 h", 3: "4 business days", 4: "4 business days"}}, "limit.1"),
        ("turnaround", {"target": {3: "5 business days"}}, "target.3"),
        ("turnaround", {"target": {1: "241 min"}}, "target.1"),
        ("turnaround", {"target": {1: "1 business hour"}}, "target.1"),
        ("turnaround", {"target": {2: "9 business hours"}}, "target.2"),
        ("turnaround", {"target": {2: "73 h"}}, "target.2"),
        ("turnaround", {"target": {2: "presently"}}, "target.2"),
        ("turnaround", {"own": (9,)}, "own"),
        ("turnaround", {"climbs": (0,)}, "climbs"),
        ("turnaround", {"text": "Within {limit}."}, "text"),
        ("turnaround", {"text": "{priority} within {limit} or {limit.__class__}."}, "text"),
        ("acknowledge", {"text": "At once."}, "text"),
        ("acknowledge", {"text": "Within {limit} for {priority}."}, "text"),
        ("acknowledge", {"text": "Within {limit}}."}, "text"),
        ("acknowledge", {"title": ""}, "title"),
        ("acknowledge", {"mission": "the first"}, "mission"),
        ("word_given", {"target": "1 h"}, "target"),
        ("maintenance_notice", {"limit": "1 business day"}, "limit"),
        ("hourly_update", {"climbs": (1, 2)}, "climbs"),
    ],
)
def test_a_clause_that_cannot_stand_is_named(id: str, change: dict[str, Any], field: str) -> None:
    assert wrong_fields(with_clause(sound(), id, **change)) == [f"clauses.{id}.{field}"]


@pytest.mark.parametrize(
    ("limit", "target"),
    [
        ("4 business days", "4 business days"),
        ("1 h", "60 min"),
        ("1 business day", "8 business hours"),  # an office that is open for eight hours
        ("1 business day", "4 h"),
    ],
)
def test_a_target_up_to_the_limit_stands(limit: str, target: str) -> None:
    document = with_clause(sound(), "turnaround", limit=LIMITS | {2: limit}, target={2: target})
    assert wrong_fields(document) == []


def test_a_target_in_another_unit_is_tried_on_the_clauses_own_calendar() -> None:
    document = with_clause(sound(), "turnaround", calendar="business-days-around-the-clock")
    document = with_clause(document, "turnaround", target={2: "24 business hours"})
    assert wrong_fields(document) == []
    assert wrong_fields(with_clause(document, "turnaround", calendar="office-hours")) == [
        "clauses.turnaround.target.2"
    ]


def test_the_message_says_from_when_on_a_target_falls_after_its_limit() -> None:
    document = with_clause(sound(), "turnaround", target={2: "9 business hours"})
    (problem,) = problems_of(document, KNOWN)
    assert problem.message == (
        "The target, 9 business hours, falls after the limit, 1 business day "
        "(started on a Monday at 00:00 UTC, for one)."
    )


def test_a_clause_stands_once_and_none_is_missing_or_unknown() -> None:
    document = sound()
    first = document.clauses[0]
    assert wrong_fields(_with_clauses(document, document.clauses[1:])) == ["clauses.acknowledge"]
    assert wrong_fields(_with_clauses(document, (first, *document.clauses))) == ["clauses.acknowledge"]
    other = msgspec.structs.replace(first, id="tea_served")
    assert wrong_fields(_with_clauses(document, (other, *document.clauses))) == ["clauses.tea_served"]


def test_a_value_by_priority_stands_only_where_a_ticket_has_one() -> None:
    document = with_clause(sound(), "hourly_update", limit={1: "1 h"}, text="{priority}: {limit}")
    assert wrong_fields(document) == ["clauses.hourly_update.limit"]


def test_a_scenario_stands_once_by_id_and_by_words_however_they_are_written() -> None:
    document = sound()
    twice = (
        *document.scenarios,
        Scenario(id="total-outage", words="Everything is gone", priority=1),
        Scenario(id="slow", words="  AGENTS can chat  or email, but the system is slow", priority=3),
    )
    assert wrong_fields(msgspec.structs.replace(document, scenarios=twice)) == [
        "scenarios.total-outage.id",
        "scenarios.slow.words",
    ]


def test_of_priority_1_a_policy_says_which_scenarios_are_outages_or_is_warned() -> None:
    document = sound()
    unsaid = tuple(msgspec.structs.replace(each, outage=None) for each in document.scenarios)
    before = msgspec.structs.replace(document, scenarios=unsaid)
    found = [each for each in problems_of(before, KNOWN) if each.field.startswith("scenarios.")]
    assert [each.is_error for each in found] == [False] * 5
    assert found[0].field == "scenarios.total-outage.outage" and "its words decide" in found[0].message
    assert not [each for each in problems_of(document, KNOWN) if each.field.startswith("scenarios.")]
    assert read_policy(write_policy(before).encode()) == before, "what is not said is left out of the file"
    assert [each.id for each in document.scenarios if each.outage] == ["total-outage", "software-down"]
    told = changed_sentences(before, document)
    assert told[0] == "Scenario “Total outage”, an outage: from by its words to yes"
    said = [each.text for section in sections(document) for each in section.sentences]
    assert "Whoever chooses “Total outage” or “Software is down” suspects one." in said


def test_the_priorities_are_one_to_four_in_order() -> None:
    document = sound()
    backwards = document.priorities[::-1]
    assert wrong_fields(msgspec.structs.replace(document, priorities=backwards)) == ["priorities"]
    fifth = (*document.priorities, Priority(number=5, name="Priority 5", summary=""))
    assert wrong_fields(msgspec.structs.replace(document, priorities=fifth)) == ["priorities"]


def test_what_the_process_asks_for_cannot_be_left_out_and_what_is_own_can() -> None:
    def without(id: str) -> Document:
        return with_clause(sound(), id, limit="", text="In time.")

    assert wrong_fields(without("interruption_report")) == ["clauses.interruption_report.limit"]
    (warning,) = problems_of(without("chat_answered"), KNOWN)
    assert (warning.field, warning.is_error) == ("clauses.chat_answered.limit", False)
    some = with_clause(sound(), "first_response", limit={1: "15 min"})
    assert [problem.is_error for problem in problems_of(some, KNOWN)] == [False, False, False]


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"weekly": {}}, "weekly"),
        ({"weekly": {"mon": [["9", "17"]]}}, "weekly"),
        ({"weekly": {"mon": [["09:00", "23:59:60"]]}}, "weekly"),
        ({"holidays": ["2026-02-30"]}, "holidays"),
        ({"holidays": ["2026-12-25T00:00:00+14:00"]}, "holidays"),
        ({"holidays": ["10000-01-01"]}, "holidays"),
        ({"exceptions": {"2026-12-24": [["09:00"]]}}, "exceptions"),
    ],
)
def test_t74_a_calendar_that_cannot_stand_is_named_by_its_part(hours: dict[str, Any], field: str) -> None:
    document = msgspec.structs.replace(sound(), calendars={"own": NamedHours(name="Own", hours=OPEN | hours)})
    assert wrong_fields(document) == [f"calendars.own.hours.{field}"]


def test_a_calendar_that_the_file_brings_can_be_named_by_its_clauses() -> None:
    document = msgspec.structs.replace(
        sound(), default_calendar="own", calendars={"own": NamedHours(name="Own", hours=OPEN)}
    )
    assert wrong_fields(document) == []


def test_a_level_names_a_person_of_the_vendor_where_that_can_be_known() -> None:
    known = Known(at=KNOWN.at, calendars=KNOWN.calendars, persons=frozenset({PERSON}))
    assert wrong_fields(sound(), known) == []
    known = Known(at=KNOWN.at, calendars=KNOWN.calendars, persons=frozenset({"else@vendor.example"}))
    assert wrong_fields(sound(), known) == [f"ladder.{number}.person" for number in range(1, 6)]


def _with_clauses(document: Document, clauses: tuple[Any, ...]) -> Document:
    return msgspec.structs.replace(document, clauses=clauses)
