"""An interruption comes to another stage of its life."""

from __future__ import annotations

from datetime import datetime

from holdfast.incidents.facts import InterruptionMoved
from holdfast.incidents.models import Interruption, State
from holdfast.kernel.facts import record
from holdfast.people.models import Person


def move(interruption: Interruption, to: State, *, at: datetime, by: Person) -> None:
    """Of a locked interruption; whoever may is asked by the caller."""
    formerly, interruption.state = interruption.state, to
    interruption.save(update_fields=["state"])
    fact = InterruptionMoved(interruption=interruption.pk, formerly=formerly, state=to)
    record(fact, by=by.actor, at=at, row=interruption)
