"""What the status page shows, as plain values. There is no place in them for who is affected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final


class ComponentStatus(StrEnum):
    """From best to worst."""

    OPERATIONAL = "operational"
    MAINTENANCE = "under_maintenance"
    DEGRADED = "degraded_performance"
    PARTIAL = "partial_outage"
    MAJOR = "major_outage"


UNRESOLVED: Final = ("investigating", "identified", "monitoring")
UPCOMING: Final = ("scheduled",)
ACTIVE: Final = ("in_progress", "verifying")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Whose page it is, and where."""

    id: str
    name: str
    url: str
    time_zone: str
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A component, or a service as the group of its own."""

    id: str
    name: str
    status: ComponentStatus
    created_at: datetime
    updated_at: datetime
    position: int
    description: str = ""
    start_date: date | None = None
    group_id: str | None = None
    members: tuple[str, ...] | None = None
    """The ids of those in the group; None: it is no group."""
    only_show_if_degraded: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A component whose status an update changed."""

    component: Component
    old: ComponentStatus
    new: ComponentStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One word to the public."""

    id: str
    status: str
    body: str
    created_at: datetime
    updated_at: datetime
    display_at: datetime
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """An interruption, or a maintenance where it is scheduled, as the public sees it."""

    id: str
    name: str
    status: str
    impact: str
    created_at: datetime
    updated_at: datetime
    started_at: datetime
    shortlink: str
    monitoring_at: datetime | None = None
    resolved_at: datetime | None = None
    next_update_at: datetime | None = None
    """When the next word was said to come."""
    updates: tuple[Update, ...] = ()
    """Newest first."""
    components: tuple[Component, ...] = ()
    scheduled_for: datetime | None = None
    scheduled_until: datetime | None = None
    is_cancelled: bool = False
    """Of a maintenance: it did not take place."""
    is_retracted: bool = False
    """Of an interruption: it was confirmed, and was none."""

    @property
    def is_maintenance(self) -> bool:
        return self.scheduled_for is not None

    @property
    def is_open(self) -> bool:
        """Whether it lasts, or is to come."""
        return self.status in (*UNRESOLVED, *UPCOMING, *ACTIVE)


@dataclass(frozen=True, slots=True)
class Shown:
    """All that is public now."""

    page: Page
    components: tuple[Component, ...] = ()
    """In the order of the page, each group before those in it."""
    incidents: tuple[Incident, ...] = ()
    """Newest first."""
    maintenances: tuple[Incident, ...] = ()
    """Newest first."""
