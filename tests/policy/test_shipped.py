"""The shipped policy says what promises.md's table says, and the source's own words."""

import pytest

from holdfast.policy.reading import shipped_policy
from holdfast.policy.rules import Known, problems_of
from holdfast.promises.wording import TITLES
from tests.policy.documents import KNOWN, sound, wrong_fields

TABLE = [
    ("acknowledge", None, "15 min", "round-the-clock", False),
    ("first_response", 1, "15 min", "round-the-clock", True),
    ("first_response", 2, "1 h", "round-the-clock", True),
    ("first_response", 3, "4 business hours", "client", True),
    ("first_response", 4, "1 business day", "client", True),
    ("priority_confirmed", None, "30 min", "round-the-clock", True),
    ("turnaround", 1, "None", "client", True),
    ("turnaround", 2, "1 business day", "client", False),
    ("turnaround", 3, "4 business days", "client", False),
    ("turnaround", 4, "4 business days", "client", False),
    ("client_update", 1, "1 h", "round-the-clock", True),
    ("client_update", 2, "1 business day", "client", True),
    ("client_update", 3, "2 business days", "client", True),
    ("client_update", 4, "2 business days", "client", True),
    ("engineering_told", None, "15 min", "round-the-clock", False),
    ("client_told", None, "1 h", "round-the-clock", False),
    ("word_given", None, "None", "round-the-clock", True),
    ("explanation", None, "1 h", "round-the-clock", False),
    ("chat_answered", None, "2 min", "round-the-clock", True),
    ("call_returned", None, "1 h", "round-the-clock", True),
    ("suspicion_weighed", None, "15 min", "round-the-clock", True),
    ("account_manager_told", None, "15 min", "round-the-clock", True),
    ("interruption_report", None, "1 h", "round-the-clock", False),
    ("hourly_update", None, "1 h", "round-the-clock", False),
    ("restored_notice", None, "15 min", "round-the-clock", True),
    ("cause_update", None, "24 business hours", "business-days-around-the-clock", False),
    ("maintenance_notice", None, "24 h", "round-the-clock", False),
    ("maintenance_update", None, "1 h", "round-the-clock", True),
    ("escalation_answered", None, "1 h", "round-the-clock", True),
]


@pytest.mark.parametrize(("id", "priority", "limit", "calendar", "own"), TABLE)
def test_the_shipped_value_is_the_tables(
    id: str, priority: int | None, limit: str, calendar: str, own: bool
) -> None:
    clause = shipped_policy().clause(id)
    assert str(clause.limit_for(priority)) == limit
    assert clause.calendar_for(priority) == calendar
    assert clause.is_own(priority) is own


def test_the_settings_are_those_of_promises_md() -> None:
    document = shipped_policy()
    assert document.provisional_priority == 2
    assert document.warnings == (0.5, 0.75, 0.9)
    assert document.reopen_days == 14
    assert document.approval_by_silence == ""
    assert document.tier_1_without_qa == (3, 4)
    assert document.degraded_is_down is False
    assert [str(document.clause("turnaround").target_for(priority)) for priority in (2, 3, 4)] == [
        "None",
        "3 business days",
        "3 business days",
    ]


def test_the_scenarios_are_the_sources_own_by_priority() -> None:
    scenarios = shipped_policy().scenarios
    assert [sum(each.priority == priority for each in scenarios) for priority in (1, 2, 3, 4)] == [5, 4, 3, 1]
    assert scenarios[3].words == "Chat or email volume drastically dropped as compared to usual"


def test_the_ladder_has_the_sources_titles_and_no_persons() -> None:
    ladder = shipped_policy().ladder
    assert [level.title for level in ladder] == [
        "Support team",
        "Assistant Director – Software Development",
        "AVP Corporate Strategy",
        "Vice President",
        "Chief Customer Officer",
    ]
    assert not any(level.person or level.phone for level in ladder)


def test_it_asks_for_the_turnaround_of_priority_1_and_for_people_and_is_sound_with_them() -> None:
    assert wrong_fields(shipped_policy())[0] == "clauses.turnaround.limit.1"
    assert wrong_fields(shipped_policy())[1:] == [f"ladder.{number}.person" for number in range(1, 6)]
    assert problems_of(sound(), KNOWN) == []


def test_before_there_are_people_a_level_without_one_is_only_a_warning() -> None:
    known = Known(at=KNOWN.at, calendars=KNOWN.calendars, before_people=True)
    assert wrong_fields(shipped_policy(), known) == ["clauses.turnaround.limit.1"]
    assert len(problems_of(shipped_policy(), known)) == 6


def test_a_promise_bears_the_title_of_its_clause_on_every_page() -> None:
    titles = {clause.id: clause.title for clause in shipped_policy().clauses}
    assert {id: title for id, title in titles.items() if id in TITLES} == TITLES
