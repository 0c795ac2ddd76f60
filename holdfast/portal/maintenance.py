"""The maintenance that reaches a client: when, in the reader's own time, what it takes away, and what was told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.audience.wording import CANCELLED, STAGES
from holdfast.clients.models import Organisation
from holdfast.incidents.maintenance_notices import works_in_words
from holdfast.incidents.models import (
    Announced,
    Announcement,
    AnnouncementKind,
    Maintenance,
    MaintenanceState,
    Work,
)
from holdfast.incidents.models.maintenance import ENDED
from holdfast.incidents.notice_given import client_told_at
from holdfast.incidents.public_maintenance import BY_THE_CLOCK, MAINTENANCE_STATUS, has_public_work
from holdfast.incidents.works_felt import works_felt
from holdfast.kernel.spans import span_text
from holdfast.look.pieces import when
from holdfast.look.times import window_in_words
from holdfast.portal.next_word import next_word
from holdfast.portal.words_told import Word

PAST: Final = 10
_SAY_WHEN: Final = (
    AnnouncementKind.NOTICE,
    AnnouncementKind.MOVED,
    AnnouncementKind.REMINDER,
    AnnouncementKind.EXTENDED,
)


@dataclass(frozen=True)
class Planned:
    """One maintenance as the client reads it."""

    title: str
    anchor: str
    calendar_url: str
    """Empty of one that stands on no public page, and of one that is over."""
    window: str
    works: str
    state: str
    tone: str
    is_emergency: bool
    ahead: str
    """How long before its start the client was told; empty before any word arrived."""
    next_word: SafeString | str
    words: Sequence[Word] = ()
    """What this client was told, the newest first."""


def maintenances_of(organisation: Organisation | None, *, now: datetime, zone: tzinfo) -> Sequence[Planned]:
    """What was announced to this client and is not over, soonest first; without the words."""
    if organisation is None:
        return []
    rows = list(_announced(organisation).exclude(state__in=ENDED).order_by("start_at", "pk"))
    felt = _felt_by(organisation, rows)
    return [_planned(each, felt[each.pk], now=now, zone=zone) for each in rows]


def maintenances_told(
    organisation: Organisation, *, now: datetime, zone: tzinfo
) -> tuple[list[Planned], list[Planned]]:
    """(what is not over, soonest first; what was over last), with every word that this client was told."""
    coming = list(_announced(organisation).exclude(state__in=ENDED).order_by("start_at", "pk"))
    over = list(_announced(organisation).filter(state__in=ENDED).order_by("-ended_at", "-pk")[:PAST])
    rows = [*coming, *over]
    keys = [each.pk for each in rows]
    told_at = client_told_at(organisation.pk, keys) if keys else {}
    words = _words_to(organisation, keys)
    felt = _felt_by(organisation, rows)
    found = [
        _planned(each, felt[each.pk], told_at.get(each.pk), words.get(each.pk, ()), now=now, zone=zone)
        for each in rows
    ]
    return found[: len(coming)], found[len(coming) :]


def _announced(organisation: Organisation) -> QuerySet[Maintenance]:
    works = Prefetch("works", Work.objects.select_related("component__service").order_by("pk"))
    rows = Maintenance.objects.exclude(announced_at=None).filter(reached__organisation=organisation)
    return rows.prefetch_related(works)


def _felt_by(organisation: Organisation, rows: Sequence[Maintenance]) -> dict[int, list[Work]]:
    """By maintenance, what of it takes away something that this client uses, or used since the first was planned."""
    if not rows:
        return {}
    works = [work for each in rows for work in each.works.all()]
    since = min(each.planned_at for each in rows)
    felt = {work.pk for work in works_felt(works, [organisation.pk], since=since)[organisation.pk]}
    return {each.pk: [work for work in each.works.all() if work.pk in felt] for each in rows}


def _words_to(organisation: Organisation, keys: Sequence[int]) -> dict[int, list[Announcement]]:
    rows = Announced.objects.filter(reached__organisation=organisation, reached__maintenance__in=keys)
    found: dict[int, list[Announcement]] = {}
    for each in rows.select_related("announcement").order_by("-announcement_id") if keys else ():
        found.setdefault(each.announcement.maintenance_id, []).append(each.announcement)
    return found


def _planned(
    row: Maintenance,
    works: Sequence[Work],
    told_at: datetime | None = None,
    words: Sequence[Announcement] = (),
    *,
    now: datetime,
    zone: tzinfo,
) -> Planned:
    is_cancelled = row.state == MaintenanceState.CANCELLED
    state, tone = CANCELLED if is_cancelled else STAGES[MAINTENANCE_STATUS[row.state]]
    return Planned(
        title=row.title,
        anchor=f"maintenance-{row.code}",
        calendar_url=reverse("statuspage:event", args=[row.code])
        if has_public_work(row) and not row.is_over
        else "",
        window=window_in_words(row.start_at, row.end_at, now=now, zone=zone),
        works=works_in_words(works),
        state=state,
        tone=tone,
        is_emergency=row.is_emergency,
        ahead=_ahead(max(row.start_at - told_at, timedelta())) if told_at else "",
        next_word=next_word(row.next_update_at, now=now, zone=zone) if not row.is_over else "",
        words=[_word(each, now=now, zone=zone) for each in words],
    )


def _ahead(length: timedelta) -> str:
    if length < timedelta(hours=1):
        return f"{length // timedelta(minutes=1)} min"
    return span_text(length.total_seconds())


def _word(word: Announcement, *, now: datetime, zone: tzinfo) -> Word:
    kind = AnnouncementKind(word.kind)
    parts = [
        (
            "When",
            window_in_words(word.start_at, word.end_at, now=now, zone=zone) if kind in _SAY_WHEN else "",
        ),
        ("Why", word.said.get("reason", "")),
        ("Why no earlier", word.said.get("why_short", "")),
        ("", word.said.get("text") or BY_THE_CLOCK.get(kind, "")),
    ]
    return Word(kind.label, when(word.at, now=now, zone=zone), [each for each in parts if each[1]])
