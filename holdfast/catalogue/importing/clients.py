"""Rows of clients: which are new, and what of those that stand would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from holdfast.catalogue.importing.finding import clients_named, folded
from holdfast.catalogue.importing.kinds import EMPTIES
from holdfast.catalogue.importing.plan import Change, How, differences, parts_of
from holdfast.catalogue.importing.reading import Row, Table
from holdfast.clients import rules
from holdfast.clients.facts import AccountManagerNamed, OrganisationChanged, OrganisationEntered
from holdfast.clients.models import FormerZone, Organisation
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.people.models import Person


class Clients:
    """Reads the rows one after the other; each is judged beside those before it."""

    def __init__(self, table: Table, *, lock: bool) -> None:
        self.known = clients_named((row["client"] for row in table.rows), lock=lock)
        self.seen: dict[str, int] = {}
        self.at = clock.now()
        self.managers = {person.email: person for person in Person.objects.staff()}
        self.owners = {
            domain: folded(name)
            for name, domains in Organisation.objects.exclude(domains=[]).values_list("name", "domains")
            for domain in domains
        }
        rows = Organisation.objects.exclude(external_reference="")
        self.called = {said: folded(name) for name, said in rows.values_list("name", "external_reference")}

    def change(self, row: Row) -> Change:
        """What the row does; refused where it cannot stand."""
        name = rules.client_name(row["client"])
        key = folded(name)
        if key in self.seen:
            raise Refused(f"{name} stands in row {self.seen[key]} already.", code="twice")
        self.seen[key] = row.number
        present = self.known.get(key)
        client = present or Organisation(name=name, entered_at=self.at)
        before = _values(client)
        self._take(row, client, key)
        after = _values(client)
        if present is None:
            said = differences(*((field, None, value) for field, value in after.items() if value))
            facts: tuple[Any, ...] = (OrganisationEntered,)
            return Change(row.number, How.NEW, name, said, client, facts=(*facts, *_named(client)))
        said = differences(*((field, before[field], after[field]) for field in after))
        if not said:
            return Change(row.number, How.UNCHANGED, client.name, (), client)
        fields = tuple(difference.name for difference in said)
        facts = (OrganisationChanged,) if set(fields) - {"account_manager"} else ()
        if "account_manager" in fields:
            client.account_manager_away_until = None  # that was of whoever looked after them before
            facts = (*facts, AccountManagerNamed)
            fields = (*fields, "account_manager_away_until")
        beside: tuple[FormerZone, ...] = ()
        if "time_zone" in fields:
            former = FormerZone(organisation=client, time_zone=before["time_zone"], until_at=self.at)
            beside = (former,)
        return Change(row.number, How.CHANGED, client.name, said, client, fields, facts, beside)

    def _take(self, row: Row, client: Organisation, key: str) -> None:
        if zone := row["time_zone"]:
            client.time_zone = rules.time_zone(zone)
        if note := row["note"]:
            client.note = "" if note == EMPTIES else rules.note(note)
        if said := row["domains"]:
            self._take_domains([] if said == EMPTIES else rules.mail_domains(parts_of(said)), client, key)
        if said := row["external_reference"]:
            client.external_reference = "" if said == EMPTIES else self._reference(said, key)
        if address := row["account_manager"]:
            client.account_manager = None if address == EMPTIES else self._manager(address)
            rules.require_other_cover(client.account_manager, client.cover)

    def _take_domains(self, domains: list[str], client: Organisation, key: str) -> None:
        for domain in domains:
            if self.owners.get(domain, key) != key:
                raise Refused(f"{domain} is a domain of another client.", code="domain_taken")
        for domain in client.domains:
            self.owners.pop(domain, None)
        self.owners |= dict.fromkeys(domains, key)
        client.domains = domains

    def _reference(self, said: str, key: str) -> str:
        """No other's, nor one that another gives up in this file: both would be called so for a moment."""
        reference = rules.external_reference(said)
        if self.called.setdefault(reference, key) != key:
            raise Refused(f"{reference} is what another client is called.", code="reference_taken")
        return reference

    def _manager(self, address: str) -> Person:
        person = self.managers.get(address.lower())
        if person is None:
            raise Refused(f"Nobody of yours has the address {address}.", code="nobody")
        rules.require_may_look_after(person, field="account_manager")
        return person


def present() -> Iterator[Iterable[Any]]:
    """What stands now, in the order of the columns."""
    for each in Organisation.objects.select_related("account_manager").order_by("name"):
        manager = each.account_manager.email if each.account_manager else ""
        yield each.name, each.time_zone, each.domains, manager, each.external_reference, each.note


def facts_of(change: Change) -> list[Any]:
    """What is told of a client once its row is written."""
    client = change.thing
    told: list[Any] = []
    for kind in change.facts:
        if kind is OrganisationEntered:
            told.append(OrganisationEntered(client=client.pk, name=client.name))
        elif kind is OrganisationChanged:
            changed = tuple(each.name for each in change.differences if each.name != "account_manager")
            told.append(OrganisationChanged(client=client.pk, changed=changed))
        else:
            named = (client.account_manager_id, client.cover_id)
            told.append(AccountManagerNamed(client=client.pk, account_manager=named[0], cover=named[1]))
    return told


def _values(client: Organisation) -> dict[str, Any]:
    return {
        "time_zone": client.time_zone,
        "domains": list(client.domains),
        "account_manager": client.account_manager.email if client.account_manager else None,
        "external_reference": client.external_reference,
        "note": client.note,
    }


def _named(client: Organisation) -> tuple[type[AccountManagerNamed], ...]:
    return (AccountManagerNamed,) if client.account_manager else ()
