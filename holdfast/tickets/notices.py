"""Who is told of what is said on a ticket, in what words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from holdfast.kernel.facts import Recorded
from holdfast.kernel.keyed import Keyed
from holdfast.kernel.prepared import Prepared
from holdfast.notices.actions.writing import write_notice, write_notices
from holdfast.notices.letters import Letter, Reader
from holdfast.notices.models import Lane
from holdfast.people.models import Person
from holdfast.tickets import facts
from holdfast.tickets.addresses import desk_url, escalation_url, portal_url
from holdfast.tickets.models import Collaborator, Message, Ticket
from holdfast.tickets.references import mail_subject, reply_token


def tell_of_messages(told: Sequence[Recorded[facts.MessageSent]]) -> None:
    """The requester and whoever takes part get a person's words by mail; a question is marked as one."""
    tickets = [each.row or Ticket.objects.get(pk=each.fact.ticket) for each in told]
    readers = readers_of_all([ticket for ticket in tickets if not ticket.is_machine])
    left = [
        (each.fact, told_to)
        for each in told
        if (told_to := _not_told(readers.get(each.fact.ticket, ()), each.fact))
    ]
    if not left:
        return
    rows = Message.objects.select_related("ticket", "author").prefetch_related("attachments__file")
    messages = rows.in_bulk([fact.message for fact, _ in left])
    roots = thread_roots([message.ticket for message in messages.values()])
    letters = [_letter(messages[fact.message], told_to, roots, asks=fact.asks) for fact, told_to in left]
    write_notices(letters, at=told[0].at)


def mail_messages(messages: Sequence[Message], *, at: datetime) -> None:
    """Mail to its client what was to be read elsewhere and was not; whoever was told of it by mail is not told again."""
    readers = readers_of_all([message.ticket for message in messages])
    roots = thread_roots([message.ticket for message in messages])
    write_notices(
        [
            _letter(message, told_to, roots, asks=message.asks)
            for message in messages
            if (told_to := readers[message.ticket_id])
        ],
        at=at,
    )


def _not_told(readers: Sequence[Reader], fact: facts.MessageSent) -> list[Reader]:
    return [each for each in readers if each.person.pk not in fact.told_elsewhere]


def _letter(message: Message, readers: Sequence[Reader], roots: Mapping[int, str], *, asks: bool) -> Letter:
    ticket = message.ticket
    return Letter(
        event=f"message-{message.pk}",
        kind="question" if asks else "message",
        about=f"ticket-{ticket.pk}",
        readers=readers,
        subject=mail_subject(ticket),
        said={**ticket_values(ticket), "text": message.text, "author": message.author_label},
        lane=Lane.REPLY,
        is_automatic=False,
        thread_root=roots[ticket.pk],
        from_name=message.author_label,
        files=[
            {"sha256": each.file_id, "filename": each.filename, "media_type": each.file.media_type}
            for each in message.attachments.all()
        ],
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

    Those who are not active any more too: the ledger leaves them out, and says so. Not who never gave an address.
    """
    return readers_of_all([ticket])[ticket.pk]


def readers_of_all(tickets: Sequence[Ticket]) -> dict[int, list[Reader]]:
    """The same of any number of tickets, by number, in two queries."""
    taking_part = {ticket.pk: {ticket.requester_id} for ticket in tickets}
    for each in _approved(list(taking_part)):
        taking_part[each.ticket_id].add(each.person_id)
    people = {each.pk: each for each in _people(list({key for its in taking_part.values() for key in its}))}
    return {
        number: [
            Reader(person=people[key], to_client=True, reply_token=reply_token(number, key))
            for key in sorted(its)
            if people[key].has_address
        ]
        for number, its in taking_part.items()
    }


_approved = Prepared(
    lambda tickets: Collaborator.objects.filter(ticket__among=tickets, approved_at__isnull=False), list
)
_people = Prepared(lambda keys: Person.objects.filter(pk__among=keys), list)


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
    first = dict(_first([ticket.pk for ticket in tickets]))
    return {ticket.pk: _root(ticket, first.get(ticket.pk, "")) for ticket in tickets}


_first = Keyed(
    "SELECT DISTINCT ON (ticket_id) ticket_id, mail_id FROM tickets_message WHERE ticket_id {among} ORDER BY ticket_id, id"
)


def _root(ticket: Ticket, first: str) -> str:
    if first and len(first) < 190 and first.isascii() and not any(c.isspace() for c in first):
        return first if first.startswith("<") else f"<{first}>"
    return f"<{ticket.reference.lower()}@{urlsplit(settings.SITE_URL).hostname}>"
