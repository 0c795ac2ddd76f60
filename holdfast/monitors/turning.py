"""A monitor comes to a state: its row, the stretch that ends, the stretch that begins."""

from __future__ import annotations

from datetime import datetime

from holdfast.monitors.models import Monitor, State, Stretch


def turn(monitor: Monitor, state: State, *, since: datetime) -> None:
    """Let a locked monitor be in that state from then on; the caller saves it."""
    end_stretch(monitor, at=since)
    Stretch.objects.create(monitor=monitor, state=state, began_at=since)
    monitor.state, monitor.since_at = state, since
    monitor.streak, monitor.streak_at = 0, None


def end_stretch(monitor: Monitor, *, at: datetime) -> None:
    """Nothing is measured from then on; what lasted no time is forgotten."""
    present = monitor.stretches.filter(ended_at=None)
    present.filter(began_at__gte=at).delete()
    present.update(ended_at=at)
