"""A call on the line for Priority 1 that nobody took pages whoever is on duty, by all of their ways."""

from __future__ import annotations

from holdfast.channels.voice.models import Call
from holdfast.duty.actions.opening import Call as Paged
from holdfast.duty.actions.opening import page_somebody
from holdfast.duty.models import Cause
from holdfast.kernel import clock
from holdfast.people.numbers import readable
from holdfast.tickets.addresses import desk_url


def page_for(call: Call) -> None:
    """Once for each call, however often it is told that nobody took it."""
    ticket = call.ticket
    if ticket is None:
        return
    paged = Paged(
        event=f"call-{call.pk}",
        cause=Cause.CALL,
        about=f"ticket-{ticket.pk}",
        words=f"Nobody took the Priority 1 call from {call.person or readable(call.caller)}",
        url=desk_url(ticket),
        severity=1,
        team=call.team_id,
    )
    page_somebody([paged], at=clock.now())
