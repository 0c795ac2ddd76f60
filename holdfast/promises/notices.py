"""Who is told of promises, in what words: the client of what is promised, our people of what comes due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from holdfast.kernel.facts import Recorded
from holdfast.kernel.keyed import Keyed
from holdfast.notices.actions.writing import write_notice, write_notices
from holdfast.notices.letters import Letter, Reader
from holdfast.notices.models import Lane
from holdfast.policy.queries import document_of
from holdfast.promises.chains import CHAINS
from holdfast.promises.models import OWED, Promise
from holdfast.tickets import facts as tickets
from holdfast.tickets.addresses import desk_url
from holdfast.tickets.holders import Holders
from holdfast.tickets.models import Channel, Ticket
from holdfast.tickets.notices import client_readers, thread_root, thread_roots, ticket_values
from holdfast.tickets.references import mail_subject, reply_token

Pair = tuple[Promise, Ticket]


def acknowledge(told: Sequence[Recorded[tickets.TicketOpened | tickets.PersonWrote]]) -> None:
    """The requester gets the reference and what is promised, at once (B1); machine mail is never answered (T1).

    Whoever came by chat has read it there.
    """
    tickets_of = [each.row or Ticket.objects.get(pk=each.fact.ticket) for each in told]
    opened = [ticket for ticket in tickets_of if not ticket.is_machine and ticket.channel != Channel.CHAT]
    promised, roots = _promised(opened), thread_roots(opened)
    write_notices(
        [_acknowledgement(ticket, promised[ticket.pk], roots[ticket.pk]) for ticket in opened], at=told[0].at
    )


def _acknowledgement(ticket: Ticket, promised: list[dict[str, str]], root: str) -> Letter:
    token = reply_token(ticket.pk, ticket.requester_id)
    return Letter(
        event=f"acknowledgement-{ticket.pk}",
        kind="acknowledgement",
        about=f"ticket-{ticket.pk}",
        readers=[Reader(person=ticket.requester, to_client=True, reply_token=token)],
        subject=mail_subject(ticket),
        said={**ticket_values(ticket), "promised": promised},
        lane=Lane.UPDATE,
        is_automatic=True,
        thread_root=root,
    )


def tell_of_priority(told: Recorded[tickets.PriorityChanged]) -> None:
    """The client hears of a change of priority, why, and what is due when now (B4); machine mail is never answered."""
    ticket = Ticket.objects.get(pk=told.fact.ticket)
    if ticket.is_machine:
        return
    write_notice(
        event=f"priority-{told.entry_id}",
        kind="priority_changed",
        about=f"ticket-{ticket.pk}",
        readers=client_readers(ticket),
        subject=mail_subject(ticket),
        said={
            **ticket_values(ticket),
            "formerly": told.fact.formerly,
            "words": told.fact.words,
            "promised": _promised([ticket])[ticket.pk],
        },
        lane=Lane.UPDATE,
        is_automatic=True,
        thread_root=thread_root(ticket),
        at=told.at,
    )


CLIENT_HEARS_OF = ("first_response", "turnaround", "client_update")
"""Clauses whose due times a client is shown."""


def tell_of_later_promises(pairs: Sequence[Pair], *, reason: str, at: datetime) -> None:
    """The client is told where a due time gets later."""
    write_notices(
        [
            Letter(
                event=f"promise-later-{promise.pk}-{promise.generation}",
                kind="promise_later",
                about=f"ticket-{ticket.pk}",
                readers=client_readers(ticket),
                subject=mail_subject(ticket),
                said={
                    **ticket_values(ticket),
                    "clause": document_of(promise.policy_version_id).clause(promise.clause).title,
                    "due_at": promise.due_at.isoformat(),
                    "reason": reason,
                },
                thread_root=thread_root(ticket),
            )
            for promise, ticket in pairs
            if promise.clause in CLIENT_HEARS_OF
        ],
        at=at,
    )


def tell_of_breaches(pairs: Sequence[Pair], *, at: datetime) -> None:
    """Whoever holds the ticket is told of a breach; while nobody does, its team, else who stands in."""
    _tell_staff(pairs, kind="promise_broken", lane=Lane.PAGING, at=at)


def tell_of_warnings(pairs: Sequence[Pair], *, at: datetime) -> None:
    """Only whoever holds the ticket is warned."""
    held = [(promise, ticket) for promise, ticket in pairs if ticket.assignee_id is not None]
    _tell_staff(held, kind="promise_warned", lane=Lane.UPDATE, at=at)


def _tell_staff(pairs: Sequence[Pair], *, kind: str, lane: Lane, at: datetime) -> None:
    if not pairs:
        return
    tickets = [ticket for _, ticket in pairs]
    people, roots = Holders(tickets), thread_roots(tickets)
    write_notices(
        [
            Letter(
                event=f"{kind}-{promise.pk}-{promise.generation}",
                kind=kind,
                about=f"ticket-{ticket.pk}",
                readers=[Reader(person=person, to_client=False) for person in people.of(ticket)],
                subject=mail_subject(ticket),
                said=_staff_values(promise, ticket),
                lane=lane,
                is_automatic=True,
                thread_root=roots[ticket.pk],
            )
            for promise, ticket in pairs
        ],
        at=at,
    )


def _staff_values(promise: Promise, ticket: Ticket) -> dict[str, Any]:
    title = document_of(promise.policy_version_id).clause(promise.clause).title
    return {
        **ticket_values(ticket),
        "desk_url": desk_url(ticket),
        "clause": f"{title}, level {promise.climb.level}" if promise.climb else title,
        "due_at": promise.due_at.isoformat(),
        "severity": ticket.priority,
    }


def _promised(opened: Sequence[Ticket]) -> dict[int, list[dict[str, str]]]:
    """What the client of each ticket may expect next, by due time: title and instant.

    Of a chain only the link that runs: those that were missed before it are no promise any more.
    """
    found: dict[int, list[dict[str, str]]] = {ticket.pk: [] for ticket in opened}
    owed = _promises(list(found), owed=list(OWED), clauses=list(CLIENT_HEARS_OF), chains=list(CHAINS))
    for ticket, version, clause, due_at, state in owed:
        title = document_of(version).clause(clause).title
        found[ticket].append({"title": title, "due_at": due_at.isoformat(), "state": state})
    return found


_promises = Keyed("""
SELECT ticket_id, policy_version_id, clause, due_at, state FROM promises_promise
 WHERE ticket_id {among} AND state = ANY(%(owed)s) AND clause = ANY(%(clauses)s)
   AND NOT (state = 'broken' AND clause = ANY(%(chains)s)) ORDER BY due_at
""")
