"""Services, and the components of a service, stand in an order that people chose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from django.db.models import QuerySet


class _Standing(Protocol):
    pk: int
    position: int


R = TypeVar("R", bound=_Standing)


def last_position(rows: QuerySet) -> int:
    """Where the next one stands."""
    last: int | None = rows.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def stand_after(rows: Sequence[R], row: R, after: int | None) -> list[R]:
    """The rows in the order in which `row` follows the one with that key, or stands first."""
    rest = [each for each in rows if each.pk != row.pk]
    place = next((number for number, each in enumerate(rest, start=1) if each.pk == after), 0)
    return [*rest[:place], row, *rest[place:]]


def move(rows: QuerySet, row: R, after: int | None) -> bool:
    """Let the row follow the one with that key, or be the first; whether that changed anything."""
    before: list[R] = list(rows.order_by("position", "pk"))
    ordered = stand_after(before, row, after)
    if [each.pk for each in ordered] == [each.pk for each in before]:
        return False
    for position, each in enumerate(ordered):
        each.position = position
    rows.model.objects.bulk_update(ordered, ["position"])
    return True
