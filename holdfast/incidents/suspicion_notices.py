"""Whoever said that a service is down is told what came of it; whoever holds a linked ticket, that it is back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from holdfast.incidents.linked import lock_answerable
from holdfast.incidents.models import Interruption
from holdfast.incidents.notices import thread_root
from holdfast.incidents.public import in_portal
from holdfast.notices.actions.writing import write_notices
from holdfast.notices.letters import Letter, Reader
from holdfast.notices.models import Lane
from holdfast.people.models import Person
from holdfast.tickets.addresses import desk_url
from holdfast.tickets.holders import Holders
from holdfast.tickets.models import Ticket
from holdfast.tickets.notices import client_readers, thread_roots, ticket_values
from holdfast.tickets.references import mail_subject

CONFIRMED: Final = "suspicion_confirmed"
DISMISSED: Final = "suspicion_dismissed"


def tell_reporters(
    interruption: Interruption,
    tickets: Sequence[Ticket],
    *,
    words: str = "",
    author: Person | None = None,
    at: datetime,
) -> None:
    """One mail in the thread of each ticket: that it is confirmed, or in somebody's words that it is none.

    A ticket that suspects the same thing again, after it was told once, is told again.
    """
    roots = thread_roots(tickets)
    said = interruption.suspicions.filter(ticket__in=tickets).order_by("pk")
    newest = dict(said.values_list("ticket", "pk"))
    write_notices(
        [
            Letter(
                event=f"suspicion-weighed-{newest[ticket.pk]}-{ticket.pk}",
                kind=DISMISSED if author else CONFIRMED,
                about=f"ticket-{ticket.pk}",
                readers=client_readers(ticket),
                subject=mail_subject(ticket),
                said={
                    **ticket_values(ticket),
                    "title": interruption.title,
                    "began_at": interruption.began_at,
                    "text": words,
                    "author": str(author or ""),
                    "status_url": in_portal(f"interruption-{interruption.code}"),
                },
                lane=Lane.INTERRUPTION,
                is_automatic=author is None,
                thread_root=roots[ticket.pk],
                from_name=str(author or ""),
            )
            for ticket in tickets
        ],
        at=at,
    )


def tell_holders_of_restoration(interruption: Interruption, *, at: datetime) -> None:
    """Whoever holds linked tickets may go on with them: one letter each, with all of theirs."""
    held = lock_answerable(interruption)
    if not held:
        return
    people = Holders(held)
    theirs: dict[int, tuple[Person, list[dict[str, Any]]]] = {}
    for ticket in held:
        line = {"number": ticket.pk, "subject": ticket.subject, "desk_url": desk_url(ticket)}
        for person in people.of(ticket):
            theirs.setdefault(person.pk, (person, []))[1].append(line)
    write_notices(
        [
            Letter(
                event=f"linked-restored-{interruption.pk}-{interruption.round}-{key}",
                kind="linked_restored",
                about=interruption.about,
                readers=[Reader(person=person, to_client=False)],
                subject=f"[Interruption] {interruption.title}",
                said={"title": interruption.title, "tickets": lines},
                lane=Lane.UPDATE,
                is_automatic=True,
                thread_root=thread_root(interruption),
            )
            for key, (person, lines) in theirs.items()
        ],
        at=at,
    )
