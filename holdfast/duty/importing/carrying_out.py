"""A calendar file is planned by everybody who may, and written only as it was planned."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec
from django.db import transaction

from holdfast.calendars.calendar_files import Problem
from holdfast.calendars.zones import zone_named
from holdfast.duty import rules
from holdfast.duty.actions.changes import enter_change, take_back
from holdfast.duty.importing.events import Read, read_events
from holdfast.duty.models import Change, ChangeKind, Rota
from holdfast.duty.notices import tell_of_import
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


class How(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    ENDED = "taken back"
    UNCHANGED = "unchanged"
    PAST = "over"


@dataclass(frozen=True)
class Planned:
    """What one event of the file does."""

    row: int
    how: How
    change: Change


@dataclass(frozen=True)
class Plan:
    """All of it; nothing is written while there is a problem."""

    planned: tuple[Planned, ...]
    problems: tuple[Problem, ...]

    @property
    def to_write(self) -> list[Planned]:
        return [each for each in self.planned if each.how in (How.NEW, How.CHANGED, How.ENDED)]

    @property
    def counts(self) -> dict[str, int]:
        return {how.value: sum(each.how is how for each in self.planned) for how in How}

    @property
    def digest(self) -> str:
        """The same for the same changes: by it a confirmed plan is known again."""
        said = [(each.row, each.how, each.change.pk, *_values(each.change)) for each in self.planned]
        return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


def plan_import(rota: Rota, content: bytes, *, at: datetime) -> Plan:
    """What the file would change; refused at `file` where nothing of it can be read."""
    staff = list(Person.objects.staff())
    events, problems = read_events(content, zone=zone_named(rota.time_zone), staff=staff)
    known = {
        change.uid: change
        for change in Change.objects.filter(rota=rota).exclude(uid="").select_related("person", "instead_of")
    }
    planned = []
    for event in events:
        try:
            planned.append(_plan(rota, event, known.get(event.uid), at=at))
        except Refused as refused:
            problems.append(Problem(event.row, refused.message))
    problems.sort(key=lambda problem: problem.row)
    return Plan(tuple(planned), tuple(problems))


@transaction.atomic
def carry_out(rota: Rota, content: bytes, *, digest: str, by: Person) -> tuple[Plan, bool]:
    """Write what the plan with this digest shows, all or nothing; one that came out otherwise writes nothing."""
    require_may(by, Act.CHANGE_ROTAS)
    rota = Rota.objects.select_for_update(of=("self",)).select_related("team").get(pk=rota.pk)
    at = clock.now()
    plan = plan_import(rota, content, at=at)
    if plan.problems or plan.digest != digest:
        return plan, False
    entered = []
    for each in plan.to_write:
        if each.how is How.ENDED:
            take_back(each.change, by=by, at=at)
        else:
            entered.append(enter_change(each.change, by=by, at=at, tells=False))
    tell_of_import(rota, entered, by=by, at=at)
    return plan, True


def _plan(rota: Rota, event: Read, present: Change | None, *, at: datetime) -> Planned:
    if event.is_cancelled:
        return Planned(event.row, How.ENDED if present else How.UNCHANGED, present or _change(rota, event))
    wanted = _change(rota, event)
    if event.ends_at <= at:
        return Planned(event.row, How.PAST, present or wanted)
    rules.require_span(event.begins_at, event.ends_at, now=at)
    if present is None:
        return Planned(event.row, How.NEW, wanted)
    if _values(present) == _values(wanted):
        return Planned(event.row, How.UNCHANGED, present)
    wanted.pk = present.pk
    return Planned(event.row, How.CHANGED, wanted)


def _change(rota: Rota, event: Read) -> Change:
    return Change(
        rota=rota,
        kind=ChangeKind.ABSENCE if event.is_absence else ChangeKind.COVER,
        begins_at=event.begins_at,
        ends_at=event.ends_at,
        person=None if event.is_absence else event.person,
        instead_of=event.person if event.is_absence else None,
        uid=event.uid,
    )


def _values(change: Change) -> tuple[object, ...]:
    span = (change.begins_at.isoformat(), change.ends_at.isoformat())
    return (str(change.kind), change.person_id, change.instead_of_id, *span)
