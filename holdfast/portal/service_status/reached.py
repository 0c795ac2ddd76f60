"""Every interruption that reached a client, and each word that it was told of it: nothing of anybody else's (T45)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from django.db.models import Prefetch, QuerySet
from django.utils.safestring import SafeString

from holdfast.audience.wording import RETRACTED, STAGES, Words
from holdfast.catalogue.queries import Used, components_of
from holdfast.clients.models import Organisation
from holdfast.incidents.bulletin_words import parts_told
from holdfast.incidents.models import Affected, BulletinKind, Impact, Interruption, State, Told
from holdfast.incidents.models.interruption import DOWN
from holdfast.incidents.public import PUBLIC_STATUS
from holdfast.look.clocks import Clock, running
from holdfast.look.pieces import when
from holdfast.portal.next_word import next_word
from holdfast.portal.words_told import Word
from holdfast.promises.models import OWED, Promise

PAST: Final = 20
_SOON: Final = 0.25
_PUBLIC: Final = [state for state in State if state not in (State.SUSPECTED, State.DISMISSED)]
_BACK: Final = ("Back for you", "kept")
_OWED: Final = {
    "interruption_report": "Complete report",
    "hourly_update": "Next update",
    "restored_notice": "Word that it is back",
    "cause_update": "Update on the cause",
}
"""What a client is promised of an interruption, in its own words; the rest is how we keep it."""


@dataclass(frozen=True)
class Reached:
    """One interruption as the client knows it."""

    key: int
    code: str
    title: str
    state: str
    tone: str
    is_current: bool
    since: SafeString
    until: SafeString | str
    hit: str
    because: str
    owed: str
    clock: Clock | None
    next_word: SafeString | str
    """When the next word was said to come."""
    words: Sequence[Word]
    """What this client was told, the newest first."""
    ticket: int | None = None
    """The reader's own about it, while it is open."""


def current_for(organisation: Organisation | None, *, now: datetime, zone: tzinfo) -> list[Reached]:
    """What reaches the client now, without its words: the answer on the first page; two or three queries."""
    if organisation is None:
        return []
    rows = list(_rows(organisation).filter(restored_at=None, interruption__state__in=DOWN))
    return _reached(rows, components_of(organisation, at=now) if rows else [], now=now, zone=zone)


def all_for(organisation: Organisation, *, now: datetime, zone: tzinfo) -> list[Reached]:
    """The newest first, with every word that this client was told; seven queries at most."""
    told = Told.objects.select_related("bulletin", "notice").order_by("-bulletin_id")
    rows = list(_rows(organisation).prefetch_related(Prefetch("told", told))[: PAST + 1])
    used = components_of(organisation, at=now) if rows else []
    return _reached(rows, used, now=now, zone=zone, with_words=True)


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
    is_current = row.restored_at is None and found.state in DOWN
    state, tone = _stage(found, is_current=is_current)
    return Reached(
        key=found.pk,
        code=found.code,
        title=found.title,
        state=state,
        tone=tone,
        is_current=is_current,
        since=when(found.began_at, now=now, zone=zone, inside=True),
        until=when(row.restored_at, now=now, zone=zone, inside=True) if row.restored_at else "",
        hit=", ".join(dict.fromkeys(hit)),
        because=found.because,
        owed=_OWED[promise.clause] if promise else "",
        clock=_clock(promise, now=now) if promise else None,
        next_word=next_word(found.next_update_at, now=now, zone=zone) if not row.restored_at else "",
        words=[_word(each, now=now, zone=zone) for each in words],
    )


def _word(told: Told, *, now: datetime, zone: tzinfo) -> Word:
    bulletin = told.bulletin
    label = BulletinKind(bulletin.kind).label
    return Word(label, when(bulletin.at, now=now, zone=zone), parts_told(told))


def _stage(found: Interruption, *, is_current: bool) -> Words:
    if found.state == State.RETRACTED:
        return RETRACTED
    if found.state in DOWN and not is_current:
        return _BACK
    return STAGES[str(PUBLIC_STATUS[found.state])]


def _reaches(impact: Impact, used: Used) -> bool:
    return not impact.place or not used.places or impact.place in used.places


def _clock(promise: Promise, *, now: datetime) -> Clock:
    total = int((promise.due_at - promise.start_at).total_seconds())
    label = _OWED[promise.clause]
    return running(due_at=promise.due_at, now=now, total=total, soon=int(total * _SOON), label=label)
