"""Tell levels of the ladder: rows, facts and notices, set-wise, for one climb as for hundreds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from holdfast.clients.account_manager import managers_for
from holdfast.escalation import notices, rules
from holdfast.escalation.actions.account_manager import Concern, tell_account_managers
from holdfast.escalation.facts import LevelTold, LevelUnmanned
from holdfast.escalation.ladder import Ladder
from holdfast.escalation.models import Climb
from holdfast.kernel.actor import Actor, ActorKind
from holdfast.kernel.facts import Happening, record_all, record_many
from holdfast.people.models import Person
from holdfast.tickets.models import Ticket


@dataclass(frozen=True, kw_only=True)
class Ascent:
    """One step to be made on a locked ticket, and the way that it takes."""

    ticket: Ticket
    ladder: Ladder
    way: rules.Way
    words: str
    by: Actor
    by_person: Person | None = None
    by_client: bool = False

    @property
    def is_automatic(self) -> bool:
        return self.by.kind == ActorKind.POLICY


def tell_levels(ascents: Sequence[Ascent], *, by: Actor, at: datetime) -> list[Climb]:
    """Each level is told at once, and the account manager with it (D4); never silently (T80)."""
    climbs = Climb.objects.bulk_create([_row(ascent, at=at) for ascent in ascents])
    for ascent in ascents:
        ascent.ticket.level = ascent.way.to.number
    for level in {ascent.way.to.number for ascent in ascents}:
        there = [ascent.ticket.pk for ascent in ascents if ascent.way.to.number == level]
        Ticket.objects.filter(pk__in=there).update(level=level)
    record_many(
        [
            LevelUnmanned(ticket=ascent.ticket.pk, level=level.number, title=level.title)
            for ascent in ascents
            for level in ascent.way.unmanned
        ],
        by=by,
        at=at,
    )
    record_all(
        [
            Happening(_fact(ascent, climb), by, ascent.ticket)
            for ascent, climb in zip(ascents, climbs, strict=True)
        ],
        at=at,
    )
    managers = managers_for([ascent.ticket.organisation for ascent in ascents])
    notices.tell_levels(list(zip(ascents, climbs, strict=True)), managers.managers, at=at)
    tell_account_managers(
        [_concern(ascent, climb) for ascent, climb in zip(ascents, climbs, strict=True)],
        managers=managers,
        by=by,
        at=at,
    )
    return climbs


def _row(ascent: Ascent, *, at: datetime) -> Climb:
    level = ascent.way.to
    until = ascent.ladder.answer_until(level, told_at=at)
    return Climb(
        ticket=ascent.ticket,
        cycle=ascent.ticket.cycle,
        level=level.number,
        title=level.title,
        person=level.person,
        at=at,
        answer=str(level.answer),
        answer_until=until,
        by_label=ascent.by.label,
        by_person=ascent.by_person,
        by_client=ascent.by_client,
        is_automatic=ascent.is_automatic,
        words=ascent.words,
        remind_at=rules.next_reminder(at=at, answer_until=until),
    )


def _fact(ascent: Ascent, climb: Climb) -> LevelTold:
    return LevelTold(
        ticket=climb.ticket_id,
        climb=climb.pk,
        level=climb.level,
        title=climb.title,
        person=climb.person_id,
        by_client=climb.by_client,
        is_automatic=climb.is_automatic,
        is_repeated=ascent.way.is_repeated,
        answer=climb.answer,
        words=climb.words,
    )


def _concern(ascent: Ascent, climb: Climb) -> Concern:
    return Concern(
        ticket=ascent.ticket,
        cause="escalation",
        event=f"account-manager-climb-{climb.pk}",
        said={
            "level": climb.level,
            "title": climb.title,
            "person": str(climb.person or ""),
            "remark": climb.words,
        },
        is_enterprise=ascent.ladder.terms.is_enterprise,
    )
