"""Rows of use: which client begins to use what, what was said otherwise, and what ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from holdfast.catalogue import rules
from holdfast.catalogue.actions.uses import about_use, ended_of, said_of
from holdfast.catalogue.days import begin_of, days_of, end_of, today_of
from holdfast.catalogue.facts import UseChanged, UseEnded, UseSaid
from holdfast.catalogue.importing.finding import all_components, clients_named, component_named, folded
from holdfast.catalogue.importing.kinds import EMPTIES
from holdfast.catalogue.importing.plan import Change, How, differences
from holdfast.catalogue.importing.reading import Row, Table
from holdfast.catalogue.models import Use
from holdfast.catalogue.queries import in_use_or_planned
from holdfast.clients.models import Contract, Organisation
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused


class Uses:
    """Reads the rows one after the other; each is judged beside what stands and beside the rows before it."""

    def __init__(self, table: Table, *, lock: bool) -> None:
        self.clients = clients_named((row["client"] for row in table.rows), lock=lock)
        self.components = all_components(lock=lock)
        keys = [client.pk for client in self.clients.values()]
        by_key = {client.pk: client for client in self.clients.values()}
        self.contracts = {
            (each.organisation_id, each.starts_on): each
            for each in Contract.objects.filter(organisation__in=keys)
        }
        self.uses: dict[tuple[int, int], list[Use]] = {}
        found = Use.objects.filter(organisation__in=keys).select_related("agreement").order_by("since_at")
        for use in found.select_for_update(of=("self",)) if lock else found:
            use.organisation = by_key[use.organisation_id]
            self.uses.setdefault((use.organisation_id, use.component_id), []).append(use)
        self.taken: dict[int, int] = {}
        self.now = clock.now()

    def change(self, row: Row) -> Change:
        """What the row does; refused where it cannot stand."""
        client, component = self._client(row["client"]), component_named(row["component"], self.components)
        place = rules.place_in(component, row["place"])
        since, until = _day(row["since"]), _day(row["until"])
        others = self.uses.setdefault((client.pk, component.pk), [])
        use = _meant([each for each in others if each.place == place], since)
        if use is not None and id(use) in self.taken:
            raise Refused(f"It is the same use as in row {self.taken[id(use)]}.", code="twice")
        is_new = use is None
        if use is None:
            rules.require_current(component)
            use = Use(organisation=client, component=component, place=place)
            use.since_at = begin_of(since or today_of(client, at=self.now), client)
        use.component = component
        before = _values(use)
        if since is not None and since != days_of(use)[0]:
            use.since_at = begin_of(since, client)
        if row["until"] == EMPTIES:
            use.until_at = None
        elif until is not None and until != days_of(use)[1]:
            use.until_at = end_of(until, client)
        if contract := row["contract"]:
            use.agreement = None if contract == EMPTIES else self._contract(client, _day(contract))
        change = _change(row.number, use, before, is_new=is_new)
        if change.how != How.UNCHANGED:
            rules.require_order(use.since_at, use.until_at)
            rules.require_free(use, others, client=client.name, component=component)
        self.taken[id(use)] = row.number
        if is_new:
            others.append(use)
        return change

    def _client(self, name: str) -> Organisation:
        found = self.clients.get(folded(name))
        if found is None:
            raise Refused(f"There is no client “{name}”.", code="no_such_client")
        return found

    def _contract(self, client: Organisation, day: date | None) -> Contract:
        found = self.contracts.get((client.pk, day)) if day else None
        if found is None:
            raise Refused(f"{client} has no contract from {day}.", code="no_such_contract")
        return found


def present() -> Iterator[Iterable[Any]]:
    """What stands now, in the order of the columns."""
    found: Iterable[Use] = (
        in_use_or_planned(at=clock.now())
        .select_related("organisation", "component__service", "agreement")
        .order_by("organisation__name", "component__service__position", "component__position", "place")
    )
    for each in found:
        since, until = days_of(each)
        contract = each.agreement.starts_on if each.agreement else None
        yield each.organisation.name, str(each.component), each.place, since, until, contract


def facts_of(change: Change) -> list[Any]:
    """What is told of a use once its row is written."""
    use = change.thing
    made: dict[Any, Callable[[], Any]] = {
        UseSaid: lambda: said_of(use),
        UseEnded: lambda: ended_of(use),
        UseChanged: lambda: UseChanged(
            **about_use(use), changed=tuple(each.name for each in change.differences)
        ),
    }
    return [made[kind]() for kind in change.facts]


def _meant(present: list[Use], since: date | None) -> Use | None:
    """The use that a row is about: the one that began on its day, else the one that has no end."""
    for use in present:
        if since is not None and days_of(use)[0] == since:
            return use
    return next((use for use in present if use.until_at is None), None)


def _change(row: int, use: Use, before: dict[str, Any], *, is_new: bool) -> Change:
    after, name = _values(use), f"{use.organisation}, {use.component}"
    name += f" in {use.place}" if use.place else ""
    if is_new:
        said = differences(*((field, None, value) for field, value in after.items() if value))
        return Change(row, How.NEW, name, said, use, facts=(UseSaid,))
    said = differences(*((field, before[field], after[field]) for field in after))
    changed = {difference.name for difference in said}
    if not changed:
        return Change(row, How.UNCHANGED, name, (), use)
    fields = ("since_at", "until_at", "agreement")
    ends = "until" in changed and use.until_at is not None
    facts: tuple[Any, ...] = (UseEnded,) if ends else ()
    facts += (UseChanged,) if changed - {"until"} or not ends else ()
    return Change(row, How.ENDED if ends else How.CHANGED, name, said, use, fields, facts)


def _values(use: Use) -> dict[str, Any]:
    since, until = days_of(use)
    contract = use.agreement.starts_on if use.agreement else None
    return {"since": since, "until": until, "contract": contract}


def _day(cell: str) -> date | None:
    if cell in ("", EMPTIES):
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise Refused(f"“{cell[:40]}” is no day; write it like 2026-03-01.", code="bad_day") from None
