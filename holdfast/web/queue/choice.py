"""What a list shows, as its address says it: only names and values from fixed lists, anything else is a 400 (T47)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

from django.core.exceptions import BadRequest

from holdfast.tickets.models import Channel
from holdfast.tickets.queries import After, Narrowed, View

WORK: Final = "work"
PROMISE: Final = "promise"
ORDERS: Final = {WORK: "Working order", PROMISE: "Next promise due"}
"""Priority, then the nearest promise (B5); or by due time, and within a span in working order."""

_KEYS: Final = {"order", "after", "priority", "client", "assignee", "channel"}
_LARGEST: Final = 2**63


@dataclass(frozen=True)
class Choice:
    """The order, the filters and the place in a list."""

    view: View
    order: str = WORK
    narrowed: Narrowed = field(default_factory=Narrowed)
    after: After | None = None
    span: int = 0
    """In which span of time `after` stands, when ordered by promise."""

    @property
    def is_narrowed(self) -> bool:
        """Whether it shows less than its view holds."""
        return self.narrowed != Narrowed()

    def address(self, **changed: str) -> str:
        """The query that leads to this list, otherwise ordered or narrowed; from its beginning unless `after` is."""
        told = {**self._told(), **changed}
        query = urlencode({name: value for name, value in told.items() if value})
        return f"/desk/lists/{self.view}/" + (f"?{query}" if query else "")

    def _told(self) -> dict[str, str]:
        narrowed = self.narrowed
        return {
            "order": "" if self.order == WORK else self.order,
            "priority": str(narrowed.priority or ""),
            "client": str(narrowed.client or ""),
            "assignee": str(narrowed.assignee or ""),
            "channel": narrowed.channel,
        }


def read_choice(view: View, asked: Mapping[str, str]) -> Choice:
    """The choice that an address names; BadRequest for a key or a value that is not offered."""
    if unknown := set(asked) - _KEYS:
        raise BadRequest(f"A list has no {sorted(unknown)[0]!r:.40}.")
    order = asked.get("order") or WORK
    channel = asked.get("channel", "")
    priority = _number(asked.get("priority", ""), "priority")
    if (
        order not in ORDERS
        or (channel and channel not in Channel.values)
        or priority not in (None, 1, 2, 3, 4)
    ):
        raise BadRequest("A list is not ordered or filtered like that.")
    narrowed = Narrowed(
        priority=priority,
        client=_number(asked.get("client", ""), "client"),
        assignee=_number(asked.get("assignee", ""), "assignee"),
        channel=channel,
    )
    choice = Choice(view, order, narrowed)
    return _placed(choice, asked["after"]) if asked.get("after") else choice


def place_of(span: int, after: After) -> str:
    """The end of a page, short enough for an address."""
    due = f"{after.next_due_at.timestamp():.6f}" if after.next_due_at else ""
    return f"{span}.{after.priority}.{int(after.is_provisional)}.{after.number}.{due}"


def _placed(choice: Choice, told: str) -> Choice:
    try:
        span, priority, provisional, number, due = told.split(".", 4)
        at = datetime.fromtimestamp(float(due), UTC) if due else None
        after = After(int(priority), provisional == "1", at, int(number))
        placed = replace(choice, after=after, span=int(span))
    except (ValueError, OverflowError, OSError):
        raise BadRequest("This is no place in a list.") from None
    if not (0 <= placed.span < 10 and after.priority in range(10) and 0 <= after.number < _LARGEST):
        raise BadRequest("This is no place in a list.")
    return placed


def _number(told: str, name: str) -> int | None:
    if not told:
        return None
    if not (told.isascii() and told.isdigit() and 0 < int(told[:19]) < _LARGEST) or len(told) > 19:
        raise BadRequest(f"This is no {name}.")
    return int(told)
