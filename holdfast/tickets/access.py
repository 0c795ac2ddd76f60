"""The only way to a ticket: what a person may see, and the ticket they asked for, or nothing."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from holdfast.kernel.prepared import Prepared
from holdfast.people.models import Person
from holdfast.tickets.models import Ticket


def visible_tickets(person: Person) -> QuerySet[Ticket]:
    """A person of the vendor sees every ticket; of a client, their own, and the organisation's when administrator.

    A ticket opened by machine mail has no side that a client could see (T1).
    """
    if person.is_vendor and person.is_active:
        return Ticket.objects.all()
    mine = Q(requester=person) | Q(collaborators__person=person, collaborators__approved_at__isnull=False)
    contact = getattr(person, "contact", None)
    if contact is not None and contact.is_administrator:
        mine |= Q(organisation=contact.organisation_id)
    if contact is not None and contact.is_approver:
        mine |= Q(organisation=contact.organisation_id, stage=7)
    return Ticket.objects.filter(mine, is_machine=False).distinct()


def visible_condition(person: Person) -> tuple[str, dict[str, Any]]:
    """`visible_tickets` as a condition on the row `t`, with its values, for `queries.search` (T42, T47)."""
    if person.is_vendor and person.is_active:
        return "", {}
    contact = getattr(person, "contact", None)
    values = {
        "me": person.pk,
        "my_organisation": contact.organisation_id if contact else None,
        "administers": bool(contact and contact.is_administrator),
        "approves": bool(contact and contact.is_approver),
    }
    return _VISIBLE, values


_VISIBLE = """(NOT t.is_machine AND (t.requester_id = %(me)s
    OR EXISTS (SELECT 1 FROM tickets_collaborator c
                WHERE c.ticket_id = t.id AND c.person_id = %(me)s AND c.approved_at IS NOT NULL)
    OR (t.organisation_id = %(my_organisation)s AND (%(administers)s OR (%(approves)s AND t.stage = 7)))))"""


def ticket_with_its_people(person: Person, number: int) -> Ticket | None:
    """The ticket that a person of the vendor sees, with whom it concerns, in one query."""
    if not (person.is_vendor and person.is_active):
        raise ValueError("Only people of the vendor see whom a ticket concerns.")
    return _with_its_people.one(number)


_with_its_people = Prepared(
    lambda number: Ticket.objects.filter(pk=number).select_related(
        "requester__contact", "organisation__account_manager", "product", "assignee"
    ),
    int,
)


def ticket_for(person: Person, number: int) -> Ticket:
    """The ticket, when this person may see it; hidden and missing are the same 404 (T42)."""
    ticket = visible_tickets(person).filter(pk=number).first()
    if ticket is None:
        raise Http404("There is no such ticket.")
    return ticket


def is_reporter(ticket: Ticket, person: Person) -> bool:
    """Whether this person of the vendor reported this ticket of the vendor's own: on it they are the client."""
    if not person.is_vendor or person._state.adding or ticket.requester_id != person.pk:
        return False
    return ticket.organisation is None or ticket.organisation.is_own


def is_participant(ticket: Ticket, person: Person) -> bool:
    """Whether this person of a client takes part in the ticket: requester, approved collaborator, or its organisation's."""
    if person._state.adding:
        return False  # a newcomer, of whom nothing is known yet
    if ticket.requester_id == person.pk:
        return True
    if ticket.collaborators.filter(person=person, approved_at__isnull=False).exists():
        return True
    contact = getattr(person, "contact", None)
    return (
        contact is not None
        and ticket.organisation_id is not None
        and contact.organisation_id == ticket.organisation_id
        and (contact.is_administrator or contact.is_approver)
    )
