"""The rows of what was down, what was worked on and who used it, as the values from which uptime and bars are reckoned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Q

from holdfast.catalogue.models import Use as UseRow
from holdfast.incidents.impact import Interval, Level, Use
from holdfast.incidents.models import Impact, State, Work

_NONE_AFTER_ALL: Final = [State.SUSPECTED, State.DISMISSED, State.RETRACTED]


def impacts_since(
    since: datetime, *, until: datetime | None = None, components: Iterable[int] | None = None
) -> list[Impact]:
    """What lasted at that instant or began after it, of these components, as corrected; nothing that was none after all."""
    rows = Impact.recorded.in_force().filter(Q(ended_at=None) | Q(ended_at__gt=since))
    if until is not None:
        rows = rows.filter(began_at__lte=until)
    rows = rows.exclude(interruption__state__in=_NONE_AFTER_ALL)
    if components is not None:
        rows = rows.filter(component__in=list(components))
    return list(rows.select_related("component", "interruption").order_by("pk"))


def works_since(
    since: datetime, *, until: datetime | None = None, components: Iterable[int] | None = None
) -> list[Work]:
    """What a maintenance had in hand at that instant or after it, of these components; nothing that never began."""
    rows = Work.objects.exclude(maintenance__begun_at=None)
    if until is not None:
        rows = rows.filter(maintenance__begun_at__lte=until)
    rows = rows.filter(Q(maintenance__ended_at=None) | Q(maintenance__ended_at__gt=since))
    if components is not None:
        rows = rows.filter(component__in=list(components))
    return list(rows.select_related("maintenance").order_by("pk"))


def interval_of_work(work: Work) -> Interval:
    """From when it began to when it was completed, whatever was announced: the window is the notice's."""
    maintenance = work.maintenance
    assert maintenance.begun_at is not None
    return Interval(
        number=-work.pk,
        component=work.component_id,
        level=Level.MAINTENANCE,
        start=maintenance.begun_at,
        end=maintenance.ended_at,
        place=work.place,
        maintenance=maintenance.pk,
        recorded_at=maintenance.begun_at,
    )


def use_of(row: UseRow) -> Use:
    """The row of a use as a plain value."""
    return Use(
        client=row.organisation_id,
        component=row.component_id,
        start=row.since_at,
        end=row.until_at,
        place=row.place,
    )


def interval_of(impact: Impact, *, level: Level | None = None) -> Interval:
    """The row as a plain value; `level` where whoever shows it sees it another way."""
    return Interval(
        number=impact.pk,
        component=impact.component_id,
        level=level or Level(impact.level),
        start=impact.began_at,
        end=impact.ended_at,
        place=impact.place,
        excluded_because=impact.excluded_because,
        recorded_at=impact.corrected_at or impact.began_at,
        corrects=impact.corrects_id,
    )


def level_for_all(impact: Impact) -> Level:
    """How bad it is for the component as a whole: in one of several places what is down there is only a part."""
    level = Level(impact.level)
    is_part = bool(impact.place) and len(impact.component.places) > 1
    return Level.PARTIAL if is_part and level == Level.MAJOR else level
