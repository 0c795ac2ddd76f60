"""How what a client uses is doing, and every interruption that reached it: its own, and nothing of anybody else's (T45)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from django.db.models import Prefetch, QuerySet
from django.utils.safestring import SafeString

from holdfast.catalogue.queries import Used, components_of
from holdfast.clients.models import Organisation
from holdfast.incidents.bulletin_words import parts_of
from holdfast.incidents.models import Affected, BulletinKind, Impact, Interruption, Level, State, Told
from holdfast.incidents.models.interruption import DOWN
from holdfast.look.clocks import Clock, running
from holdfast.look.pieces import when
from holdfast.promises.models import OWED, Promise

PAST: Final = 20
_SOON: Final = 0.25
_PUBLIC: Final = [state for state in State if state not in (State.SUSPECTED, State.DISMISSED)]
_STATES: Final = {
    State.CONFIRMED: "We look into it",
    State.IDENTIFIED: "We know what it is",
    State.WATCHING: "We watch whether it holds",
    State.RESTORED: "Back; the cause is to follow",
    State.CAUSE_KNOWN: "Back, and explained",
    State.CLOSED: "Back, and explained",
    State.RETRACTED: "It was none",
}
"""What each stage means for a client."""
_LEVELS: Final = {
    Level.MAJOR: ("Down", "late"),
    Level.PARTIAL: ("Partly down", "late"),
    Level.DEGRADED: ("Slower or worse than usual", "soon"),
}
_OWED: Final = {
    "interruption_report": "Complete report",
    "hourly_update": "Next update",
    "restored_notice": "Word that it is back",
    "cause_update": "Update on the cause",
}
"""What a client is promised of an interruption, in its own words; the rest is how we keep it."""


@dataclass(frozen=True)
class Word:
    """One word that this client was told."""

    kind: str
    at: SafeString
    parts: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Reached:
    """One interruption as the client knows it."""

    key: int
    title: str
    state: str
    is_current: bool
    since: SafeString
    until: SafeString | str
    hit: str
    because: str
    owed: str
    clock: Clock | None
    words: Sequence[Word]


@dataclass(frozen=True)
class Line:
    """A component that the client uses."""

    key: int
    name: str
    places: str
    state: str
    tone: str
    since: SafeString | str


def current_for(organisation: Organisation | None, *, now: datetime, zone: tzinfo) -> list[Reached]:
    """What reaches the client now, without its words: the answer on the first page; two or three queries."""
    if organisation is None:
        return []
    rows = list(_rows(organisation).filter(restored_at=None, interruption__state__in=DOWN))
    return _reached(rows, components_of(organisation, at=now) if rows else [], now=now, zone=zone)


def all_for(
    organisation: Organisation, used: Sequence[Used], *, now: datetime, zone: tzinfo
) -> list[Reached]:
    """The newest first, with every word that this client was told."""
    told = Told.objects.select_related("bulletin").order_by("-bulletin_id")
    rows = _rows(organisation).prefetch_related(Prefetch("told", told))[: PAST + 1]
    return _reached(list(rows), used, now=now, zone=zone, with_words=True)


def lines_for(used: Sequence[Used], organisation: Organisation, *, now: datetime, zone: tzinfo) -> list[Line]:
    """What the client uses, each with how it does for this client."""
    open_impacts = Impact.objects.filter(
        ended_at=None,
        interruption__affected__organisation=organisation,
        interruption__state__in=DOWN,
        component__in=[each.component.pk for each in used],
    )
    found = list(open_impacts.order_by("began_at"))
    return [_line(each, found, now=now, zone=zone) for each in used]


def _rows(organisation: Organisation) -> QuerySet[Affected]:
    rows = Affected.objects.filter(organisation=organisation, interruption__state__in=_PUBLIC)
    impacts = Impact.objects.select_related("component__service").order_by("pk")
    return (
        rows.select_related("interruption")
        .prefetch_related(Prefetch("interruption__impacts", impacts))
        .order_by("-interruption__began_at", "-pk")
    )


def _reached(
    rows: Sequence[Affected],
    used: Sequence[Used],
    *,
    now: datetime,
    zone: tzinfo,
    with_words: bool = False,
) -> list[Reached]:
    owed: dict[int, Promise] = {}
    keys = [each.pk for each in rows]
    for promise in Promise.objects.filter(affected__in=keys, clause__in=_OWED, state__in=OWED).order_by(
        "-due_at"
    ):
        owed[promise.affected_id or 0] = promise
    return [_one(each, used, owed.get(each.pk), now=now, zone=zone, with_words=with_words) for each in rows]


def _one(
    row: Affected,
    used: Sequence[Used],
    promise: Promise | None,
    *,
    now: datetime,
    zone: tzinfo,
    with_words: bool,
) -> Reached:
    found: Interruption = row.interruption
    mine = {each.component.pk: each for each in used}
    hit = [
        str(each.component)
        for each in found.impacts.all()
        if each.component_id in mine and _reaches(each, mine[each.component_id])
    ]
    words = row.told.all() if with_words else []
    return Reached(
        key=found.pk,
        title=found.title,
        state=_STATES[State(found.state)]
        if row.restored_at is None or found.state not in DOWN
        else "Back for you",
        is_current=row.restored_at is None and found.state in DOWN,
        since=when(found.began_at, now=now, zone=zone),
        until=when(row.restored_at, now=now, zone=zone) if row.restored_at else "",
        hit=", ".join(dict.fromkeys(hit)),
        because=found.because,
        owed=_OWED[promise.clause] if promise else "",
        clock=_clock(promise, now=now) if promise else None,
        words=[_word(each, now=now, zone=zone) for each in words],
    )


def _word(told: Told, *, now: datetime, zone: tzinfo) -> Word:
    bulletin = told.bulletin
    label = BulletinKind(bulletin.kind).label
    return Word(label, when(bulletin.at, now=now, zone=zone), parts_of(bulletin))


def _line(used: Used, impacts: Sequence[Impact], *, now: datetime, zone: tzinfo) -> Line:
    own = [each for each in impacts if each.component_id == used.component.pk and _reaches(each, used)]
    worst = min(own, key=lambda each: list(Level).index(Level(each.level)), default=None)
    state, tone = _LEVELS[Level(worst.level)] if worst else ("Works", "kept")
    return Line(
        key=used.component.pk,
        name=str(used.component),
        places=", ".join(used.places),
        state=state,
        tone=tone,
        since=when(own[0].began_at, now=now, zone=zone) if own else "",
    )


def _reaches(impact: Impact, used: Used) -> bool:
    return not impact.place or not used.places or impact.place in used.places


def _clock(promise: Promise, *, now: datetime) -> Clock:
    total = int((promise.due_at - promise.start_at).total_seconds())
    label = _OWED[promise.clause]
    return running(due_at=promise.due_at, now=now, total=total, soon=int(total * _SOON), label=label)
