"""Where it stands: the clock of what is owed next, since when, how many clients, which promises."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from holdfast.incidents.models import Interruption, State
from holdfast.incidents.models.interruption import OVER
from holdfast.incidents.variables import lasts
from holdfast.look.pieces import when
from holdfast.promises.models import Promise
from holdfast.promises.models import State as Outcome
from holdfast.web.interruptions.listing import TONES
from holdfast.web.told import next_due


def state_context(found: Interruption, *, now: datetime, zone: tzinfo) -> dict[str, Any]:
    promises = list(Promise.objects.filter(affected__interruption=found).order_by("due_at"))
    return {
        "found": found,
        "state": State(found.state).label,
        "tone": TONES.get(State(found.state), ""),
        "next_due": next_due(promises, now=now),
        "kept": sum(each.state == Outcome.KEPT for each in promises),
        "broken": sum(each.broken_at is not None for each in promises),
        "promised": sum(each.state != Outcome.WAIVED for each in promises),
        "began": when(found.began_at, now=now, zone=zone),
        "lasts": lasts(found.began_at, found.restored_at or found.ended_at or now),
        "affected": found.affected.count(),
        "is_over": found.state in OVER,
    }
