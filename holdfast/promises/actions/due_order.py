"""After down time many limits have passed: which of them break first, so that states change in due order (T76)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from holdfast.promises.clockwork import due_at
from holdfast.promises.models import Promise
from holdfast.promises.reckoning import inputs_of


class Limit(Protocol):
    """A locked promise whose limit passed at `broken_at`."""

    @property
    def promise(self) -> Promise: ...

    @property
    def broken_at(self) -> datetime: ...


L = TypeVar("L", bound=Limit)


def first_in_due_order(passed: Iterable[L], *, goes_on: Callable[[L], bool]) -> list[L]:
    """Those of them, in the order of their limits, that no link of a chain that breaks now can still come before.

    A chain runs out link after link, each starting where the one before it broke; the rest is broken after those that
    fall between.
    """
    ordered = sorted(passed, key=lambda each: (each.broken_at, each.promise.pk))
    bound = min((_next_limit(each) for each in ordered if goes_on(each)), default=None)
    return [each for each in ordered if bound is None or each.broken_at <= bound]


def _next_limit(passed: Limit) -> datetime:
    """When the next link is due, if nothing but its start is other."""
    return due_at(replace(inputs_of(passed.promise), start_at=passed.broken_at))
