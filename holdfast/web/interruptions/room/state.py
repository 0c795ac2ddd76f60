"""Where it stands: the clock of what is owed next, since when, how many clients, which promises."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from django.db.models import Count, Q

from holdfast.incidents.models import Interruption, State
from holdfast.incidents.models.interruption import OVER
from holdfast.incidents.variables import lasts
from holdfast.look.pieces import when
from holdfast.promises.models import OWED, Promise
from holdfast.promises.models import State as Outcome
from holdfast.promises.rounds import in_round_of
from holdfast.web.interruptions.listing import TONES
from holdfast.web.told import due_next


def state_context(found: Interruption, *, now: datetime, zone: tzinfo) -> dict[str, Any]:
    promises = Promise.objects.filter(affected__interruption=found)
    owed = Q(state__in=OWED)
    first = promises.filter(owed).order_by("due_at", "clause").first()
    counted = promises.aggregate(
        kept=Count("pk", filter=Q(state=Outcome.KEPT)),
        broken=Count("pk", filter=Q(broken_at__isnull=False)),
        promised=Count("pk", filter=~Q(state=Outcome.WAIVED)),
        clients=Count("pk", filter=owed & in_round_of(first) if first else owed),
    )
    clients = counted.pop("clients")
    return {
        "found": found,
        "state": State(found.state).label,
        "tone": TONES.get(State(found.state), ""),
        "next_due": due_next(
            first.clause, start_at=first.start_at, due_at=first.due_at, clients=clients, now=now
        )
        if first
        else None,
        **counted,
        "began": when(found.began_at, now=now, zone=zone, inside=True),
        "lasts": lasts(found.began_at, found.restored_at or found.ended_at or now),
        "affected": found.affected.count(),
        "is_over": found.state in OVER,
    }
