"""The policy as a client reads it, what a draft changes of it, and a value edited in its place."""

import msgspec
import pytest

from holdfast.kernel.refusal import Refused
from holdfast.policy.differences import changed_sentences
from holdfast.policy.document import CLAUSES, Document, Level, NamedHours, Scenario
from holdfast.policy.editing import with_value
from holdfast.policy.reading import shipped_policy
from holdfast.policy.sentences import Sentence, Value, priority_rows, rungs, sections
from tests.policy.documents import sound, with_clause, wrong_fields

WEEK = {"mon": [["09:00", "17:00"]]}


def _said(document: Document, clause: str, priority: int | None = None) -> Sentence:
    (found,) = (
        sentence
        for section in sections(document)
        for sentence in section.sentences
        if (sentence.clause, sentence.priority) == (clause, priority)
    )
    return found


def test_every_clause_reads_as_a_sentence_with_its_value_in_place() -> None:
    said = [sentence for section in sections(sound()) for sentence in section.sentences]
    assert {sentence.clause for sentence in said} - {""} == set(CLAUSES)
    assert not any("{" in sentence.text for sentence in said)
    assert all(sentence.text.endswith(".") for sentence in said)
    report = _said(sound(), "interruption_report")
    assert report.text == (
        "A complete interruption report reaches every affected client within 1 hour of internal confirmation."
    )
    assert report.pieces[1] == Value("1 hour", "clauses.interruption_report.limit", is_own=False)
    assert report.mission == "E2"


def test_a_sentence_says_what_else_holds() -> None:
    assert _said(sound(), "turnaround", 3).notes == (
        "Counted on the client's calendar",
        "We aim for 3 business days",
        "Broken, it climbs the ladder on its own",
    )
    assert _said(sound(), "hourly_update").text == "While a service is down, an update goes out every hour."


def test_the_gap_of_the_source_is_shown_as_one() -> None:
    shipped, given = priority_rows(shipped_policy())[0], priority_rows(sound())[0]
    assert (shipped.turnaround.is_set, shipped.turnaround.is_own) == (False, True)
    assert (given.turnaround.words, given.scenarios[0]) == ("4 hours", "Total outage")


def test_a_draft_with_values_that_are_wrong_can_still_be_read() -> None:
    document = with_clause(sound(), "acknowledge", limit="soonish")
    assert "soonish" in _said(document, "acknowledge").text
    assert sections(msgspec.structs.replace(document, clauses=(), ladder=(), approval_reminders=("x",)))


def test_a_level_that_answers_in_its_own_time_is_said_with_the_clause() -> None:
    document = with_value(sound(), "ladder.5.answer", "4 h")
    assert _said(document, "escalation_answered").notes[-1] == "Chief Customer Officer within 4 hours"
    assert [rung.answer.words for rung in rungs(document)] == ["1 hour"] * 4 + ["4 hours"]


def test_the_hours_of_calendars_that_it_brings_are_said_in_words() -> None:
    hours = {"timezone": "Asia/Tokyo", "weekly": {"mon": [["09:00", "17:00"]]}, "holidays": ["2026-12-25"]}
    document = msgspec.structs.replace(sound(), calendars={"own": NamedHours(name="Own hours", hours=hours)})
    assert sections(document)[-1].sentences[-1].text == (
        "Own hours: Monday, 09:00 to 17:00, in Asia/Tokyo, closed on 25 December 2026."
    )


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (
            "clauses.turnaround.limit.2",
            "2 business days",
            "Turnaround, Priority 2: from 1 business day to 2 business days",
        ),
        (
            "clauses.turnaround.target.2",
            "4 business hours",
            "Turnaround, target, Priority 2: not set, now 4 business hours",
        ),
        ("clauses.acknowledge.limit", "5 min", "Acknowledgement: from 15 minutes to 5 minutes"),
        (
            "clauses.cause_update.calendar",
            "office-hours",
            "Cause update, calendar: from business-days-around-the-clock to office-hours",
        ),
        (
            "question_call",
            "3 business days",
            "Call while we wait for an answer: from 5 business days to 3 business days",
        ),
        ("approval_by_silence", "10 business days", "Approval by silence: not set, now 10 business days"),
        ("tier_1_without_qa", [4], "Priorities in which tier 1 needs no QA: from 3 and 4 to 4"),
        ("degraded_is_down", True, "What is only degraded counts as down: from no to yes"),
        ("warnings", [0.5], "Warnings: from 50 %, 75 % and 90 % to 50 %"),
        (
            "ladder.2.person",
            "new@vendor.example",
            "Level 2, person: from level@vendor.example to new@vendor.example",
        ),
        (
            "scenarios.system-slow.priority",
            1,
            "Scenario “Agents can chat or email, but the system is slow”: from Priority 2 to Priority 1",
        ),
        ("priorities.4.name", "Questions", "Priority 4, name: from Priority 4 to Questions"),
    ],
)
def test_a_value_edited_in_its_place_is_the_one_difference(field: str, value: object, sentence: str) -> None:
    edited = with_value(sound(), field, value)
    differences = [each for each in changed_sentences(sound(), edited) if "operator's own" not in each]
    assert differences == [sentence]
    assert changed_sentences(sound(), sound()) == []


