"""Who has the page of an interruption or a maintenance open: each page says so every little while."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from holdfast.incidents.actions.drafting import Matter, column_of
from holdfast.incidents.models import Attendance
from holdfast.kernel import clock, hints
from holdfast.people.models import Person

SAYS_EVERY: Final = 20
"""Seconds."""
COUNTS_FOR: Final = timedelta(seconds=50)


@transaction.atomic
def be_seen(matter: Matter, *, person: Person, writes: str = "") -> None:
    """This person looks at it, or writes that kind of word; who comes, goes to write or stops is told to the others."""
    at = clock.now()
    who: dict[str, Any] = {column_of(matter): matter, "person": person}
    before = Attendance.objects.filter(**who).first()
    Attendance.objects.update_or_create(**who, defaults={"seen_at": at, "writes": writes})
    if before is None or before.writes != writes or at - before.seen_at > COUNTS_FOR:
        hints.send(topic_of(matter))


def present(matter: Matter, *, at: datetime) -> list[Attendance]:
    """Those who are there now, by name."""
    rows = matter.attendances.filter(seen_at__gt=at - COUNTS_FOR)
    return list(rows.select_related("person").order_by("person__name", "person"))


def topic_of(matter: Matter) -> str:
    """The live hint of who is there."""
    return f"room-{matter.about}"
