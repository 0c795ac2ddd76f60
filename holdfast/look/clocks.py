"""A promise's clock as it is shown: a state, an instant, words. Nothing here decides anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from holdfast.kernel.spans import span_text

WORDS = {
    "ok": "on track",
    "soon": "due soon",
    "overdue": "overdue",
    "paused": "paused",
    "kept": "kept",
    "broken": "broken",
    "waived": "waived",
}
"""What each state is called when it is spoken."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One promise as a page shows it; only one with `due_at` ticks.

    `due_at` is aware; `total` and `soon` are seconds: the whole span, and how long before its end amber
    begins.
    `label` names the promise when its state is announced, `explain` is its due time in words.
    """

    state: str
    text: str
    due_at: datetime | None = None
    total: int = 0
    soon: int = 0
    label: str = ""
    explain: str = ""
    left: float = 0.0
    """The share of the span that is left, 0 to 1, as the ring shows it."""


def running(
    *, due_at: datetime, now: datetime, total: int, soon: int, label: str = "", explain: str = ""
) -> Clock:
    """A clock that counts towards `due_at`, or up from it when what is owed is late."""
    left = (due_at - now).total_seconds()
    state = "overdue" if left < 0 else "soon" if left < soon else "ok"
    share = min(1.0, max(0.0, left / total)) if total > 0 else 0.0
    return Clock(state, left_text(left), due_at, total, soon, label, explain, share)


def standing(state: str, text: str, *, label: str = "", explain: str = "") -> Clock:
    """A clock that does not tick: paused, kept, broken or waived; the text says for how long, or why."""
    return Clock(state, text, label=label, explain=explain)


def left_text(seconds: float) -> str:
    """What is left until an instant, in seconds; past it, how late."""
    return f"{span_text(seconds)} late" if seconds < 0 else span_text(seconds)
