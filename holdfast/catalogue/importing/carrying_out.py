"""A file is planned by everybody who may, and written only as it was planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction

from holdfast.catalogue.importing import components
from holdfast.catalogue.importing.parts import part_of
from holdfast.catalogue.importing.plan import Change, How, Plan
from holdfast.catalogue.importing.reading import Problem, read
from holdfast.kernel import clock, hints
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record_many
from holdfast.kernel.refusal import Refused
from holdfast.kernel.rows import insert, update
from holdfast.people.acts import require_may
from holdfast.people.models import Person

_AT_ONCE: Final = 5_000
"""Rows that travel in one statement."""


@dataclass(frozen=True)
class Outcome:
    """Whether the file was written, and its plan; where it was not, the plan says what stands against it."""

    plan: Plan
    is_written: bool


def plan_import(content: bytes, *, lock: bool = False) -> Plan:
    """What the file would change; refused at `file` where nothing of it can be read."""
    table = read(content)
    reader = part_of(table.kind).reader(table, lock=lock)
    changes: list[Change] = []
    problems = list(table.problems)
    for row in table.rows:
        try:
            changes.append(reader.change(row))
        except Refused as refused:
            problems.append(Problem(row.number, refused.message))
    first = tuple(reader.new_services) if isinstance(reader, components.Components) else ()
    problems.sort(key=lambda problem: problem.row)
    return Plan(table.kind, tuple(changes), tuple(problems), table.warning, first)


def carry_out(content: bytes, *, digest: str, by: Person | None) -> Outcome:
    """Write what the plan with this digest shows, all or nothing; a plan that came out otherwise writes nothing.

    Without a person it is whoever has a shell on the machine, who needs no role.
    """
    try:
        return _write_as_planned(content, digest, by)
    except IntegrityError:  # somebody entered one of the same name between our look and our writing
        return Outcome(plan_import(content), is_written=False)


@transaction.atomic
def _write_as_planned(content: bytes, digest: str, by: Person | None) -> Outcome:
    plan = plan_import(content, lock=True)
    part, actor = part_of(plan.kind), by.actor if by else SYSTEM
    if by is not None:
        require_may(by, part.act)
    if plan.problems or plan.digest != digest:
        return Outcome(plan, is_written=False)
    at = clock.now()
    if plan.before:
        record_many(components.services_entered(insert(plan.before)), by=actor, at=at)
    written = [change for change in plan.changes if change.how != How.UNCHANGED]
    for start in range(0, len(written), _AT_ONCE):
        batch = written[start : start + _AT_ONCE]
        _write(batch)
        facts = [fact for change in batch for fact in part.facts_of(change)]
        record_many(facts, by=actor, at=at)
    if part.loop:
        hints.wake(part.loop)
    return Outcome(plan, is_written=True)


def _write(changes: list[Change]) -> None:
    new = [change.thing for change in changes if change.how == How.NEW]
    for thing in new:
        _take_keys(thing)
    insert(new)
    insert([row for change in changes for row in change.beside])
    fields = sorted({field for change in changes for field in change.fields})
    update([change.thing for change in changes if change.fields], fields)


def _take_keys(thing: Any) -> None:
    """A service that was new when its component was planned has its key now."""
    service = getattr(thing, "service", None)
    if service is not None:
        thing.service_id = service.pk
