"""Interruptions are suspected, confirmed, dismissed and retracted; a client found affected later is added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from holdfast.catalogue.models import Component
from holdfast.clients.models import Organisation
from holdfast.duty.actions.acknowledging import acknowledge_by_doing
from holdfast.duty.models import Cause
from holdfast.incidents import rules
from holdfast.incidents.actions.telling import tell_retraction
from holdfast.incidents.actions.weighing import confirm_suspicions, dismiss_suspicions
from holdfast.incidents.confirmers import require_may_confirm
from holdfast.incidents.facts import (
    ClientAffected,
    ClientWorsened,
    InterruptionConfirmed,
    InterruptionDismissed,
    InterruptionFact,
    InterruptionRetracted,
    InterruptionSuspected,
    TicketSuspects,
)
from holdfast.incidents.models import Affected, Impact, Interruption, Level, State, Suspicion
from holdfast.incidents.scope import clients_hit, degraded_counts
from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import Happening, record, record_all
from holdfast.kernel.refusal import Refused
from holdfast.kernel.rows import insert, update
from holdfast.kernel.text import one_line
from holdfast.monitors.models import Monitor
from holdfast.people.models import Person
from holdfast.tickets.models import Ticket


@dataclass(frozen=True)
class Hit:
    """A component that is hit, how hard, in one place or everywhere."""

    component: Component
    level: Level
    place: str = ""


@transaction.atomic
def suspect_interruption(
    *,
    title: str,
    words: str = "",
    began_at: datetime | None = None,
    organisation: Organisation | None = None,
    ticket: Ticket | None = None,
    component: Component | None = None,
    person: Person | None = None,
    monitor: Monitor | None = None,
    by: Actor,
) -> Interruption:
    """Somebody says that a service is down; it is not public, and is to be weighed at once (E5)."""
    at = clock.now()
    interruption = Interruption.objects.create(
        title=require_title(title), began_at=min(began_at or at, at), suspected_at=at
    )
    add_suspicion(
        interruption,
        words=words,
        organisation=organisation,
        ticket=ticket,
        component=component,
        person=person,
        monitor=monitor,
        at=at,
        by=by,
    )
    return interruption


def add_suspicion(
    interruption: Interruption,
    *,
    words: str = "",
    organisation: Organisation | None = None,
    ticket: Ticket | None = None,
    component: Component | None = None,
    person: Person | None = None,
    monitor: Monitor | None = None,
    at: datetime,
    by: Actor,
) -> Suspicion:
    """One more who says so, with the ticket in which they do, or the monitor that does."""
    suspicion = Suspicion.objects.create(
        interruption=interruption,
        organisation=organisation,
        ticket=ticket,
        component=component,
        person=person,
        monitor=monitor,
        words=words[:4000],
        at=at,
    )
    fact = InterruptionSuspected(
        interruption=interruption.pk,
        suspicion=suspicion.pk,
        client=organisation.pk if organisation else None,
        ticket=ticket.pk if ticket else None,
        monitor=monitor.pk if monitor else None,
    )
    record(fact, by=by, at=at, row=interruption)
    if ticket is not None:
        said = TicketSuspects(ticket=ticket.pk, interruption=interruption.pk, suspicion=suspicion.pk)
        record(said, by=by, at=at, row=ticket)
    return suspicion


@transaction.atomic
def confirm_interruption(
    interruption: Interruption,
    *,
    hits: Sequence[Hit],
    title: str = "",
    began_at: datetime | None = None,
    by: Person,
) -> Interruption:
    """Say that it is so: the clock of the report starts now, for every client that uses what is hit (E2).

    Whoever suspected it is told, and their tickets are linked. Until now nobody outside knew its `title`, which may yet
    be put better.

    What was restored is confirmed again as the same interruption: whoever is hit again is owed a new hourly chain instead of
    the cause's, which goes on for all others.
    Refused: `forbidden`, `wrong_stage`, `nothing_hit`, `in_the_future`.
    """
    require_may_confirm(by)
    interruption = Interruption.objects.locked(interruption.pk)
    rules.require_state(interruption.state, State.SUSPECTED, State.RESTORED, to="confirmed")
    if not hits:
        raise Refused("Say which component is hit.", code="nothing_hit", field="components")
    at = clock.now()
    is_again = interruption.state == State.RESTORED
    began_at = began_at or (at if is_again else interruption.began_at)
    if began_at > at:
        raise Refused("It can't have begun in the future.", code="in_the_future", field="began_at")
    if is_again:
        interruption.round += 1
    else:
        interruption.began_at, interruption.confirmed_at = began_at, at
        interruption.title = require_title(title or interruption.title)
    interruption.state, interruption.confirmed_by, interruption.restored_at = State.CONFIRMED, by, None
    interruption.save()
    insert([_impact(interruption, hit, began_at) for hit in hits])
    fact = InterruptionConfirmed(
        interruption=interruption.pk,
        round=interruption.round,
        began_at=began_at.isoformat(),
        title=interruption.title,
    )
    record(fact, by=by.actor, at=at, row=interruption)
    acknowledge_by_doing(Cause.SUSPECTED, interruption.about, by=by)
    reach_clients(interruption, at=at, by=by.actor)
    confirm_suspicions(interruption, at=at, by=by)
    return interruption


@transaction.atomic
def widen_interruption(interruption: Interruption, *, hits: Sequence[Hit], by: Person) -> Interruption:
    """More is hit than was known: whoever uses it is affected from now on, and told so."""
    require_may_confirm(by)
    interruption = Interruption.objects.locked(interruption.pk)
    rules.require_state(interruption.state, State.CONFIRMED, State.IDENTIFIED, State.WATCHING, to="widened")
    at = clock.now()
    standing = {(each.component_id, each.place, each.level) for each in _open_impacts(interruption)}
    fresh = [hit for hit in hits if (hit.component.pk, hit.place, hit.level) not in standing]
    if not fresh:
        raise Refused("All of that is known to be hit.", code="nothing_new", field="components")
    insert([_impact(interruption, hit, at) for hit in fresh])
    reach_clients(interruption, at=at, by=by.actor)
    return interruption


def reach_clients(interruption: Interruption, *, at: datetime, by: Actor) -> list[Affected]:
    """Name as affected every client that the open impacts of a locked interruption hit and that is not affected yet.

    One of which something was only degraded, and counts as down now, is named as worse. Whether degraded counts is settled
    when a client is found: a version of its policy that is published later reaches what comes later.
    """
    hit = clients_hit(_open_impacts(interruption), at=at)
    known = {each.organisation_id: each for each in interruption.affected.select_for_update()}
    standing = [each for key, each in known.items() if key in hit]
    again = [each for each in standing if each.restored_at is not None]
    worse = [
        each
        for each in standing
        if each.restored_at is None and hit[each.organisation_id] and not each.is_unavailable
    ]
    fresh = [
        Affected(interruption=interruption, organisation_id=key) for key in sorted(hit) if key not in known
    ]
    counts = degraded_counts([each.organisation_id for each in [*again, *fresh]], at=at)
    for each in [*again, *fresh]:
        each.since_at, each.restored_at = at, None
        each.degraded_is_down = counts[each.organisation_id]
    for each in [*again, *fresh, *worse]:
        each.is_unavailable, each.eased_at = hit[each.organisation_id] or each.degraded_is_down, None
    update([*again, *worse], ["since_at", "restored_at", "degraded_is_down", "is_unavailable", "eased_at"])
    insert(fresh)
    facts: list[InterruptionFact] = [
        ClientAffected(
            interruption=interruption.pk,
            affected=each.pk,
            client=each.organisation_id,
            is_unavailable=each.is_unavailable,
            is_again=each in again,
        )
        for each in [*again, *fresh]
    ]
    facts += [
        ClientWorsened(interruption=interruption.pk, affected=each.pk, client=each.organisation_id)
        for each in worse
    ]
    record_all([Happening(fact, by, interruption) for fact in facts], at=at)
    return [*again, *fresh]


@transaction.atomic
def dismiss_interruption(interruption: Interruption, *, reason: str, by: Person) -> Interruption:
    """Nothing came of the suspicion; whoever reported it is told why."""
    require_may_confirm(by)
    interruption = Interruption.objects.locked(interruption.pk)
    if interruption.state == State.DISMISSED:
        return interruption
    rules.require_state(interruption.state, State.SUSPECTED, to="dismissed")
    at = clock.now()
    _end(interruption, State.DISMISSED, because=rules.require_reason(reason, to="dismissed"), at=at)
    record(
        InterruptionDismissed(interruption=interruption.pk, reason=interruption.because),
        by=by.actor,
        at=at,
        row=interruption,
    )
    dismiss_suspicions(interruption, words=interruption.because, at=at, by=by)
    acknowledge_by_doing(Cause.SUSPECTED, interruption.about, by=by)
    return interruption


@transaction.atomic
def retract_interruption(interruption: Interruption, *, reason: str, by: Person) -> Interruption:
    """It was confirmed and was none: the reason goes to all who were told, and nothing of it counts as down.

    Refused: `forbidden`, `wrong_stage`, `no_reason`, `was_down` for what was restored before, if only for some: its
    cause is owed still, so it is said to be restored instead.
    """
    require_may_confirm(by)
    interruption = Interruption.objects.locked(interruption.pk)
    if interruption.state == State.RETRACTED:
        return interruption
    rules.require_state(interruption.state, State.CONFIRMED, State.IDENTIFIED, State.WATCHING, to="retracted")
    if interruption.was_back_for_some:
        raise Refused(
            "It was down before, and its cause is owed: say that it is restored, and in the words why it was none now.",
            code="was_down",
        )
    at = clock.now()
    because = rules.require_reason(reason, to="retracted")
    _end(interruption, State.RETRACTED, because=because, at=at)
    tell_retraction(interruption, because, at=at, by=by)
    for impact in _open_impacts(interruption):
        impact.ended_at, impact.excluded_because = at, because[:400]
        impact.save(update_fields=["ended_at", "excluded_because"])
    record(
        InterruptionRetracted(interruption=interruption.pk, reason=because),
        by=by.actor,
        at=at,
        row=interruption,
    )
    return interruption


def _end(interruption: Interruption, state: State, *, because: str, at: datetime) -> None:
    interruption.state, interruption.because, interruption.ended_at = state, because, at
    interruption.next_update_at = None
    interruption.save()


def _open_impacts(interruption: Interruption) -> Iterable[Impact]:
    return interruption.impacts.filter(ended_at=None).order_by("pk")


def _impact(interruption: Interruption, hit: Hit, began_at: datetime) -> Impact:
    if hit.place and hit.place not in hit.component.places:
        raise Refused(f"{hit.component} has no place “{hit.place}”.", code="no_place", field="components")
    return Impact(
        interruption=interruption,
        component=hit.component,
        place=hit.place,
        level=hit.level,
        began_at=began_at,
    )


def require_title(title: str) -> str:
    title = one_line(title, limit=201)
    if not 1 <= len(title) <= 200:
        raise Refused("Name it in one line of at most 200 characters.", code="bad_title", field="title")
    return title
