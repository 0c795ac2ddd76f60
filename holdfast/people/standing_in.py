"""Who answers when nobody is named: the one place that says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from holdfast.people.models import Person, Role

_ORDER: Final = (Role.LEAD, Role.MANAGER, Role.ADMINISTRATOR)


def who_stands_in(*, first: Role = Role.LEAD) -> list[Person]:
    """The leads, else the managers, else the administrators; `first` are asked before them."""
    return standing_in(Person.objects.staff().order_by("pk"), first=first)


def standing_in(staff: Iterable[Person], *, first: Role = Role.LEAD) -> list[Person]:
    """The same among people who are read already: empty only where not even an administrator is left."""
    people = list(staff)
    for role in dict.fromkeys((first, *_ORDER)):
        if found := [person for person in people if person.has_role(role)]:
            return found
    return []
