"""What is public now, read from what is known: never who is affected, nor what is only suspected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, time
from typing import Final

from django.conf import settings
from django.db.models import Max, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from holdfast.catalogue import models as catalogue
from holdfast.incidents.impact import Level, Span
from holdfast.incidents.models import DOWN, Bulletin, Impact, Interruption, Maintenance, State, Work
from holdfast.incidents.public import PUBLIC_STATUS, public_interruptions, public_words
from holdfast.incidents.public_maintenance import public_maintenances
from holdfast.incidents.recorded import level_for_all
from holdfast.kernel.models import Installation
from holdfast.statuspage.changes import Spell, changes_of
from holdfast.statuspage.maintenance import (
    at_work_now,
    latest_maintenances,
    maintenances_in,
    maintenances_shown,
)
from holdfast.statuspage.overall import impact_of, worst_of
from holdfast.statuspage.shown import Change, Component, ComponentStatus, Incident, Page, Shown, Update
from holdfast.vendor.models import the_vendor

NEWEST: Final = 50
_STATUS: Final = {
    Level.MAJOR: ComponentStatus.MAJOR,
    Level.PARTIAL: ComponentStatus.PARTIAL,
    Level.DEGRADED: ComponentStatus.DEGRADED,
}


_together: ContextVar[list[Shown] | None] = ContextVar("shown_together", default=None)


@contextmanager
def shown_together() -> Iterator[None]:
    """What is made inside tells of one moment: what is public now is read for the first of it, and is no dearer for all."""
    before = _together.set([])
    try:
        yield
    finally:
        _together.reset(before)


def shown_now(*, now: datetime) -> Shown:
    """All that lasts or is to come, and the newest of what is over; in twelve queries at most."""
    together = _together.get()
    if together is None:
        return _read_now(now=now)
    if not together:
        together.append(_read_now(now=now))
    return together[0]


def _read_now(*, now: datetime) -> Shown:
    newest = public_interruptions().order_by("-confirmed_at", "-pk").values("pk")[:NEWEST]
    rows = public_interruptions().filter(Q(state__in=DOWN) | Q(pk__in=newest))
    return _shown(rows, latest_maintenances(count=NEWEST), now=now)


def shown_in(month: Span, *, now: datetime) -> Shown:
    """What began in that stretch of time, and what was to begin and did not."""
    rows = public_interruptions().filter(began_at__gte=month.start, began_at__lt=month.end)
    return _shown(rows, maintenances_in(month), now=now)


def shown_one(code: str, *, now: datetime) -> Shown:
    """One interruption or maintenance by its address on the page, or none."""
    return _shown(public_interruptions().filter(code=code), public_maintenances().filter(code=code), now=now)


def earliest() -> datetime | None:
    """When the first of what is public began."""
    began = public_interruptions().aggregate(first=Min("began_at"))["first"]
    worked = public_maintenances().aggregate(first=Min("start_at"))["first"]
    return min((at for at in (began, worked) if at is not None), default=None)


def components_shown() -> QuerySet[catalogue.Component]:
    """What the page shows, in its order."""
    rows = catalogue.Component.objects.filter(is_public=True, is_current=True, service__is_current=True)
    return rows.select_related("service").order_by("service__position", "service", "position", "pk")


def _shown(found: QuerySet[Interruption], planned: QuerySet[Maintenance], *, now: datetime) -> Shown:
    words = Prefetch("bulletins", Bulletin.objects.filter(is_public=True))
    rows = list(found.order_by("-confirmed_at", "-pk").prefetch_related(words))
    impacts = _impacts(rows)
    down_now = Impact.objects.filter(ended_at=None, interruption__state__in=DOWN)
    components = _components(down_now, at_work_now())
    by_key = {each.id: each for each in components}
    incidents = [_incident(row, impacts.get(row.pk, []), by_key) for row in rows]
    maintenances = maintenances_shown(planned, by_key)
    instants = [each.updated_at for each in incidents + list(maintenances)]
    instants += [each.updated_at for each in components if each.updated_at <= now]
    return Shown(
        page=_page(instants), components=components, incidents=tuple(incidents), maintenances=maintenances
    )


def _impacts(rows: Iterable[Interruption]) -> dict[int, list[Impact]]:
    found: dict[int, list[Impact]] = {}
    for each in Impact.objects.filter(interruption__in=list(rows)).select_related("component").order_by("pk"):
        found.setdefault(each.interruption_id, []).append(each)
    return found


def _components(down_now: QuerySet[Impact], at_work: Iterable[int]) -> tuple[Component, ...]:
    """Each service as a group before its components; what the page does not show is left out."""
    hit: dict[int, list[ComponentStatus]] = {each: [ComponentStatus.MAINTENANCE] for each in at_work}
    for each in down_now.select_related("component"):
        hit.setdefault(each.component_id, []).append(_status_of(each))
    groups: dict[int, list[catalogue.Component]] = {}
    for row in _with_last_change(components_shown()):
        groups.setdefault(row.service_id, []).append(row)
    found: list[Component] = []
    for place, members in enumerate(groups.values(), start=1):
        its = [
            _component(row, worst_of(hit.get(row.pk, [])), place=nth) for nth, row in enumerate(members, 1)
        ]
        found.append(_group(members, its, place=place))
        found += its
    return tuple(found)


def _with_last_change(rows: QuerySet[catalogue.Component]) -> QuerySet[catalogue.Component]:
    """Each with when its status changed last, as far as it ever did."""
    hits = Impact.objects.filter(component=OuterRef("pk")).values("component")
    works = Work.objects.filter(component=OuterRef("pk")).values("component")
    instants = [
        Subquery(among.annotate(last=Max(name)).values("last"))
        for among, name in (
            (hits, "began_at"),
            (hits, "ended_at"),
            (works, "maintenance__begun_at"),
            (works.exclude(maintenance__begun_at=None), "maintenance__ended_at"),
        )
    ]
    return rows.annotate(changed_at=Greatest(*instants))


def _status_of(impact: Impact) -> ComponentStatus:
    return _STATUS[level_for_all(impact)]


def _component(row: catalogue.Component, status: ComponentStatus, *, place: int) -> Component:
    began = datetime.combine(row.since_on, time(), UTC)
    return Component(
        id=row.code,
        name=row.name,
        status=status,
        created_at=began,
        updated_at=row.changed_at or began,  # type: ignore[attr-defined]
        position=place,
        description=row.description,
        start_date=row.since_on,
        group_id=row.service.code,
    )


def _group(rows: list[catalogue.Component], members: list[Component], *, place: int) -> Component:
    service = rows[0].service
    began = min(each.created_at for each in members)
    return Component(
        id=service.code,
        name=service.name,
        status=worst_of(each.status for each in members),
        created_at=began,
        updated_at=max(each.updated_at for each in members),
        position=place,
        description=service.description,
        members=tuple(each.id for each in members),
    )


def _incident(row: Interruption, impacts: list[Impact], components: Mapping[str, Component]) -> Incident:
    bulletins = sorted(row.bulletins.all(), key=lambda each: each.pk)
    created = row.confirmed_at or row.suspected_at
    retracted_at = row.ended_at if row.state == State.RETRACTED else None
    seen = [each for each in impacts if each.component.is_public]
    hit = dict.fromkeys(each.component.code for each in seen)
    spells = [
        Spell(components[each.component.code], _status_of(each), each.began_at, each.ended_at)
        for each in seen
        if each.component.code in components
    ]
    changes = changes_of((each.at for each in bulletins), spells)
    updates = [_update(row, *each) for each in zip(bulletins, changes, strict=True)]
    return Incident(
        id=row.code,
        name=row.title,
        status=str(PUBLIC_STATUS[row.state]),
        impact=impact_of(_status_of(each) for each in seen),
        created_at=created,
        updated_at=max([created, *(each.at for each in bulletins)]),
        started_at=row.began_at,
        shortlink=f"{settings.SITE_URL}/status/{row.code}/",
        monitoring_at=next((each.at for each in bulletins if each.state == State.WATCHING), None),
        resolved_at=row.restored_at or retracted_at,
        updates=tuple(reversed(updates)),
        components=tuple(components[code] for code in hit if code in components),
        next_update_at=row.next_update_at,
        is_retracted=row.state == State.RETRACTED,
    )


def _update(row: Interruption, bulletin: Bulletin, changes: tuple[Change, ...]) -> Update:
    return Update(
        id=f"{row.code}-{bulletin.pk}",
        status=str(PUBLIC_STATUS[bulletin.state]),
        body=public_words(bulletin),
        created_at=bulletin.at,
        updated_at=bulletin.at,
        display_at=bulletin.at,
        changes=changes,
    )


def _page(instants: Iterable[datetime]) -> Page:
    """Changed when the last of it was: no clock is read, so what is the same stays the same (ETag)."""
    vendor, installation = the_vendor(), Installation.objects.get()
    return Page(
        id=installation.identity.hex[:12],
        name=vendor.name or "Support",
        url=settings.SITE_URL,
        time_zone=vendor.time_zone,
        updated_at=max(instants, default=installation.created_at),
    )
