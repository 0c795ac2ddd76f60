"""Rounds: promises to many clients that one word keeps. They come due as each client had the last one, moments apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Q

from holdfast.promises.matters import Matter, about_clients
from holdfast.promises.models import OWED, Promise

_MOMENT: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Round:
    """One that was missed."""

    promise: Promise
    """The first of those that are noticed now."""
    matter: Matter
    name: str
    """The same for all of them, however few come due in one batch."""
    clients: int
    """How many wait for the word."""


def is_same_round(promise: Promise, other: Promise) -> bool:
    """Whether they promise the same word; the next of a chain comes a whole span later."""
    return promise.clause == other.clause and abs(other.due_at - promise.due_at) < _half(promise)


def in_round_of(promise: Promise) -> Q:
    """The same, as a filter of promises about the same matter."""
    half = _half(promise)
    return Q(clause=promise.clause, due_at__gt=promise.due_at - half, due_at__lt=promise.due_at + half)


def rounds_of(missed: Iterable[tuple[Promise, Matter]]) -> list[Round]:
    """What was missed, about matters that are locked, by round in the order of the due times."""
    found: list[Round] = []
    for promise, matter in sorted(missed, key=lambda pair: (pair[0].due_at, pair[0].pk)):
        if not any(each.matter == matter and is_same_round(each.promise, promise) for each in found):
            found.append(_round(promise, matter))
    return found


def _round(promise: Promise, matter: Matter) -> Round:
    rows = list(
        Promise.objects.filter(in_round_of(promise), **about_clients(matter))
        .order_by("due_at", "pk")
        .values_list("pk", "state")
    )
    return Round(promise, matter, str(rows[0][0]), sum(state in OWED for _, state in rows))


def _half(promise: Promise) -> timedelta:
    return max((promise.due_at - promise.start_at) / 2, _MOMENT)
