"""What an interruption took away is corrected once it is over: a new row counts in the place of the one that stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from holdfast.incidents.facts import ImpactCorrected
from holdfast.incidents.models import NOTHING, Impact, Interruption, Level, State
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person

UNNOTICED: Final = timedelta(days=1)
"""So much earlier than anybody noticed an interruption may something have been wrong already."""
_WAS_NONE: Final = (State.SUSPECTED, State.DISMISSED, State.RETRACTED)


@dataclass(frozen=True, kw_only=True)
class Correction:
    """How a component was after all, in the same place."""

    level: str
    """One of the levels, or `NOTHING`."""
    began_at: datetime
    ended_at: datetime
    excluded_because: str = ""


@transaction.atomic
def correct_impact(impact: Impact, correction: Correction, *, because: str, by: Person) -> Impact:
    """Uptime, bars and statements are reckoned by it from now on; the history keeps both. Promises stay as they ended.

    Refused: `forbidden`, `wrong_stage`, `still_lasts`, `corrected_meanwhile`, `nothing_new`, and at its field `no_level`,
    `ends_before_start`, `in_the_future`, `outside`, `no_reason`.
    """
    require_may(by, Act.CORRECT_INTERRUPTION)
    interruption = Interruption.objects.locked(impact.interruption_id)
    present = Impact.recorded.select_related("component__service").get(pk=impact.pk)
    at = clock.now()
    _require_correctable(present, interruption)
    _require_sound(correction, interruption, now=at)
    because = one_line(because, limit=400)
    if not because:
        raise Refused("Say why: clients read it in their statement.", code="no_reason", field="because")
    level, excluded = correction.level, one_line(correction.excluded_because, limit=400)
    said = (level, correction.began_at, correction.ended_at, "" if level == NOTHING else excluded)
    if said == (present.level, present.began_at, present.ended_at, present.excluded_because):
        raise Refused("That is what stands there already.", code="nothing_new")
    made = Impact.recorded.create(
        interruption=interruption,
        component=present.component,
        place=present.place,
        level=level,
        began_at=correction.began_at,
        ended_at=correction.ended_at,
        excluded_because=said[-1],
        corrects=present,
        because=because,
        corrected_by=by,
        corrected_at=at,
    )
    fact = ImpactCorrected(
        interruption=interruption.pk,
        impact=made.pk,
        corrects=present.pk,
        component=str(present.component),
        level=level,
        began_at=made.began_at.isoformat(),
        ended_at=correction.ended_at.isoformat(),
        because=because,
    )
    record(fact, by=by.actor, at=at, row=interruption)
    return made


def is_correctable(interruption: Interruption) -> bool:
    """Whether anything of it counts."""
    return interruption.state not in _WAS_NONE


def _require_correctable(present: Impact, interruption: Interruption) -> None:
    if not is_correctable(interruption):
        raise Refused("It counts nowhere, so there is nothing to correct.", code="wrong_stage")
    if present.ended_at is None:
        raise Refused("It still lasts. Say first that it is back.", code="still_lasts")
    if present.corrections.exists():
        raise Refused("Somebody corrected it meanwhile. Look again.", code="corrected_meanwhile")


def _require_sound(correction: Correction, interruption: Interruption, *, now: datetime) -> None:
    if correction.level not in (*Level.values, NOTHING):
        raise Refused("Say how it was.", code="no_level", field="level")
    if correction.ended_at <= correction.began_at:
        raise Refused("It ended after it began.", code="ends_before_start", field="ended_at")
    if correction.ended_at > now:
        raise Refused("It can't have ended in the future.", code="in_the_future", field="ended_at")
    if correction.began_at < interruption.began_at - UNNOTICED:
        raise Refused(
            f"That is outside the interruption: it began {_utc(interruption.began_at)}, and a day before that at most.",
            code="outside",
            field="began_at",
        )
    if interruption.ended_at is not None and correction.ended_at > interruption.ended_at:
        raise Refused(
            f"That is outside the interruption: it was closed {_utc(interruption.ended_at)}.",
            code="outside",
            field="ended_at",
        )


def _utc(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
