"""Which client uses which component is said, changed, ended, and taken back where it never began."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from holdfast.catalogue import rules
from holdfast.catalogue.days import begin_of, days_of, today_of
from holdfast.catalogue.facts import UseChanged, UseEnded, UseFact, UseSaid, UseTakenBack
from holdfast.catalogue.models import Component, Use
from holdfast.clients.models import Contract, Organisation
from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record, record_many
from holdfast.kernel.refusal import Refused
from holdfast.kernel.rows import update
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@transaction.atomic
def say_use(
    organisation: Organisation,
    component: Component,
    *,
    place: str = "",
    since_at: datetime | None = None,
    until_at: datetime | None = None,
    agreement: Contract | None = None,
    by: Person,
) -> Use:
    """The client uses it in that place, or in all: from the beginning of its day, unless told otherwise.

    Said again in the same words it changes nothing; refused where it is used there at the time already.
    """
    require_may(by, Act.CHANGE_CLIENTS)
    (organisation,) = Organisation.objects.locked(organisation.pk)
    component = (
        Component.objects.select_for_update(of=("self",)).select_related("service").get(pk=component.pk)
    )
    now = clock.now()
    rules.require_current(component)
    rules.require_theirs(organisation, agreement)
    use = Use(
        organisation=organisation,
        component=component,
        place=rules.place_in(component, place),
        agreement=agreement,
        since_at=since_at or begin_of(today_of(organisation, at=now), organisation),
        until_at=until_at,
    )
    rules.require_order(use.since_at, use.until_at)
    others = _uses_of(use)
    for other in others:
        if _said(other) == _said(use):
            return other
    rules.require_free(use, others, client=organisation.name, component=component)
    use.save()
    record(said_of(use), by=by.actor, at=now)
    return use


@transaction.atomic
def change_use(
    use: Use, *, since_at: datetime, until_at: datetime | None, agreement: Contract | None, by: Person
) -> Use:
    """It begins or ends at another time than was said, or goes by another contract."""
    require_may(by, Act.CHANGE_CLIENTS)
    use = _locked(use)
    before = _said(use)
    rules.require_theirs(use.organisation, agreement)
    rules.require_order(since_at, until_at)
    formerly_until = use.until_at
    use.since_at, use.until_at, use.agreement = since_at, until_at, agreement
    if _said(use) == before:
        return use
    rules.require_free(use, _uses_of(use), client=use.organisation.name, component=use.component)
    use.save()
    changed = changed_of(before, use)
    at = clock.now()
    if until_at is not None and until_at != formerly_until:
        record(ended_of(use), by=by.actor, at=at)
        changed = tuple(each for each in changed if each != "until")
    if changed:
        record(UseChanged(**about_use(use), changed=changed), by=by.actor, at=at)
    return use


@transaction.atomic
def end_use(use: Use, *, until_at: datetime, by: Person) -> Use:
    """The client uses it no longer than until then; what has ended stays as it ended."""
    require_may(by, Act.CHANGE_CLIENTS)
    use = _locked(use)
    if use.until_at == until_at:
        return use
    at = clock.now()
    if use.until_at is not None and use.until_at <= at:
        _, last = days_of(use)
        raise Refused(f"It has ended: the last day was {last}.", code="ended_before", field="until")
    rules.require_order(use.since_at, until_at)
    use.until_at = until_at
    rules.require_free(use, _uses_of(use), client=use.organisation.name, component=use.component)
    use.save(update_fields=["until_at"])
    record(ended_of(use), by=by.actor, at=at)
    return use


@transaction.atomic
def take_back_use(use: Use, *, by: Person) -> None:
    """It was to begin, and won't. What has begun is ended instead; taken back already, nothing happens."""
    require_may(by, Act.CHANGE_CLIENTS)
    Organisation.objects.locked(use.organisation_id)
    found = Use.objects.select_related("organisation", "component__service").filter(pk=use.pk).first()
    if found is None:
        return
    at = clock.now()
    if found.since_at <= at:
        raise Refused("It has begun; say when it ends.", code="has_begun")
    fact = taken_back_of(found)
    found.delete()
    record(fact, by=by.actor, at=at)


def end_with_component(uses: Sequence[Use], *, at: datetime, by: Actor) -> None:
    """End those that run, take back those that were to begin; the component goes, and the caller holds them locked."""
    running = [use for use in uses if use.since_at < at]
    planned = [use for use in uses if use.since_at >= at]
    facts: list[UseFact] = [taken_back_of(use) for use in planned]
    for use in running:
        use.until_at = at
    update(running, ["until_at"])
    Use.objects.filter(pk__in=[use.pk for use in planned]).delete()
    record_many([*map(ended_of, running), *facts], by=by, at=at)


def about_use(use: Use) -> dict[str, Any]:
    """What every fact about a use says."""
    return {
        "client": use.organisation_id,
        "component": use.component_id,
        "name": str(use.component),
        "place": use.place,
    }


def said_of(use: Use) -> UseSaid:
    """The fact that the client uses it."""
    since, until = days_of(use)
    return UseSaid(**about_use(use), since=since.isoformat(), until=until.isoformat() if until else "")


def ended_of(use: Use) -> UseEnded:
    """The fact that its end is known."""
    _, until = days_of(use)
    return UseEnded(**about_use(use), until=until.isoformat() if until else "")


def taken_back_of(use: Use) -> UseTakenBack:
    """The fact that it never began."""
    return UseTakenBack(**about_use(use), since=days_of(use)[0].isoformat())


_Said = tuple[str, int | None, datetime, datetime | None]


def _said(use: Use) -> _Said:
    return use.place, use.agreement_id, use.since_at, use.until_at


def changed_of(before: _Said, use: Use) -> tuple[str, ...]:
    """The names of what differs from before."""
    names = ("place", "contract", "since", "until")
    return tuple(name for name, old, new in zip(names, before, _said(use), strict=True) if old != new)


def _locked(use: Use) -> Use:
    Organisation.objects.locked(use.organisation_id)
    return (
        Use.objects.select_for_update(of=("self",))
        .select_related("organisation", "component__service")
        .get(pk=use.pk)
    )


def _uses_of(use: Use) -> list[Use]:
    """All of this client of this component."""
    found = Use.objects.filter(organisation=use.organisation_id, component=use.component_id)
    return list(found.select_related("organisation"))
