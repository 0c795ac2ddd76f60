"""The tickets on the page of an interruption: those that are linked, and those that may be about it."""

from __future__ import annotations

from typing import Any

from holdfast.incidents.linked import linked_tickets
from holdfast.incidents.models import Interruption
from holdfast.incidents.proposals import proposals_for
from holdfast.people.acts import Act, may
from holdfast.people.models import Person
from holdfast.web.frame import ticket_url


def tickets_of(found: Interruption, person: Person) -> dict[str, Any]:
    """What the page of an interruption shows of tickets: those linked, and those that may be about it."""
    linked = linked_tickets(found).select_related("organisation", "requester")
    may_link = may(person, Act.TELL_OF_INTERRUPTION) and found.ended_at is None
    return {
        "linked": [
            (each, ticket_url(each.pk)) for each in linked.select_related("organisation", "requester")
        ],
        "proposed": [(each, ticket_url(each.ticket.pk)) for each in proposals_for(found)] if may_link else [],
        "may_link": may_link,
    }
