"""Who may approve for the client (C5): the one place that answers it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from holdfast.clients.models import Contact
from holdfast.people.models import Person
from holdfast.tickets.models import Ticket


def client_approvers(ticket: Ticket) -> list[Person]:
    """The client approvers of the ticket's organisation; without one, the requester.

    Without an organisation the requester approves; of a ticket of the vendor's own, its reporter. Whoever is not active
    any more, or of the client no more, approves nothing. Machine mail has no side that could approve.
    """
    if ticket.is_machine:
        return []
    if ticket.organisation is None or ticket.organisation.is_own:
        return [ticket.requester] if ticket.requester.is_active else []
    contacts = list(
        Contact.objects.filter(
            Q(is_approver=True) | Q(person=ticket.requester_id),
            organisation=ticket.organisation_id,
            person__is_active=True,
        )
        .select_related("person")
        .order_by("person_id")
    )
    approvers = [contact.person for contact in contacts if contact.is_approver]
    return approvers or [contact.person for contact in contacts]


def requester_reached_by_link(ticket: Ticket) -> int | None:
    """The requester, who was asked while nobody was named to approve; not one who is of the client no more."""
    if ticket.organisation is None or ticket.organisation.is_own:
        return ticket.requester_id
    is_theirs = Contact.objects.filter(
        organisation=ticket.organisation_id, person=ticket.requester_id
    ).exists()
    return ticket.requester_id if is_theirs else None


def may_approve(ticket: Ticket, person: Person) -> bool:
    """Whether this person may approve or refuse for the client of this ticket, now and signed in."""
    return person.pk in {each.pk for each in client_approvers(ticket)}


def may_approve_of(tickets: Sequence[Ticket], person: Person) -> set[int]:
    """The numbers of those tickets on which `may_approve` says yes, in one query however many they are."""
    if not person.is_active:
        return set()
    asked = [ticket for ticket in tickets if not ticket.is_machine]
    organisations = {ticket.organisation_id for ticket in asked if ticket.organisation_id}
    rows = Contact.objects.filter(
        Q(is_approver=True) | Q(person=person),
        organisation__in=organisations,
        organisation__is_own=False,
        person__is_active=True,
    ).values_list("organisation", "person", "is_approver")
    named: dict[int, set[int]] = {}
    for organisation, approver, is_named in rows:
        if is_named:
            named.setdefault(organisation, set()).add(approver)
    theirs = {None, *(organisation for organisation, approver, _ in rows if approver == person.pk)}
    return {
        ticket.pk
        for ticket in asked
        if person.pk in named.get(ticket.organisation_id or 0, {ticket.requester_id})
        and (person.is_vendor or ticket.organisation_id in theirs)
    }
