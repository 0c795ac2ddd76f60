"""Many warnings as one mail: what it is called and what it lists (T77)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import ngettext

from holdfast.notices.kinds import FOLDED
from holdfast.notices.models import Delivery, Notice

SHOWN: Final = 50

_LEAST = 99


def severity(notice: Notice) -> tuple[int, int, int]:
    """How a notice ranks in a digest: lane, kind, then `said["priority"]`; the smallest comes first."""
    priority = notice.said.get("priority")
    kind = FOLDED.index(notice.kind) if notice.kind in FOLDED else len(FOLDED)
    return notice.lane, kind, priority if isinstance(priority, int) else _LEAST


def of(rows: Sequence[tuple[Notice, Delivery]]) -> tuple[str, str, dict[str, Any]]:
    """Kind, subject and values of the one mail that tells all these rows, the most severe first."""
    ranked = sorted(rows, key=lambda row: (*severity(row[0]), row[1].pk))
    broken = sum(notice.kind == FOLDED[0] for notice, _ in ranked)
    warned = len(ranked) - broken
    parts = []
    if broken:
        parts.append(ngettext("%(n)d promise broken", "%(n)d promises broken", broken) % {"n": broken})
    if warned:
        parts.append(ngettext("%(n)d near its limit", "%(n)d near their limit", warned) % {"n": warned})
    said = {
        "lines": [_line(notice) for notice, _ in ranked[:SHOWN]],
        "more": max(0, len(ranked) - SHOWN),
        "broken": broken,
        "warned": warned,
    }
    return "digest", ", ".join(parts), said


def _line(notice: Notice) -> dict[str, Any]:
    said = notice.said
    return {
        "title": notice.subject,
        "reference": said.get("reference", ""),
        "url": said.get("desk_url", ""),
        "clause": said.get("clause", ""),
        "due_at": said.get("due_at", ""),
        "is_broken": notice.kind == FOLDED[0],
    }
