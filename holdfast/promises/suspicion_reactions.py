"""The promise that a client's suspicion is weighed at once (E5): made on their ticket, kept once they are told."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.incidents.facts import SuspicionWeighed, TicketSuspects
from holdfast.incidents.suspicion_notices import CONFIRMED, DISMISSED
from holdfast.kernel.facts import Recorded
from holdfast.notices.facts import NoticeAccepted
from holdfast.notices.models import Notice
from holdfast.promises.actions.breaking import break_overdue
from holdfast.promises.actions.keeping import keep_owed, owed
from holdfast.promises.actions.making import Word, make_promises
from holdfast.promises.actions.waiving import Cause, waive_by_rule
from holdfast.promises.clauses import WEIGHED
from holdfast.tickets.models import Ticket
from holdfast.tickets.notices import readers_of_all


def promise_weighing(told: Recorded[TicketSuspects]) -> None:
    """From the moment at which it is known as a suspicion."""
    ticket = told.row if isinstance(told.row, Ticket) else Ticket.objects.locked(told.fact.ticket)
    make_promises(ticket, [Word(clause=WEIGHED, start_at=told.at)], at=told.at)


def let_telling_be(told: Sequence[Recorded[SuspicionWeighed]]) -> None:
    """Weighed, and nobody of the ticket gave an address: no channel can take the word that alone would keep it."""
    tickets = list(Ticket.objects.filter(pk__in={each.fact.ticket for each in told}).order_by("pk"))
    readers = readers_of_all(tickets)
    for ticket in tickets:
        if readers[ticket.pk]:
            continue
        break_overdue(ticket, WEIGHED, as_of=told[0].at, at=told[0].at)
        waive_by_rule(owed(ticket, WEIGHED), ticket=ticket, cause=Cause.NO_ADDRESS, at=told[0].at)


def keep_weighing(told: Recorded[NoticeAccepted]) -> None:
    """Confirmed or dismissed, and a channel of the reporter took the word of it."""
    fact = told.fact
    if fact.kind not in (CONFIRMED, DISMISSED) or not fact.to_client:
        return
    written_at = Notice.objects.values_list("created_at", flat=True).get(pk=fact.notice)
    keep_owed(
        _lasting(int(fact.concerning.removeprefix("ticket-"))),
        WEIGHED,
        as_of=fact.accepted_at,
        evidence=f"delivery-{fact.delivery}",
        begun_by=written_at,
        at=told.at,
    )


def _lasting(number: int) -> Ticket:
    """The ticket, locked; where it went into another since the word was written, that one, which owes it now."""
    into = Ticket.objects.values_list("merged_into", flat=True).get(pk=number)
    if into is not None:
        return _lasting(into)
    ticket = Ticket.objects.locked(number)
    return _lasting(ticket.merged_into_id) if ticket.merged_into_id is not None else ticket
