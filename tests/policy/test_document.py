"""What a clause promises for which priority."""

from holdfast.policy.allowance import Allowance
from holdfast.policy.document import CLAUSES, from_plain, to_plain
from holdfast.policy.reading import shipped_policy
from tests.policy.documents import clause


def test_a_clause_answers_for_each_priority() -> None:
    turnaround = shipped_policy().clause("turnaround")
    assert turnaround.limit_for(1) is None
    assert turnaround.limit_for(2) == Allowance.parse("1 business day")
    assert turnaround.limit_for(None) is None
    assert (turnaround.target_for(2), turnaround.target_for(3)) == (None, Allowance.parse("3 business days"))
    assert [turnaround.is_own(priority) for priority in (1, 2, 3, 4)] == [True, False, False, False]


def test_one_value_holds_for_all_priorities_and_for_none() -> None:
    acknowledge = shipped_policy().clause("acknowledge")
    assert {acknowledge.limit_for(priority) for priority in (None, 1, 4)} == {Allowance.parse("15 min")}


def test_time_that_passes_round_the_clock_is_measured_round_the_clock() -> None:
    mixed = clause(limit={1: "4 h", 2: "1 business day"})
    assert (mixed.calendar_for(1), mixed.calendar_for(2)) == ("round-the-clock", "client")


def test_a_breach_climbs_where_the_clause_says_so() -> None:
    first = shipped_policy().clause("first_response")
    assert [first.climbs_for(priority) for priority in (1, 2, 3, 4)] == [True, True, False, False]
    assert shipped_policy().clause("turnaround").climbs_for(None)


def test_the_shipped_policy_has_every_clause_once_and_finds_them() -> None:
    document = shipped_policy()
    assert sorted(each.id for each in document.clauses) == sorted(CLAUSES)
    scenario = document.scenario("total-outage")
    assert scenario is not None
    assert scenario.priority == 1
    assert document.scenario("nothing-of-the-kind") is None
    assert [document.level(number) is not None for number in (0, 1, 5, 6)] == [False, True, True, False]


def test_what_is_stored_is_complete_and_reads_back() -> None:
    document = shipped_policy()
    assert from_plain(to_plain(document)) == document
    assert to_plain(document)["approval_by_silence"] == ""
    assert to_plain(document)["clauses"][0]["target"] == ""


def test_what_was_published_before_questions_were_followed_up_still_reads_and_follows_them_up() -> None:
    plain = to_plain(shipped_policy())
    del plain["question_reminders"], plain["question_call"]
    assert from_plain(plain) == shipped_policy()


def test_t15_text_is_made_safe_on_the_way_in() -> None:
    plain = to_plain(shipped_policy()) | {"name": "Sup\x00port\r\npolicy\u202e"}
    assert from_plain(plain).name == "Support policy"
