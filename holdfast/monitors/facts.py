"""What happens to monitors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MonitorFact(Fact):
    """`name` is that of the monitor, `component` the key of what it looks at."""

    subject: ClassVar[str] = "monitor"
    monitor: int
    component: int
    name: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, "monitors")


@dataclass(frozen=True, kw_only=True)
class MonitorEntered(MonitorFact):
    kind: str


@dataclass(frozen=True, kw_only=True)
class MonitorChanged(MonitorFact):
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MonitorPaused(MonitorFact):
    """Nobody looks until it is resumed; for this time nothing is known and nothing counts as unknown."""


@dataclass(frozen=True, kw_only=True)
class MonitorResumed(MonitorFact):
    pass


@dataclass(frozen=True, kw_only=True)
class MonitorRemoved(MonitorFact):
    """What it measured stays."""


@dataclass(frozen=True, kw_only=True)
class HeartbeatAddressMade(MonitorFact):
    """A new secret address; the one before it counts until the new one is called."""

    is_first: bool


@dataclass(frozen=True, kw_only=True)
class MonitorWentDown(MonitorFact):
    """So many looks in a row failed, the first of them then (ISO 8601, UTC)."""

    words: str
    since: str
    was_up: bool
    """Whether it ever was: else it may be looking at the wrong thing."""


@dataclass(frozen=True, kw_only=True)
class MonitorCameUp(MonitorFact):
    """It is well, since then (ISO 8601, UTC): after it was down, or was not known."""

    since: str


@dataclass(frozen=True, kw_only=True)
class MonitorWarned(MonitorFact):
    """It is well, and soon will not be."""

    words: str


@dataclass(frozen=True, kw_only=True)
class NobodyLooked(Fact):
    """No worker looked since then (ISO 8601, UTC): what so many monitors would have found is not known."""

    subject: ClassVar[str] = "monitors"
    monitors: int
    since: str

    @property
    def about(self) -> str:
        return "monitors"
