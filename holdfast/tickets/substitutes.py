"""Who of a client gets a word in the place of those whom it did not reach."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from holdfast.clients.models import Contact
from holdfast.notices.acceptance import may_yet_arrive
from holdfast.notices.actions.writing import add_readers
from holdfast.notices.letters import Reader
from holdfast.notices.models import Delivery, Notice
from holdfast.people.models import Person
from holdfast.tickets.access import visible_tickets
from holdfast.tickets.models import Ticket
from holdfast.tickets.references import reply_token


def write_to_substitute(ticket: Ticket, notice: Notice, *, at: datetime) -> None:
    """Once a notice can reach none of its readers any more, the next contact of the client gets it, so marked.

    A link that only its reader may use goes to nobody else.
    """
    if any(key.endswith("_link") for key in notice.said):
        return
    rows = Delivery.objects.filter(notice=notice, to_client=True)
    if not may_yet_arrive(rows) and (
        person := substitute_for(ticket, rows.values_list("address", flat=True))
    ):
        token = reply_token(ticket.pk, person.pk)
        reader = Reader(person=person, to_client=True, reply_token=token, is_substitute=True)
        add_readers(notice, [reader], at=at)


def substitute_for(ticket: Ticket, tried: Iterable[str]) -> Person | None:
    """A contact of the ticket's organisation who may see it: an approver, else an administrator.

    None whose address was tried, came back before, or was never shown to be theirs.
    """
    contacts = (
        Contact.objects.filter(Q(is_approver=True) | Q(is_administrator=True))
        .filter(organisation=ticket.organisation_id or 0, person__is_active=True)
        .filter(person__confirmed_at__isnull=False, person__bounced_at=None)
        .exclude(person__email__in=list(tried))
        .select_related("person")
        .order_by("-is_approver", "person")
    )
    for contact in contacts:
        if visible_tickets(contact.person).filter(pk=ticket.pk).exists():
            return contact.person
    return None
