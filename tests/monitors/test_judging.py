"""When what a monitor finds counts: confirmed by tries that follow, and calm where it flaps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.kernel.refusal import Refused
from holdfast.monitors.checks import Dns, Heartbeat, Http, Tcp
from holdfast.monitors.models import State
from holdfast.monitors.rules import STEADY_FOR, Standing, require_check, require_times
from tests.world import NOON

MINUTE = timedelta(minutes=1)


def after(state: State, looks: str, *, is_unsteady: bool = False) -> list[Standing]:
    """Standings after looks a minute apart: `+` is well, `-` is not."""
    standing, found = Standing(state), []
    for number, each in enumerate(looks):
        at = NOON + number * MINUTE
        standing = standing.after(is_ok=each == "+", at=at, tries=3, rises=2, is_unsteady=is_unsteady)
        found.append(standing)
    return found


def states(state: State, looks: str, **more: bool) -> str:
    return "".join(each.state[0] for each in after(state, looks, **more))


def test_one_failure_is_none_and_three_in_a_row_are_down_since_the_first_of_them() -> None:
    assert states(State.UP, "-+--+---") == "uuuuuuud"
    assert after(State.UP, "+---")[-1].turned_at == NOON + MINUTE


def test_one_good_look_is_not_up_again_and_two_are_since_the_first() -> None:
    assert states(State.DOWN, "+-++") == "dddu"
    assert after(State.DOWN, "+-++")[-1].turned_at == NOON + 2 * MINUTE


def test_what_is_not_known_is_up_at_the_first_good_look_and_down_after_as_many_as_ever() -> None:
    assert states(State.UNKNOWN, "+") == "u"
    assert [each.state for each in after(State.UNKNOWN, "---")] == ["unknown", "unknown", "down"]


def test_what_flaps_is_up_again_only_after_ten_minutes_without_a_failure() -> None:
    assert STEADY_FOR == 10 * MINUTE
    assert states(State.DOWN, "+++++++++++", is_unsteady=True) == "ddddddddddu"
    assert "u" not in states(State.DOWN, "+++++++++-++++++++++", is_unsteady=True)


@pytest.mark.parametrize(
    ("check", "field"),
    [
        (Http(address="ftp://a.example/"), "address"),
        (Http(address="https://user:word@a.example/"), "address"),
        (Http(address="https://a.example:0/"), "address"),
        (Http(address="https://a.example/\r\nX: y"), "address"),
        (Http(address="https://a.example/", status=99), "status"),
        (Tcp(host="a b", port=25), "host"),
        (Tcp(host="a.example", port=70000), "port"),
        (Dns(name=""), "name_asked"),
        (Dns(name="a..example"), "name_asked"),
        (Dns(name="x" * 64 + ".example"), "name_asked"),
    ],
)
def test_what_can_not_be_asked_is_refused_at_its_field(check: Http | Tcp | Dns, field: str) -> None:
    with pytest.raises(Refused) as refused:
        require_check(check)
    assert refused.value.field == field


def test_names_are_kept_as_the_dns_has_them() -> None:
    assert require_check(Tcp(host=" Bücher.Example. ", port=25)) == Tcp(host="xn--bcher-kva.example", port=25)


@pytest.mark.parametrize(
    ("check", "every", "within", "tries", "field"),
    [
        (Http(address="https://a.example/"), 5, 1, 3, "every"),
        (Http(address="https://a.example/"), 60, 31, 3, "within"),
        (Http(address="https://a.example/"), 60, 5, 0, "tries"),
        (Heartbeat(), 10, 60, 3, "every"),
        (Heartbeat(), 3600, 90_000, 3, "within"),
    ],
)
def test_times_have_sane_limits(
    check: Http | Heartbeat, every: int, within: int, tries: int, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        require_times(check, every=every, within=within, tries=tries)
    assert refused.value.field == field
