"""Who may approve for the client (C5): the one place that answers it."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.clients.models import Contact
from holdfast.people.models import Person
from holdfast.tickets.models import Ticket


def client_approvers(ticket: Ticket) -> list[Person]:
    """The client approvers of the ticket's organisation; without one, the requester.

    Without an organisation the requester approves; of a ticket of the vendor's own, its reporter. Whoever is
    not active any more approves nothing. Machine mail has no side that could approve.
    """
    if ticket.is_machine:
        return []
    if ticket.organisation is not None and not ticket.organisation.is_own:
        contacts = (
            Contact.objects.filter(
                organisation=ticket.organisation_id, is_approver=True, person__is_active=True
            )
            .select_related("person")
            .order_by("person_id")
        )
        if found := [contact.person for contact in contacts]:
            return found
    return [ticket.requester] if ticket.requester.is_active else []


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
        organisation__in=organisations,
        organisation__is_own=False,
        is_approver=True,
        person__is_active=True,
    ).values_list("organisation", "person")
    named: dict[int, set[int]] = {}
    for organisation, approver in rows:
        named.setdefault(organisation, set()).add(approver)
    return {
        ticket.pk
        for ticket in asked
        if person.pk in named.get(ticket.organisation_id or 0, {ticket.requester_id})
    }
