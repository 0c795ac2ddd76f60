"""The promise that a client's suspicion is weighed at once (E5): made on their ticket, kept once they are told."""

from __future__ import annotations

from holdfast.incidents.facts import TicketSuspects
from holdfast.incidents.suspicion_notices import CONFIRMED, DISMISSED
from holdfast.kernel.facts import Recorded
from holdfast.notices.facts import NoticeAccepted
from holdfast.notices.models import Notice
from holdfast.promises.actions.keeping import keep_owed
from holdfast.promises.actions.making import Word, make_promises
from holdfast.promises.clauses import WEIGHED
from holdfast.tickets.models import Ticket


def promise_weighing(told: Recorded[TicketSuspects]) -> None:
    """From the moment at which it is known as a suspicion."""
    ticket = told.row if isinstance(told.row, Ticket) else Ticket.objects.locked(told.fact.ticket)
    make_promises(ticket, [Word(clause=WEIGHED, start_at=told.at)], at=told.at)


def keep_weighing(told: Recorded[NoticeAccepted]) -> None:
    """Confirmed or dismissed, and a channel of the reporter took the word of it."""
    fact = told.fact
    if fact.kind not in (CONFIRMED, DISMISSED) or not fact.to_client:
        return
    written_at = Notice.objects.values_list("created_at", flat=True).get(pk=fact.notice)
    keep_owed(
        Ticket.objects.locked(int(fact.concerning.removeprefix("ticket-"))),
        WEIGHED,
        as_of=fact.accepted_at,
        evidence=f"delivery-{fact.delivery}",
        begun_by=written_at,
        at=told.at,
    )
