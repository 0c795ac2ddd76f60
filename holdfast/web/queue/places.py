"""The views beside a list, with their counts."""

from __future__ import annotations

from typing import Final

from holdfast.look.frames import Place
from holdfast.look.shapes import ViewGroup
from holdfast.tickets.queries import View

MOST: Final = 1000
_FIRST: Final = (
    (View.OPEN, "Open", "inbox"),
    (View.MINE, "Mine", "user-round"),
    (View.UNASSIGNED, "Unassigned", "circle-dashed"),
    (View.OVERDUE, "Overdue", "triangle-alert"),
    (View.WAITING, "Awaiting client", "pause"),
    (View.ESCALATED, "Escalated", "arrow-up-from-line"),
)
_STAGES: Final = (
    (View.NEW, "New", "mail"),
    (View.ACKNOWLEDGED, "Acknowledged", "mail-check"),
    (View.PRIORITISED, "Prioritised", "flag"),
    (View.TIER_1, "Tier 1", "headset"),
    (View.ENGINEERING, "Engineering", "code"),
    (View.QA, "QA", "flask-conical"),
    (View.APPROVAL, "Client approval", "thumbs-up"),
    (View.RESOLVED, "Resolved", "circle-check"),
)
LABELS: Final = {view: label for view, label, _ in (*_FIRST, *_STAGES)}


def view_groups(counted: dict[str, int], *, current: View | None) -> tuple[ViewGroup, ...]:
    """The lists of the desk under their headings."""

    def place(view: View, label: str, symbol: str) -> Place:
        tone = "late" if view is View.OVERDUE and counted.get(view) else ""
        return Place(
            label,
            f"/desk/lists/{view}/",
            symbol,
            current=view is current,
            count=count_text(counted.get(view)),
            tone=tone,
            key=view,
        )

    first = tuple(place(*each) for each in _FIRST)
    return ViewGroup("", first), ViewGroup("By stage", tuple(place(*each) for each in _STAGES))


def count_text(count: int | None) -> str | None:
    """A count as it is shown; lists are counted to a thousand and no further."""
    if count is None:
        return None
    return "1 000+" if count > MOST else str(count)
