"""Whom of ours a maintenance concerns is told: that it should have begun or be over, that it is short in their name."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from holdfast.incidents.models import Maintenance
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.letters import Reader
from holdfast.notices.models import Lane
from holdfast.people.models import Person, Role
from holdfast.people.standing_in import who_stands_in


def call_for_start(maintenance: Maintenance, *, at: datetime) -> None:
    _call(maintenance, "maintenance_not_begun", since=maintenance.start_at, at=at)


def call_for_overrun(maintenance: Maintenance, *, at: datetime) -> None:
    _call(maintenance, "maintenance_overran", since=maintenance.end_at, at=at)


def tell_approver(maintenance: Maintenance, approver: Person, *, at: datetime, by: Person) -> None:
    """A manager whom somebody else named as having approved a shorter notice hears that they answer for it."""
    write_notice(
        event=f"short_notice_approved-{maintenance.pk}-{maintenance.round}",
        kind="short_notice_approved",
        about=maintenance.about,
        readers=[Reader(person=approver, to_client=False)],
        subject=f"[Maintenance] {maintenance.title}",
        said={
            "title": maintenance.title,
            "by": str(by),
            "reason": maintenance.why_short,
            "start_at": maintenance.start_at,
            "desk_url": _desk_url(maintenance),
        },
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
        at=at,
    )
