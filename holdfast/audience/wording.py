"""How things are and how far something has come, in the words and tones that all readers outside get: one for each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from holdfast.incidents.impact import Level

Words = tuple[str, str]
"""(what is said, its tone)."""

LEVELS: Final[Mapping[Level, Words]] = MappingProxyType(
    {
        Level.NONE: ("Working", "kept"),
        Level.UNKNOWN: ("Not measured", ""),
        Level.MAINTENANCE: ("In maintenance", "paused"),
        Level.DEGRADED: ("Slow", "soon"),
        Level.PARTIAL: ("Partly down", "late"),
        Level.MAJOR: ("Down", "late"),
    }
)
"""Of a component or a service."""

STAGES: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "investigating": ("We are looking into it", "late"),
        "identified": ("Cause identified", "soon"),
        "monitoring": ("We watch whether it holds", "soon"),
        "resolved": ("Restored", "kept"),
        "postmortem": ("Cause published", "kept"),
        "scheduled": ("Planned", "paused"),
        "in_progress": ("Under way", "soon"),
        "verifying": ("We check the result", "soon"),
        "completed": ("Completed", "kept"),
    }
)
"""Of an interruption (`PUBLIC_STATUS`) and of a maintenance (`MAINTENANCE_STATUS`)."""

CANCELLED: Final[Words] = ("Cancelled", "paused")
RETRACTED: Final[Words] = ("It was none", "paused")
"""Of an interruption that was confirmed, and was none."""
