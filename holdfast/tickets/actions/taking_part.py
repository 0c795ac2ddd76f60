"""Who else takes part in a ticket: never somebody of another client."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.models import Person
from holdfast.tickets.facts import CollaboratorAdded
from holdfast.tickets.models import Collaborator, Ticket


@transaction.atomic
def add_collaborator(
    ticket: Ticket, *, person: Person, is_approved: bool, at: datetime, by: Actor
) -> Collaborator:
    """Let somebody take part, or propose it for an agent's approval (T4, T8); approving a proposal is said the same way.

    Whoever takes part sees the whole ticket, so a contact of another client is refused: `other_client`.
    """
    if is_approved:
        _require_no_other_client(ticket, person)
    found, is_new = Collaborator.objects.get_or_create(
        ticket=ticket,
        person=person,
        defaults={"added_at": at, "added_by": by.label, "approved_at": at if is_approved else None},
    )
    if is_approved and found.approved_at is None:
        found.approved_at = at
        found.save(update_fields=["approved_at"])
        is_new = True
    if is_new:
        record(CollaboratorAdded(ticket=ticket.pk, person=person.pk, is_approved=is_approved), by=by, at=at)
    return found


def _require_no_other_client(ticket: Ticket, person: Person) -> None:
    contact = getattr(person, "contact", None)
    if ticket.organisation is None or contact is None or contact.organisation.is_own:
        return
    if contact.organisation_id != ticket.organisation_id:
        raise Refused(
            f"{person} is of {contact.organisation}, and this ticket of {ticket.organisation}. "
            "Nobody of another client takes part in it.",
            code="other_client",
        )
