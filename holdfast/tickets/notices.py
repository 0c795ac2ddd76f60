"""Who is told of what is said on a ticket, in what words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from holdfast.kernel.facts import Recorded
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.letters import Reader
from holdfast.notices.models import Lane
from holdfast.people.models import Person
from holdfast.tickets import facts
from holdfast.tickets.addresses import desk_url, escalation_url, portal_url
from holdfast.tickets.models import Message, Ticket
from holdfast.tickets.references import mail_subject, reply_token


def tell_of_message(told: Recorded[facts.MessageSent]) -> None:
    """The requester and whoever takes part get a person's words by mail; a question is marked as one."""
    message = Message.objects.select_related("ticket", "author").get(pk=told.fact.message)
    ticket = message.ticket
    readers = [each for each in client_readers(ticket) if each.person.pk not in told.fact.told_elsewhere]
    if ticket.is_machine or not readers:
        return
    write_notice(
        event=f"message-{message.pk}",
        kind="question" if told.fact.asks else "message",
        about=f"ticket-{ticket.pk}",
        readers=readers,
        subject=mail_subject(ticket),
        said={**ticket_values(ticket), "text": message.text, "author": message.author_label},
        lane=Lane.REPLY,
        is_automatic=False,
        thread_root=thread_root(ticket),
        from_name=message.author_label,
        files=[
            {"sha256": each.file_id, "filename": each.filename, "media_type": each.file.media_type}
            for each in message.attachments.select_related("file")
        ],
        at=told.at,
    )


def tell_assignee(told: Recorded[facts.TicketAssigned]) -> None:
    """Whoever gets a ticket from somebody else is told."""
    if told.fact.to is None or told.fact.to == told.by.person_id:
        return
    ticket = Ticket.objects.get(pk=told.fact.ticket)
    write_notice(
        event=f"assigned-{told.entry_id}",
        kind="assigned",
        about=f"ticket-{ticket.pk}",
        readers=[Reader(person=Person.objects.get(pk=told.fact.to), to_client=False)],
        subject=mail_subject(ticket),
        said={**ticket_values(ticket), "by": told.by.label, "desk_url": desk_url(ticket)},
        lane=Lane.UPDATE,
        is_automatic=True,
        thread_root=thread_root(ticket),
        at=told.at,
    )


def client_readers(ticket: Ticket) -> list[Reader]:
    """The requester and the approved collaborators, each with a reply token of their own.

    Those who are not active any more too: the ledger leaves them out, and says so.
    """
    taking_part = Person.objects.filter(pk__in=_participants(ticket)).order_by("pk")
    return [
        Reader(person=person, to_client=True, reply_token=reply_token(ticket.pk, person.pk))
        for person in taking_part
    ]


def ticket_values(ticket: Ticket) -> dict[str, Any]:
    """What every mail about a ticket may say, as plain values."""
    return {
        "number": ticket.pk,
        "reference": ticket.reference,
        "subject": ticket.subject,
        "priority": ticket.priority,
        "is_provisional": ticket.is_provisional,
        "portal_url": portal_url(ticket),
        "escalation_url": escalation_url(ticket),
    }


def thread_root(ticket: Ticket) -> str:
    """The constant first id of the ticket's thread: the mail that opened it, else one made of its reference.

    A mail that comes later changes it no more, or a thread that began with a form would break in two.
    """
    return thread_roots([ticket])[ticket.pk]


def thread_roots(tickets: Sequence[Ticket]) -> dict[int, str]:
    """The same for any number of tickets, by number, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, [[ticket.pk for ticket in tickets]])
        first = dict(cursor.fetchall())
    return {ticket.pk: _root(ticket, first.get(ticket.pk, "")) for ticket in tickets}


_FIRST = """
SELECT DISTINCT ON (ticket_id) ticket_id, mail_id FROM tickets_message
 WHERE ticket_id = ANY(%s::bigint[]) ORDER BY ticket_id, id
"""


def _root(ticket: Ticket, first: str) -> str:
    if first and len(first) < 190 and first.isascii() and not any(c.isspace() for c in first):
        return first if first.startswith("<") else f"<{first}>"
    return f"<{ticket.reference.lower()}@{urlsplit(settings.SITE_URL).hostname}>"


def _participants(ticket: Ticket) -> list[int]:
    others = ticket.collaborators.filter(approved_at__isnull=False).values_list("person", flat=True)
    return [ticket.requester_id, *others]
