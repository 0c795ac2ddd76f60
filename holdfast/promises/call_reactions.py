"""A call that was missed is to be returned; a call that is held returns it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from holdfast.kernel.facts import Recorded
from holdfast.promises.actions.keeping import is_awaited, keep_owed
from holdfast.promises.actions.making import Word, make_promises
from holdfast.tickets.facts import CallHeld, CallMissed
from holdfast.tickets.models import Ticket

RETURNED: Final = "call_returned"


def promise_call_back(told: Recorded[CallMissed]) -> None:
    """From when it was missed; who calls again meanwhile is owed one call, not two."""
    ticket = told.row or Ticket.objects.locked(told.fact.ticket)
    missed_at = datetime.fromisoformat(told.fact.missed_at)
    if not is_awaited(ticket, RETURNED, since=missed_at):
        make_promises(ticket, [Word(clause=RETURNED, start_at=missed_at)], at=told.at)


def keep_call_back(told: Recorded[CallHeld]) -> None:
    """Whoever called: the client was spoken with after the call that we missed."""
    ticket = told.row or Ticket.objects.locked(told.fact.ticket)
    ended_at = datetime.fromisoformat(told.fact.ended_at)
    evidence = f"call-{told.fact.call}"
    keep_owed(ticket, RETURNED, as_of=ended_at, evidence=evidence, begun_by=ended_at, at=told.at)
