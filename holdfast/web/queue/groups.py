"""A page of a list, parted under headings: by priority, or by when the next promise falls due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import groupby

from holdfast.look.rows import Row as ShownRow
from holdfast.tickets.queries import PAGE, After, Row, View, queue_by_promise, queue_page
from holdfast.web.queue.choice import PROMISE, Choice, place_of
from holdfast.web.queue.rows import shown_row

_SPANS = ("Overdue", "Due within the hour", "Later today", "Later", "Nothing due")


@dataclass(frozen=True)
class Group:
    """Rows under one heading; `more` when they go on on the next page."""

    key: str
    heading: str
    rows: list[ShownRow]
    tone: str = ""

    @property
    def count(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class ListPage:
    """One page of a list and where the next begins; `next_url` is empty on the last."""

    groups: list[Group]
    next_url: str
    size: int


def list_page(choice: Choice, *, person: int, now: datetime, zone: tzinfo) -> ListPage:
    """The rows that a choice leads to, in one query."""
    if choice.order == PROMISE and choice.view is not View.RESOLVED:
        found = _by_promise(choice, person=person, now=now, zone=zone)
    else:
        rows = queue_page(choice.view, person=person, at=now, after=choice.after, narrowed=choice.narrowed)
        found = [(0, row) for row in rows]
    shown, rest = found[:PAGE], found[PAGE:]
    next_url = choice.address(after=_end_of(shown[-1])) if rest else ""
    return ListPage(_grouped(choice, shown, now=now), next_url, len(shown))


def _by_promise(choice: Choice, *, person: int, now: datetime, zone: tzinfo) -> list[tuple[int, Row]]:
    return queue_by_promise(
        choice.view,
        person=person,
        at=now,
        bounds=_bounds(now, zone),
        after=(choice.span, choice.after) if choice.after else None,
        narrowed=choice.narrowed,
    )


def _bounds(now: datetime, zone: tzinfo) -> list[datetime]:
    """Now, in an hour, and the end of the reader's day."""
    hour = now + timedelta(hours=1)
    here = now.astimezone(zone)
    midnight = (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return [now, hour, max(hour, midnight)]


def _end_of(last: tuple[int, Row]) -> str:
    span, row = last
    return place_of(span, After(row.priority, row.is_provisional, row.next_due_at, row.number))


def _grouped(choice: Choice, found: Sequence[tuple[int, Row]], *, now: datetime) -> list[Group]:
    parted = groupby(found, key=lambda each: _heading(choice, *each))
    return [
        Group(
            key, heading, [shown_row(row, now=now) for _, row in rows], "late" if heading == "Overdue" else ""
        )
        for (key, heading), rows in parted
    ]


def _heading(choice: Choice, span: int, row: Row) -> tuple[str, str]:
    if choice.view is View.RESOLVED:
        return "resolved", "Resolved, the newest first"
    if choice.order == PROMISE:
        return f"span-{span}", _SPANS[span]
    if row.is_provisional:
        return f"priority-{row.priority}-open", f"Priority {row.priority}, to be confirmed"
    return f"priority-{row.priority}", f"Priority {row.priority}"
