"""The procedure's rules, by table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.people.models import Person
from holdfast.procedure import rules
from holdfast.procedure.rules import Step, step_due, steps_left
from holdfast.tickets.models import Stage

DAY = timedelta(days=1)
T0 = datetime(2026, 3, 2, 9, tzinfo=UTC)
ORLA, BRAM = Person(pk=1, email="orla@x.example"), Person(pk=2, email="bram@x.example")
GONE = Person(pk=1, email="orla@x.example", is_active=False)


@pytest.mark.parametrize(
    ("person", "approvers", "requester", "via", "may"),
    [
        (ORLA, {1}, 2, "portal", True),  # an approver
        (BRAM, {1}, 2, "portal", False),  # the requester, where there is an approver
        (BRAM, {2}, 2, "portal", True),  # the requester, where there is none
        (BRAM, {1}, 2, "link", True),  # the requester was asked before an approver was named
        (BRAM, {1}, 3, "link", False),  # no approver any more
        (GONE, {1}, 1, "link", False),
    ],
)
def test_who_may_approve(person: Person, approvers: set[int], requester: int, via: str, may: bool) -> None:
    assert rules.may_answer_for_client(person, approvers=approvers, requester=requester, via=via) is may


@pytest.mark.parametrize(
    ("priority", "stage"),
    [(1, Stage.QA), (2, Stage.QA), (3, Stage.CLIENT_APPROVAL), (4, Stage.CLIENT_APPROVAL)],
)
def test_where_tier_1s_solution_goes(priority: int, stage: Stage) -> None:
    assert rules.stage_after_tier_1(priority, without_qa=(3, 4)) == stage


@pytest.mark.parametrize(
    ("days", "reminded", "called", "kind", "number"),
    [
        (1, 0, False, None, 0),
        (2, 0, False, "remind", 1),
        (4, 1, False, "remind", 2),
        (4, 0, False, "remind", 2),  # the first went stale
        (5, 2, False, "call", 0),
        (9, 2, True, None, 0),
        (10, 2, True, "approve", 0),
        (30, 0, False, "approve", 0),  # nothing overtakes it
    ],
)
def test_the_steps_against_silence(
    days: int, reminded: int, called: bool, kind: str | None, number: int
) -> None:
    left = steps_left(
        reminders=[T0 + 2 * DAY, T0 + 4 * DAY],
        call=T0 + 5 * DAY,
        approve=T0 + 10 * DAY,
        reminded=reminded,
        is_called_for=called,
    )
    step = step_due(left, at=T0 + days * DAY)
    assert (step.kind, step.number) == (kind, number) if step else kind is None


def test_nothing_approves_by_silence_where_the_policy_does_not_say_so() -> None:
    left = steps_left(reminders=[], call=T0, approve=None, reminded=0, is_called_for=False)
    assert left == [Step("call", T0)]
