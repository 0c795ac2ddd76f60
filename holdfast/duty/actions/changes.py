"""Somebody covers, two swap, somebody is absent; and back again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.duty import rules
from holdfast.duty.facts import DutyChanged, DutyChangeEnded
from holdfast.duty.models import Change, ChangeKind, Rota
from holdfast.duty.notices import tell_of_change
from holdfast.duty.reading import standings
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.models import Person

Span = tuple[datetime, datetime]


@transaction.atomic
def cover(rota: Rota, *, person: Person, span: Span, instead_of: Person | None = None, by: Person) -> Change:
    """Let the person be on duty in that time: for somebody whose duty it would be, or whoever's it is."""
    rules.require_may_change(by, concerned=(person, instead_of))
    _require_staff(person)
    if instead_of is not None and instead_of.pk == person.pk:
        raise Refused("Nobody stands in for themselves.", code="same_person", field="person")
    return _change(rota, ChangeKind.COVER, span, person=person, instead_of=instead_of, by=by)


@transaction.atomic
def be_absent(rota: Rota, *, person: Person, span: Span, by: Person) -> Change:
    """Let the person have no duty in that time: what would be theirs falls to the next layer."""
    rules.require_may_change(by, concerned=(person,))
    return _change(rota, ChangeKind.ABSENCE, span, person=None, instead_of=person, by=by)


@transaction.atomic
def swap(
    rota: Rota, *, one: Person, one_span: Span, other: Person, other_span: Span, by: Person
) -> list[Change]:
    """Each takes the other's duty: `other` that of `one` in the first time, `one` that of `other` in the second.

    Refused where one of them has no duty to give: `no_duty`.
    """
    rules.require_may_change(by, concerned=(one, other))
    if one.pk == other.pk:
        raise Refused("A swap takes two.", code="same_person", field="other")
    _require_staff(one)
    _require_staff(other)
    now = clock.now()
    plan = standings([rota], since=now)[0]
    for giver, (begins, ends), field in (
        (one, one_span, "one_begins_at"),
        (other, other_span, "other_begins_at"),
    ):
        rules.require_span(begins, ends, now=now, field=field)
        if all(shift.person != giver.pk for shift in plan.shifts(begins, ends)):
            raise Refused(f"{giver} has no duty in that time.", code="no_duty", field=field)
    return [
        _change(rota, ChangeKind.SWAP, one_span, person=other, instead_of=one, by=by),
        _change(rota, ChangeKind.SWAP, other_span, person=one, instead_of=other, by=by),
    ]


@transaction.atomic
def end_change(change: Change, *, by: Person) -> None:
    """Let it be as the layers say again; what has been stays in the trail."""
    change = Change.objects.select_for_update(of=("self",)).select_related("rota__team").get(pk=change.pk)
    rules.require_may_change(by, concerned=(change.person, change.instead_of))
    at = clock.now()
    tell_of_change(change, by=by, is_ended=True, at=at)
    take_back(change, by=by, at=at)


def take_back(change: Change, *, by: Person, at: datetime) -> None:
    """Let a change that was judged already hold no more."""
    told = DutyChangeEnded(
        rota=change.rota_id,
        name=str(change.rota),
        kind=change.kind,
        person=change.person_id,
        instead_of=change.instead_of_id,
    )
    change.delete()
    Rota.objects.filter(pk=change.rota_id).update(looked_at=None)
    record(told, by=by.actor, at=at)


def enter_change(change: Change, *, by: Person, at: datetime, tells: bool = True) -> Change:
    """Write a change that was judged already; `tells` whom it concerns, unless they are told of many at once."""
    change.made_by, change.made_at = str(by), at
    change.save()
    Rota.objects.filter(pk=change.rota_id).update(looked_at=None)
    record(
        DutyChanged(
            rota=change.rota_id,
            name=str(change.rota),
            kind=change.kind,
            person=change.person_id,
            instead_of=change.instead_of_id,
            begins_at=change.begins_at.isoformat(),
            ends_at=change.ends_at.isoformat(),
        ),
        by=by.actor,
        at=at,
    )
    if tells:
        tell_of_change(change, by=by, at=at)
    return change


def _change(
    rota: Rota,
    kind: ChangeKind,
    span: Span,
    *,
    person: Person | None,
    instead_of: Person | None,
    by: Person,
) -> Change:
    at = clock.now()
    rules.require_span(*span, now=at)
    made = Change(
        rota=rota, kind=kind, begins_at=span[0], ends_at=span[1], person=person, instead_of=instead_of
    )
    return enter_change(made, by=by, at=at)


def _require_staff(person: Person) -> None:
    if not (person.is_active and person.is_vendor):
        raise Refused(f"{person} does not work here.", code="not_staff", field="person")
