"""Who answers for a ticket: whoever holds it, else its team, else who stands in when nobody is named."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.people.models import Person
from holdfast.people.standing_in import standing_in
from holdfast.tickets.models import Ticket


class Holders:
    """Who answers for each of some tickets, read in a constant number of queries; somebody always does."""

    def __init__(self, held: Sequence[Ticket]) -> None:
        staff = Person.objects.staff().prefetch_related("teams").order_by("pk")
        needed = {ticket.assignee_id for ticket in held if ticket.assignee_id}
        self._people = list(staff.filter(pk__in=needed))
        if len(self._people) < len(needed) or not all(ticket.assignee_id for ticket in held):
            self._people = list(staff)
        self._by_key = {person.pk: person for person in self._people}

    def of(self, ticket: Ticket) -> list[Person]:
        holder = self._by_key.get(ticket.assignee_id or 0)
        if holder is not None:
            return [holder]
        team = [p for p in self._people if any(t.pk == ticket.team_id for t in p.teams.all())]
        return team or standing_in(self._people)


def holders_of(ticket: Ticket) -> list[Person]:
    return Holders([ticket]).of(ticket)
