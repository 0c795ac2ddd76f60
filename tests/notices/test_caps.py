"""Caps on automatic mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection

from holdfast.notices.caps import PER_CLIENT_ADDRESS, PER_THREAD, full_step
from holdfast.notices.models import Delivery, Lane
from holdfast.people.models import Person
from tests.notices.letters import NOON, Time, row, tell


@pytest.mark.parametrize("ladder", [PER_THREAD, PER_CLIENT_ADDRESS])
def test_t21_every_step_of_a_ladder_is_reached_and_left_again(ladder: tuple[tuple[int, int], ...]) -> None:
    for minutes, mails in ladder:
        spaced = [NOON - timedelta(minutes=minutes) * number / mails for number in range(mails)]
        assert full_step(((minutes, mails),), spaced, NOON) == (minutes, mails)
        earlier = [at - timedelta(minutes=minutes) / mails for at in spaced]
        assert full_step(((minutes, mails),), earlier, NOON) is None


def test_t18_automatic_mail_about_one_thing_stops_at_ten_with_one_alarm(
    mara: Person, teo: Person, time: Time, facts: Callable[[str], list[dict[str, object]]]
) -> None:
    written = [row(tell(mara), mara) for _ in range(14)]
    assert [each.state for each in written] == ["waiting"] * 10 + ["cancelled"] * 4
    assert written[10].trouble == "Muted: 10 automatic mails about this within 10 minutes."
    assert len(facts("NoticeMuted")) == 1
    assert row(tell(teo), teo).state == "waiting"
    time.forward(minutes=10)
    assert row(tell(mara), mara).state == "waiting"


def test_t21_automatic_mail_about_many_things_stops_at_thirty_an_address(mara: Person) -> None:
    written = [row(tell(mara, about=f"matter-{number}"), mara).state for number in range(32)]
    assert written == ["waiting"] * 30 + ["cancelled"] * 2


def test_caps_hold_within_one_batch_too(mara: Person) -> None:
    from holdfast.notices.actions.writing import write_notices
    from holdfast.notices.letters import Letter
    from tests.notices.letters import to

    write_notices(
        [
            Letter(event=f"e{number}", kind="test_mail", about="matter-1", readers=to(mara), subject="x")
            for number in range(12)
        ]
    )
    assert Delivery.objects.filter(state="cancelled").count() == 2


@pytest.mark.parametrize(
    "more", [{"is_automatic": False}, {"lane": Lane.PAGING}, {"lane": Lane.INTERRUPTION}]
)
def test_people_and_emergencies_are_never_muted(mara: Person, more: dict[str, Any]) -> None:
    assert {row(tell(mara, **more), mara).state for _ in range(12)} == {"waiting"}


def test_t14_when_nothing_can_be_counted_automatic_mail_stops_and_people_go_on(mara: Person) -> None:
    def count_nothing(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if "unnest" in sql and "d.is_counted" in sql:
            raise OperationalError("canceling statement due to statement timeout")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count_nothing):
        machine, person = tell(mara), tell(mara, is_automatic=False)
    assert row(machine, mara).state == "cancelled"
    assert "could not be counted" in row(machine, mara).trouble
    assert row(person, mara).state == "waiting"
