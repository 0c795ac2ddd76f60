"""A monitor as lists show it: its state in words, what it found last, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.look.pieces import when
from holdfast.monitors.models import Kind, Monitor, State

_TONES: Final = {State.UP: "kept", State.DOWN: "late", State.UNKNOWN: ""}


@dataclass(frozen=True)
class MonitorLine:
    name: str
    url: str
    component: str
    component_url: str
    kind: str
    target: str
    state: str
    tone: str
    words: str
    looked: SafeString | str
    ms: str


def line_of(monitor: Monitor, *, now: datetime, zone: tzinfo) -> MonitorLine:
    """One monitor; its component must be at hand."""
    state, tone = state_of(monitor)
    place = f", {monitor.place}" if monitor.place else ""
    return MonitorLine(
        name=monitor.name,
        url=monitor_url(monitor),
        component=f"{monitor.component}{place}",
        component_url=reverse("desk:component", args=[monitor.component_id]),
        kind=Kind(monitor.kind).label,
        target=monitor.asked.target,
        state=state,
        tone=tone,
        words=monitor.warning or monitor.words or _not_yet(monitor),
        looked=when(monitor.looked_at, now=now, zone=zone) if monitor.looked_at else "",
        ms=f"{monitor.ms} ms" if monitor.ms is not None and monitor.state == State.UP else "",
    )


def state_of(monitor: Monitor) -> tuple[str, str]:
    """In words and as a tone; a change that is not confirmed yet is said as such."""
    state = State(monitor.state)
    if monitor.paused_at is not None:
        return "Paused", ""
    if state == State.UP and monitor.streak:
        return f"Up, {monitor.streak} of {monitor.tries} tries failed", "soon"
    if state == State.UP and monitor.warning:
        return "Up, but not for long", "soon"
    if state == State.DOWN and monitor.streak:
        return "Down, well again for a moment", "late"
    return state.label, _TONES[state]


def monitor_url(monitor: Monitor) -> str:
    return reverse("desk:monitor", args=[monitor.pk])


def span_in_words(seconds: int) -> str:
    """`90 s`, `5 min`, `1 h 30 min`, `7 d`."""
    parts = []
    for length, unit in ((86_400, "d"), (3600, "h"), (60, "min"), (1, "s")):
        count, seconds = divmod(seconds, length)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts) or "0 s"


def _not_yet(monitor: Monitor) -> str:
    if not monitor.is_heartbeat:
        return "Not looked at yet."
    return "Not called yet." if monitor.secret else "It has no address yet."
