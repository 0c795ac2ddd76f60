"""Where it stands: the clock of what is owed next, since when, how many clients, which promises."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from django.db.models import Count, Min, Q

from holdfast.incidents.models import Interruption, State
from holdfast.incidents.models.interruption import OVER
from holdfast.incidents.variables import lasts
from holdfast.look.pieces import when
from holdfast.promises.models import OWED, Promise
from holdfast.promises.models import State as Outcome
from holdfast.web.interruptions.listing import TONES
from holdfast.web.told import due_next


def state_context(found: Interruption, *, now: datetime, zone: tzinfo) -> dict[str, Any]:
    promises = Promise.objects.filter(affected__interruption=found)
    counted = promises.aggregate(
        kept=Count("pk", filter=Q(state=Outcome.KEPT)),
        broken=Count("pk", filter=Q(broken_at__isnull=False)),
        promised=Count("pk", filter=~Q(state=Outcome.WAIVED)),
    )
    owed = promises.filter(state__in=OWED).values("clause", "due_at")
    first = owed.annotate(start_at=Min("start_at"), clients=Count("pk")).order_by("due_at", "clause").first()
    return {
        "found": found,
        "state": State(found.state).label,
        "tone": TONES.get(State(found.state), ""),
        "next_due": due_next(**first, now=now) if first else None,
        **counted,
        "began": when(found.began_at, now=now, zone=zone),
        "lasts": lasts(found.began_at, found.restored_at or found.ended_at or now),
        "affected": found.affected.count(),
        "is_over": found.state in OVER,
    }
