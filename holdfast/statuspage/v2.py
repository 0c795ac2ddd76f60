"""The documents of Statuspage's public API, version 2, as the programs that read it expect them.

Names, their order, and what is null are that format's; times are of the page's zone, with milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from holdfast.statuspage.overall import overall_of
from holdfast.statuspage.shown import ACTIVE, UNRESOLVED, UPCOMING, Component, Incident, Shown, Update

Document = dict[str, Any]
NEWEST: Final = 50


def encoded(document: Document) -> bytes:
    """As it goes out."""
    return msgspec.json.encode(document)


def summary(shown: Shown) -> Document:
    """All at once: what is not resolved, and what is planned or running."""
    return {
        "page": _page(shown),
        "components": _components(shown, shown.components),
        "incidents": _incidents(shown, _with(shown.incidents, UNRESOLVED)),
        "scheduled_maintenances": _incidents(
            shown, _soonest(_with(shown.maintenances, (*UPCOMING, *ACTIVE)))
        ),
        "status": overall_of(shown.components)._asdict(),
    }


def status(shown: Shown) -> Document:
    """The whole in one line."""
    return {"page": _page(shown), "status": overall_of(shown.components)._asdict()}


def components(shown: Shown) -> Document:
    """All components, and their groups."""
    return {"page": _page(shown), "components": _components(shown, shown.components)}


def component(shown: Shown, code: str) -> Document | None:
    """One of them; None: there is none of that id."""
    for each in shown.components:
        if each.id == code:
            return {"page": _page(shown), "component": _component(shown, each)}
    return None


def incidents(shown: Shown) -> Document:
    """The newest ones, whatever became of them."""
    return {"page": _page(shown), "incidents": _incidents(shown, shown.incidents[:NEWEST])}


def unresolved(shown: Shown) -> Document:
    """Those that last."""
    return {"page": _page(shown), "incidents": _incidents(shown, _with(shown.incidents, UNRESOLVED))}


def maintenances(shown: Shown) -> Document:
    """The newest ones, whatever became of them."""
    return _maintenances(shown, shown.maintenances[:NEWEST])


def upcoming(shown: Shown) -> Document:
    """Those to come, the soonest first."""
    return _maintenances(shown, _soonest(_with(shown.maintenances, UPCOMING)))


def active(shown: Shown) -> Document:
    """Those that run."""
    return _maintenances(shown, _soonest(_with(shown.maintenances, ACTIVE)))


DOCUMENTS: Final[Mapping[str, Callable[[Shown], Document]]] = MappingProxyType(
    {
        "summary.json": summary,
        "status.json": status,
        "components.json": components,
        "incidents.json": incidents,
        "incidents/unresolved.json": unresolved,
        "scheduled-maintenances.json": maintenances,
        "scheduled-maintenances/upcoming.json": upcoming,
        "scheduled-maintenances/active.json": active,
    }
)
"""By their address under /api/v2/; `components/<id>.json` is `component`."""


def _with(found: Iterable[Incident], statuses: tuple[str, ...]) -> list[Incident]:
    return [each for each in found if each.status in statuses]


def _soonest(found: list[Incident]) -> list[Incident]:
    return sorted(found, key=lambda each: each.scheduled_for or each.started_at)


def _page(shown: Shown) -> Document:
    page = shown.page
    return {
        "id": page.id,
        "name": page.name,
        "url": page.url,
        "time_zone": page.time_zone,
        "updated_at": _time(shown, page.updated_at),
    }


def _components(shown: Shown, found: Iterable[Component]) -> list[Document]:
    return [_component(shown, each) for each in found]


def _component(shown: Shown, found: Component) -> Document:
    document: Document = {
        "id": found.id,
        "name": found.name,
        "status": str(found.status),
        "created_at": _time(shown, found.created_at),
        "updated_at": _time(shown, found.updated_at),
        "position": found.position,
        "description": found.description or None,
        "showcase": False,
        "start_date": found.start_date and found.start_date.isoformat(),
        "group_id": found.group_id,
        "page_id": shown.page.id,
        "group": found.members is not None,
        "only_show_if_degraded": found.only_show_if_degraded,
    }
    if found.members is not None:
        document["components"] = list(found.members)
    return document


def _maintenances(shown: Shown, found: Iterable[Incident]) -> Document:
    return {"page": _page(shown), "scheduled_maintenances": _incidents(shown, found)}


def _incidents(shown: Shown, found: Iterable[Incident]) -> list[Document]:
    return [_incident(shown, each) for each in found]


def _incident(shown: Shown, found: Incident) -> Document:
    document = {
        "id": found.id,
        "name": found.name,
        "status": found.status,
        "created_at": _time(shown, found.created_at),
        "updated_at": _time(shown, found.updated_at),
        "monitoring_at": _time(shown, found.monitoring_at),
        "resolved_at": _time(shown, found.resolved_at),
        "impact": found.impact,
        "shortlink": found.shortlink,
        "started_at": _time(shown, found.started_at),
        "page_id": shown.page.id,
        "incident_updates": [_update(shown, found, each) for each in found.updates],
        "components": _components(shown, found.components),
        "reminder_intervals": None,
    }
    if found.scheduled_for is not None:
        document["scheduled_for"] = _time(shown, found.scheduled_for)
        document["scheduled_until"] = _time(shown, found.scheduled_until)
    return document


def _update(shown: Shown, of: Incident, update: Update) -> Document:
    changes = [
        {
            "code": each.component.id,
            "name": each.component.name,
            "old_status": each.old,
            "new_status": each.new,
        }
        for each in update.changes
    ]
    return {
        "id": update.id,
        "status": update.status,
        "body": update.body,
        "incident_id": of.id,
        "created_at": _time(shown, update.created_at),
        "updated_at": _time(shown, update.updated_at),
        "display_at": _time(shown, update.display_at),
        "affected_components": changes or None,
        "deliver_notifications": True,
        "custom_tweet": None,
        "tweet_id": None,
    }


def _time(shown: Shown, at: datetime | None) -> str | None:
    """`2026-06-09T12:48:00.000+02:00`, or with Z where the page's zone is UTC."""
    if at is None:
        return None
    text = at.astimezone(ZoneInfo(shown.page.time_zone)).isoformat(timespec="milliseconds")
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text
