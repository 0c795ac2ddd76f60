"""A monitor as somebody wants it, and the row made to be so: by a form and by a file alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from holdfast.catalogue.models import Component
from holdfast.kernel.refusal import Refused
from holdfast.monitors import rules
from holdfast.monitors.checks import Check, kept
from holdfast.monitors.models import Kind, Monitor
from holdfast.people.models import Team

BEGUN_ANEW: Final = ("next_at", "streak", "streak_at", "warning", "lease_until", "lease_by")
"""What a change writes besides what changed."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What it looks at, how often, and whom it pages."""

    check: Check
    name: str
    every: int
    within: int
    tries: int = 3
    place: str = ""
    pages: bool = True
    team: Team | None = None

    def fields(self, component: Component) -> dict[str, Any]:
        """As the row keeps them; refused at the field that can't be."""
        check = rules.require_check(self.check)
        rules.require_times(check, every=self.every, within=self.within, tries=self.tries)
        if self.place and self.place not in component.places:
            raise Refused(f"{component} has no place “{self.place}”.", code="no_place", field="place")
        return {
            "name": rules.require_name(self.name),
            "asks": kept(check),
            "every": self.every,
            "within": self.within,
            "tries": self.tries,
            "place": self.place,
            "pages": self.pages,
            "team": self.team if self.pages else None,
        }


def new_monitor(component: Component, wanted: Wanted, *, at: datetime) -> Monitor:
    """Not yet written; it is due at once, save a heartbeat, which waits to be called."""
    if not component.is_current:
        raise Refused(f"{component} is retired.", code="component_retired")
    fields = wanted.fields(component)
    monitor = Monitor(component=component, kind=Kind(fields["asks"]["kind"]), since_at=at, **fields)
    monitor.next_at = None if monitor.is_heartbeat else at
    return monitor


def make_so(monitor: Monitor, wanted: Wanted, *, at: datetime) -> tuple[str, ...]:
    """Change the row that is held, and say which fields changed; a look that is under way no longer counts then."""
    fields = wanted.fields(monitor.component)
    if fields["asks"]["kind"] != monitor.kind:
        raise Refused("Its kind stays. Enter another monitor.", code="other_kind")
    changed = tuple(field for field, value in fields.items() if getattr(monitor, field) != value)
    if not changed:
        return ()
    for field in changed:
        setattr(monitor, field, fields[field])
    begin_anew(monitor)
    if monitor.paused_at is None:
        if not monitor.is_heartbeat:
            monitor.next_at = at
        elif monitor.next_at is not None and monitor.looked_at is not None:
            monitor.next_at = max(at, monitor.patience_after(monitor.looked_at))
    return changed


def begin_anew(monitor: Monitor) -> None:
    """Forget what contradicts its state, and who looks at it."""
    monitor.streak, monitor.streak_at, monitor.warning = 0, None, ""
    monitor.lease_until, monitor.lease_by = None, ""
