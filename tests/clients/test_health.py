"""What ails a list, the worst first, each with what to do about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from holdfast.clients.emergency.health import Ailment, Reach, State, findings
from tests.world import NOON

GLOBAL = Reach(name="Emergency desk", is_global=True)
ORLA, BRAM = Reach(name="Orla"), Reach(name="Bram")
SOUND = State(
    contacts=[GLOBAL, ORLA], changed_at=NOON - timedelta(days=9), reviewed_at=NOON - timedelta(days=3)
)


@pytest.mark.parametrize(
    ("state", "ailments"),
    [
        (SOUND, []),
        (replace(SOUND, contacts=[GLOBAL]), []),
        (State(), [Ailment.EMPTY]),
        (replace(SOUND, contacts=[]), [Ailment.EMPTY]),
        (replace(SOUND, contacts=[GLOBAL, replace(ORLA, has_bounced=True)]), [Ailment.BOUNCING]),
        (replace(SOUND, contacts=[GLOBAL, replace(ORLA, has_bounced=True, is_confirmed=False)]), [Ailment.BOUNCING]),
        (replace(SOUND, contacts=[GLOBAL, replace(ORLA, has_bounced=True, uses_mail=False)]), []),
        (replace(SOUND, contacts=[GLOBAL, replace(ORLA, is_confirmed=False)]), [Ailment.UNVERIFIED]),
        (replace(SOUND, contacts=[GLOBAL, replace(ORLA, is_confirmed=False, uses_mail=False)]), []),
        (replace(SOUND, contacts=[ORLA, BRAM]), [Ailment.NO_GLOBAL]),
        (replace(SOUND, contacts=[ORLA]), [Ailment.ONE_PERSON, Ailment.NO_GLOBAL]),
        (replace(SOUND, reviewed_at=NOON - timedelta(days=92)), []),
        (replace(SOUND, reviewed_at=NOON - timedelta(days=92, seconds=1)), [Ailment.STALE]),
        (replace(SOUND, reviewed_at=None), [Ailment.STALE]),
        (replace(SOUND, changed_at=NOON - timedelta(days=184)), []),
        (replace(SOUND, changed_at=NOON - timedelta(days=184, seconds=1)), [Ailment.STALE]),
        (
            State(
                contacts=[replace(ORLA, has_bounced=True), replace(BRAM, is_confirmed=False)],
                changed_at=NOON - timedelta(days=400),
            ),
            [Ailment.BOUNCING, Ailment.UNVERIFIED, Ailment.STALE, Ailment.NO_GLOBAL],
        ),
    ],
)  # fmt: skip
def test_a_state_has_its_ailments_the_worst_first(state: State, ailments: list[Ailment]) -> None:
    assert [each.ailment for each in findings(state, at=NOON)] == ailments


def test_each_says_whom_it_is_about_and_what_to_do() -> None:
    four = [Reach(name=name, is_confirmed=False) for name in ("Orla", "Bram", "Night desk", "Fay")]
    unproven, _ = findings(replace(SOUND, contacts=four), at=NOON)
    assert unproven.advice == (
        "Orla, Bram and 2 others have not confirmed. Send the link again, or ask the client about it."
    )
    bounced, *_ = findings(
        replace(SOUND, contacts=[GLOBAL, *(replace(each, has_bounced=True) for each in (ORLA, BRAM))]),
        at=NOON,
    )
    assert bounced.advice.startswith("Mail to Orla and Bram came back. Call the client")


def test_an_unreviewed_list_and_one_that_never_changes_are_told_apart() -> None:
    (unreviewed,) = findings(replace(SOUND, reviewed_at=None), at=NOON)
    (unchanged,) = findings(replace(SOUND, changed_at=NOON - timedelta(days=200)), at=NOON)
    assert "confirm that it is right" in unreviewed.advice
    assert "who has come and gone" in unchanged.advice
