"""How the whole is doing, in one word and one line, by the worst of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from holdfast.statuspage.shown import Component, ComponentStatus


class Overall(NamedTuple):
    """`indicator` is for programs, of which some know only the four documented ones; `description` is for people."""

    indicator: str
    description: str


_WORST_FIRST: Final = tuple(reversed(ComponentStatus))
_OVERALL: Final[Mapping[ComponentStatus, Overall]] = MappingProxyType(
    {
        ComponentStatus.OPERATIONAL: Overall("none", "All Systems Operational"),
        ComponentStatus.MAINTENANCE: Overall("none", "Service Under Maintenance"),
        ComponentStatus.DEGRADED: Overall("minor", "Partially Degraded Service"),
        ComponentStatus.PARTIAL: Overall("major", "Partial System Outage"),
        ComponentStatus.MAJOR: Overall("critical", "Major System Outage"),
    }
)


def overall_of(components: Iterable[Component]) -> Overall:
    """Of all components; a group counts by those in it alone."""
    return _OVERALL[worst_of(each.status for each in components if each.members is None)]


def worst_of(statuses: Iterable[ComponentStatus]) -> ComponentStatus:
    """The worst of them; of none at all, that they work."""
    return min(statuses, key=_WORST_FIRST.index, default=ComponentStatus.OPERATIONAL)


def impact_of(statuses: Iterable[ComponentStatus]) -> str:
    """How bad an interruption is: what the worst that it did to any component would say of the whole."""
    return _OVERALL[worst_of(statuses)].indicator
