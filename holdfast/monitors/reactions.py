"""What monitors do when something happens to what they look at."""

from __future__ import annotations

from holdfast.catalogue.facts import ComponentRetired
from holdfast.kernel.facts import Recorded
from holdfast.monitors.models import Monitor
from holdfast.monitors.turning import end_stretch


def pause_with_component(told: Recorded[ComponentRetired]) -> None:
    """What runs no more is not looked at; whoever brings it back resumes its monitors."""
    rows = Monitor.objects.current().filter(component=told.fact.component, paused_at=None)
    for monitor in rows.select_for_update(of=("self",)).order_by("pk"):
        monitor.paused_at, monitor.next_at, monitor.lease_until = told.at, None, None
        monitor.save(update_fields=["paused_at", "next_at", "lease_until"])
        end_stretch(monitor, at=told.at)
