"""Lengths of time, in the unit in which a policy says them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.policy.allowance import Allowance, Unit

allowances = st.sampled_from(Unit).flatmap(
    lambda unit: st.integers(1, 1_000).map(lambda amount: Allowance(amount, unit))
)


@pytest.mark.parametrize(
    ("text", "canonical", "words"),
    [
        ("15 min", "15 min", "15 minutes"),
        ("1 min", "1 min", "1 minute"),
        ("1 h", "1 h", "1 hour"),
        ("24h", "24 h", "24 hours"),
        ("2 hours", "2 h", "2 hours"),
        ("  4  Business\u00a0Hours ", "4 business hours", "4 business hours"),
        ("1 business hour", "1 business hour", "1 business hour"),
        ("1 business day", "1 business day", "1 business day"),
        ("007 business days", "7 business days", "7 business days"),
    ],
)
def test_an_allowance_is_read_however_it_is_spelled(text: str, canonical: str, words: str) -> None:
    allowance = Allowance.parse(text)
    assert str(allowance) == canonical
    assert allowance.in_words == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "4",
        "h",
        "1 day",
        "3 days",
        "1d",
        "-1 h",
        "0 h",
        "1.5 h",
        "1 week",
        "10001 h",
        "1001 business days",
        "٣ h",
        "1 h 30 min",
        "9" * 400 + " h",
        "1 h\x00",
        "1e3 min",
    ],
)
def test_what_is_no_length_of_time_is_refused_in_plain_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        Allowance.parse(text)


@given(allowances)
@settings(max_examples=50)
def test_an_allowance_reads_back_from_both_of_its_texts(allowance: Allowance) -> None:
    assert Allowance.parse(str(allowance)) == allowance
    assert Allowance.parse(allowance.in_words) == allowance


def test_a_day_is_never_turned_into_hours() -> None:
    assert Allowance.parse("1 business day").seconds is None
    assert Allowance.parse("24 business hours").seconds == 86_400
    assert Allowance.parse("24 h") != Allowance.parse("24 business hours")
    assert [Allowance(1, unit).is_elapsed for unit in Unit] == [True, True, False, False]


def test_no_allowance_can_be_made_that_could_not_be_read() -> None:
    with pytest.raises(ValueError, match="outside"):
        Allowance(0, Unit.HOURS)
