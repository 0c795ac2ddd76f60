"""Whoever runs a maintenance is called: when it should have begun, and when it should be over."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from holdfast.incidents.models import Maintenance
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.letters import Reader
from holdfast.notices.models import Lane
from holdfast.people.models import Role
from holdfast.people.standing_in import who_stands_in


def call_for_start(maintenance: Maintenance, *, at: datetime) -> None:
    _call(maintenance, "maintenance_not_begun", since=maintenance.start_at, at=at)


def call_for_overrun(maintenance: Maintenance, *, at: datetime) -> None:
    _call(maintenance, "maintenance_overran", since=maintenance.end_at, at=at)


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
            "desk_url": f"{settings.SITE_URL}/desk/maintenance/{maintenance.pk}/",
        },
        lane=Lane.PAGING,
        at=at,
    )
