"""Who looks after a client (D4): the account manager, the cover while they are away, else the managers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from holdfast.clients.models import Organisation
from holdfast.people.models import Person, Role
from holdfast.people.standing_in import who_stands_in


@dataclass(frozen=True)
class Managers:
    """Who of the vendor may stand for account managers, read once for any number of clients."""

    by_key: dict[int, Person]
    managers: list[Person]
    """The managers; where there are none the leads, else the administrators."""

    def of(self, organisation: Organisation | None, *, at: datetime) -> list[Person]:
        """Whoever looks after this client at that instant; without anybody, all managers, or who stands in for them."""
        named = self.named(organisation, at=at)
        return [named] if named is not None else self.managers

    def is_named(self, organisation: Organisation) -> bool:
        """Whether somebody of the vendor is the account manager, be they away or not."""
        return organisation.account_manager_id in self.by_key

    def named(self, organisation: Organisation | None, *, at: datetime) -> Person | None:
        """The account manager, or the cover while they are away or gone; None when neither is there."""
        if organisation is None:
            return None
        away_until = organisation.account_manager_away_until
        manager = self.by_key.get(organisation.account_manager_id or 0)
        if manager is not None and (away_until is None or away_until <= at):
            return manager
        return self.by_key.get(organisation.cover_id or 0)


def managers_for(organisations: Sequence[Organisation | None]) -> Managers:
    """Everybody who may be needed for these clients, in two queries."""
    keys = {key for each in organisations if each for key in (each.account_manager_id, each.cover_id) if key}
    named = {person.pk: person for person in Person.objects.staff().filter(pk__in=keys)} if keys else {}
    return Managers(named, who_stands_in(first=Role.MANAGER))


def who_manages(organisation: Organisation | None, *, at: datetime) -> list[Person]:
    """The account manager of a client, the cover while they are away, else all managers."""
    return managers_for([organisation]).of(organisation, at=at)
