"""Whom of ours a maintenance concerns is told: that it should have begun or be over, that it is short."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from holdfast.incidents.maintenance_notices import thread_root
from holdfast.incidents.models import Maintenance, ShortNotice
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.letters import Reader
from holdfast.notices.models import Lane, Notice
from holdfast.people.models import Person, Role
from holdfast.people.standing_in import who_stands_in


def call_for_start(maintenance: Maintenance, *, at: datetime) -> None:
    _call(maintenance, "maintenance_not_begun", since=maintenance.start_at, at=at)


def call_for_overrun(maintenance: Maintenance, *, at: datetime) -> None:
    _call(maintenance, "maintenance_overran", since=maintenance.end_at, at=at)


def ask_manager(asked: ShortNotice, *, at: datetime) -> None:
    """A manager is asked to approve a shorter notice, by a mail that leads to where they decide."""
    _tell_of_question(
        asked,
        "short_notice_asked",
        asked.asked_of,
        more={"reason": asked.why_short, "desk_url": f"{_desk_url(asked.maintenance)}approval/"},
        at=at,
    )


def call_for_decision(asked: ShortNotice, *, at: datetime) -> None:
    """Nobody has decided: whoever asked, and every manager, hears once that somebody else can be asked."""
    kind, maintenance = "short_notice_waits", asked.maintenance
    if Notice.objects.filter(event=f"{kind}-{asked.pk}").exists():
        return
    people = (asked.asked_of, asked.asked_by, *who_stands_in(first=Role.MANAGER))
    more = {"is_announced": maintenance.announced_at is not None, "desk_url": _desk_url(maintenance)}
    _tell_of_question(asked, kind, *people, more=more, at=at)


def tell_decision(asked: ShortNotice, *, is_move: bool, at: datetime) -> None:
    """Whoever asked hears what was decided, unless they decided it themselves."""
    if asked.asked_by == asked.asked_of:
        return
    more = {
        "is_approved": bool(asked.is_approved),
        "is_move": is_move,
        "reason": asked.words,
        "desk_url": _desk_url(asked.maintenance),
    }
    _tell_of_question(asked, "short_notice_decided", asked.asked_by, more=more, at=at)


def _tell_of_question(
    asked: ShortNotice, kind: str, *people: Person, more: dict[str, Any], at: datetime
) -> None:
    maintenance = asked.maintenance
    write_notice(
        event=f"{kind}-{asked.pk}",
        kind=kind,
        about=maintenance.about,
        readers=[
            Reader(person=each, to_client=False) for each in {each.pk: each for each in people}.values()
        ],
        subject=f"[Maintenance] {maintenance.title}",
        said={
            "title": maintenance.title,
            "asked_of": str(asked.asked_of),
            "asked_by": str(asked.asked_by),
            "start_at": asked.start_at,
            "end_at": asked.end_at,
            **more,
        },
        thread_root=thread_root(maintenance),
        at=at,
    )


def _desk_url(maintenance: Maintenance) -> str:
    return f"{settings.SITE_URL}/desk/maintenance/{maintenance.pk}/"


def _call(maintenance: Maintenance, kind: str, *, since: datetime, at: datetime) -> None:
    people = {each.pk: each for each in (maintenance.planned_by, *who_stands_in(first=Role.MANAGER))}
    write_notice(
        event=f"{kind}-{maintenance.pk}-{since.isoformat()}",
        kind=kind,
        about=maintenance.about,
        readers=[Reader(person=person, to_client=False) for person in people.values()],
        subject=f"[Maintenance] {maintenance.title}",
        said={
            "title": maintenance.title,
            "since": since,
            "is_announced": maintenance.announced_at is not None,
            "desk_url": _desk_url(maintenance),
        },
        lane=Lane.PAGING,
        thread_root=thread_root(maintenance),
        at=at,
    )