def test_rows_that_come_and_go_are_told() -> None:
    old = sound()
    added = Scenario(id="new-one", words="Something new", priority=3)
    top = Level(title="Board", person="board@vendor.example", answer="1 h")
    new = msgspec.structs.replace(old, scenarios=(*old.scenarios[1:], added), ladder=(*old.ladder, top))
    assert changed_sentences(old, new) == [
        "Scenario added, Priority 3: Something new",
        "Scenario removed: Total outage",
        "Level 6 added: Board",
    ]
    assert changed_sentences(new, old)[-1] == "Level 6 removed: Board"


def test_holidays_of_a_calendar_that_changes_are_told_by_date_and_only_what_changes() -> None:
    brought = NamedHours(name="Own", hours={"timezone": "UTC", "weekly": WEEK, "holidays": ["2026-12-25"]})
    stored = NamedHours(
        name="Own", hours={"timezone": "UTC", "weekly": WEEK | {"tue": []}, "holidays": ["2026-12-26"]}
    )
    old, new = (msgspec.structs.replace(sound(), calendars={"own": each}) for each in (stored, brought))
    assert changed_sentences(old, new) == [
        "Calendar Own: 2026-12-25 becomes a holiday",
        "Calendar Own: 2026-12-26 is no holiday any more",
    ]
    assert changed_sentences(sound(), new) == ["Calendar added: Own"]


def test_an_edited_value_is_the_operators_own_until_it_is_the_sources_again() -> None:
    edited = with_value(sound(), "clauses.turnaround.limit.2", "2 business days")
    assert edited.clause("turnaround").own == (1, 2)
    assert with_value(edited, "clauses.turnaround.limit.2", "1 business day").clause("turnaround").own == (1,)
    assert with_value(sound(), "clauses.acknowledge.limit", "5 min").clause("acknowledge").own is True
    assert with_value(sound(), "clauses.acknowledge.limit", "15 minutes").clause("acknowledge").own is False


def test_one_value_for_all_priorities_becomes_one_for_each_where_one_is_edited() -> None:
    document = with_value(sound(), "clauses.priority_confirmed.limit.1", "5 min")
    assert document.clause("priority_confirmed").limit == {1: "5 min", 2: "30 min", 3: "30 min", 4: "30 min"}
    assert wrong_fields(document) == ["clauses.priority_confirmed.text"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("colour", "red", "unknown_field"),
        ("clauses.tea.limit", "1 h", "unknown_field"),
        ("ladder.9.person", "a@vendor.example", "unknown_field"),
        ("approval_reminders.9", "1 h", "unknown_field"),
        ("name.x", "1 h", "unknown_field"),
        ("reopen_days", "soon", "unreadable_policy"),
        ("clauses.turnaround", "1 h", "unknown_field"),
    ],
)
def test_a_field_that_is_not_there_or_a_value_of_a_wrong_kind_is_refused(
    field: str, value: object, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        with_value(sound(), field, value)
    assert refused.value.code == code
