"""Handfuls in which each ticket comes once, for what is written set-wise knows one thing of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def layers_of(things: Iterable[T], *, ticket: Callable[[T], int]) -> list[list[T]]:
    """The first of each ticket, then the second of each that has more, and so on; in their order."""
    layers: list[list[T]] = []
    depth: defaultdict[int, int] = defaultdict(int)
    for each in things:
        number = ticket(each)
        if depth[number] == len(layers):
            layers.append([])
        layers[depth[number]].append(each)
        depth[number] += 1
    return layers
