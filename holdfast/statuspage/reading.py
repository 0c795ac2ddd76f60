"""What is public now, read from what is known: never who is affected, nor what is only suspected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from typing import Final

from django.conf import settings

from holdfast.catalogue import models as catalogue
from holdfast.incidents.models import Bulletin, BulletinKind, Impact, Interruption, Level, Part, State
from holdfast.kernel.models import Installation
from holdfast.statuspage.maintenance import at_work_now, maintenances_shown
from holdfast.statuspage.overall import impact_of, worst_of
from holdfast.statuspage.shown import (
    PUBLIC_STATUS,
    Component,
    ComponentStatus,
    Incident,
    Page,
    Shown,
    Update,
)
from holdfast.vendor.models import the_vendor

HISTORY: Final = 50
_STATUS: Final = {
    Level.MAJOR: ComponentStatus.MAJOR,
    Level.PARTIAL: ComponentStatus.PARTIAL,
    Level.DEGRADED: ComponentStatus.DEGRADED,
}
_SAID: Final[Mapping[str, tuple[str, ...]]] = {
    BulletinKind.REPORT: ("affected", "noticed", "workaround", "doing"),
    BulletinKind.ANALYSIS: tuple(str(part) for part in Part),
}
"""The parts that the public reads; of a report not who is affected, which may name clients."""
_HIDDEN: Final = [state for state, status in PUBLIC_STATUS.items() if status is None]


def shown_now(*, now: datetime) -> Shown:
    """All that is public, in nine queries."""
    rows = list(_interruptions())
    impacts = _impacts(rows)
    open_now = [each for its in impacts.values() for each in its if each.ended_at is None]
    at_work = at_work_now()
    components = _components(open_now, at_work)
    by_key = {each.id: each for each in components}
    incidents = [_incident(row, impacts.get(row.pk, []), by_key) for row in rows]
    maintenances = maintenances_shown(by_key, limit=HISTORY)
    changed = max((each.updated_at for each in (*incidents, *maintenances)), default=now)
    return Shown(
        page=_page(changed), components=components, incidents=tuple(incidents), maintenances=maintenances
    )


def incident_of(code: str) -> Interruption | None:
    """The interruption that an address of the page names, when it is public."""
    return Interruption.objects.exclude(state__in=_HIDDEN).filter(code=code).first()


def _interruptions() -> Iterable[Interruption]:
    rows = Interruption.objects.exclude(state__in=_HIDDEN).order_by("-began_at", "-pk")
    return rows.prefetch_related("bulletins")[:HISTORY]


def _impacts(rows: Iterable[Interruption]) -> dict[int, list[Impact]]:
    found: dict[int, list[Impact]] = {}
    for each in Impact.objects.filter(interruption__in=list(rows)).select_related("component").order_by("pk"):
        found.setdefault(each.interruption_id, []).append(each)
    return found


def _components(open_now: Iterable[Impact], at_work: Iterable[int]) -> tuple[Component, ...]:
    """Each service as a group before its components; what the page does not show is left out."""
    hit: dict[int, list[ComponentStatus]] = {each: [ComponentStatus.MAINTENANCE] for each in at_work}
    for each in open_now:
        hit.setdefault(each.component_id, []).append(_status_of(each))
    rows = catalogue.Component.objects.filter(is_public=True, is_current=True, service__is_current=True)
    groups: dict[int, list[catalogue.Component]] = {}
    for row in rows.select_related("service").order_by("service__position", "service", "position", "pk"):
        groups.setdefault(row.service_id, []).append(row)
    found: list[Component] = []
    for place, members in enumerate(groups.values(), start=1):
        its = [
            _component(row, worst_of(hit.get(row.pk, [])), place=nth) for nth, row in enumerate(members, 1)
        ]
        found.append(_group(members, its, place=place))
        found += its
    return tuple(found)


def _status_of(impact: Impact) -> ComponentStatus:
    """In one of several places even what is down there is only a part of the component."""
    status = _STATUS[Level(impact.level)]
    is_part = bool(impact.place) and len(impact.component.places) > 1
    return ComponentStatus.PARTIAL if is_part and status == ComponentStatus.MAJOR else status


def _component(row: catalogue.Component, status: ComponentStatus, *, place: int) -> Component:
    began = datetime.combine(row.since_on, time(), UTC)
    return Component(
        id=row.code,
        name=row.name,
        status=status,
        created_at=began,
        updated_at=began,
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
        updated_at=began,
        position=place,
        description=service.description,
        members=tuple(each.id for each in members),
    )


def _incident(row: Interruption, impacts: list[Impact], components: Mapping[str, Component]) -> Incident:
    bulletins = sorted(row.bulletins.all(), key=lambda each: -each.pk)
    created = row.confirmed_at or row.suspected_at
    retracted_at = row.ended_at if row.state == State.RETRACTED else None
    hit = dict.fromkeys(each.component.code for each in impacts)
    return Incident(
        id=row.code,
        name=row.title,
        status=str(PUBLIC_STATUS[row.state]),
        impact=impact_of(_status_of(each) for each in impacts),
        created_at=created,
        updated_at=max([created, *(each.at for each in bulletins)]),
        started_at=row.began_at,
        shortlink=f"{settings.SITE_URL}/status/{row.code}/",
        resolved_at=row.restored_at or retracted_at,
        updates=tuple(_update(row, each) for each in bulletins),
        components=tuple(components[code] for code in hit if code in components),
    )


def _update(row: Interruption, bulletin: Bulletin) -> Update:
    parts = _SAID.get(bulletin.kind, ("text",))
    words = [bulletin.said[name] for name in parts if bulletin.said.get(name)]
    return Update(
        id=f"{row.code}-{bulletin.pk}",
        status=str(PUBLIC_STATUS[bulletin.state]),
        body="\n\n".join(words),
        created_at=bulletin.at,
        updated_at=bulletin.at,
        display_at=bulletin.at,
    )


def _page(changed: datetime) -> Page:
    vendor = the_vendor()
    identity = Installation.objects.values_list("identity", flat=True).get()
    return Page(
        id=identity.hex[:12],
        name=vendor.name or "Support",
        url=settings.SITE_URL,
        time_zone=vendor.time_zone,
        updated_at=changed,
    )
