"""How long a chain of words to a client has a reason, and whether anybody still waits for one that was missed."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from holdfast.incidents.models import Affected, Maintenance, State
from holdfast.promises.chains import CHAINS
from holdfast.promises.matters import Matter, Standing, about_clients, column, standing_of
from holdfast.promises.models import Promise
from holdfast.promises.models import State as Outcome

HOURLY, CAUSE, MAINTENANCE = "hourly_update", "cause_update", "maintenance_update"
_EXPLAINED: Final = (State.CAUSE_KNOWN, State.CLOSED, State.RETRACTED)


def goes_on(clause: str, standing: Standing, matter: Matter, *, since: datetime) -> bool:
    """Whether the chain of this clause still had a reason at that instant: the client's components were down, the cause was
    not known, or the maintenance ran.
    """
    if isinstance(matter, Maintenance):
        ran = matter.is_running or (matter.ended_at is not None and since < matter.ended_at)
        return clause == MAINTENANCE and ran
    assert isinstance(standing, Affected)
    if clause == HOURLY:
        end = standing.eased_at or standing.restored_at or matter.ended_at
        return matter.is_down and standing.is_unavailable if end is None else since < end
    was_back = standing.restored_at is not None or since < standing.since_at  # of one that is hit again
    return clause == CAUSE and was_back and matter.state not in _EXPLAINED


def is_waited_for(matter: Matter, *, at: datetime) -> bool:
    """Whether a word that was missed is still to come: one of a chain only as long as the chain has a reason, and none once
    the cause is told, or the maintenance is over.
    """
    if matter.is_over if isinstance(matter, Maintenance) else matter.state in _EXPLAINED:
        return False
    missed = Promise.objects.filter(state=Outcome.BROKEN, **about_clients(matter))
    if missed.exclude(clause__in=CHAINS).exists():
        return True
    rows = missed.select_related(column(matter)).iterator(chunk_size=100)
    return any(goes_on(each.clause, standing_of(each), matter, since=at) for each in rows)
