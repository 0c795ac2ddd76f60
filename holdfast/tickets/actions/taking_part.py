"""Who else takes part in a ticket."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.people.models import Person
from holdfast.tickets.facts import CollaboratorAdded
from holdfast.tickets.models import Collaborator, Ticket


@transaction.atomic
def add_collaborator(
    ticket: Ticket, *, person: Person, is_approved: bool, at: datetime, by: Actor
) -> Collaborator:
    """Let somebody take part, or propose it for an agent's approval (T4, T8); approving a proposal is said the same way."""
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
