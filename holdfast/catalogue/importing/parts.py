"""How the files of each kind are read, written and given out; rooms above the catalogue add their own kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol

from holdfast.catalogue.importing import clients, components, uses
from holdfast.catalogue.importing.kinds import Kind
from holdfast.catalogue.importing.plan import Change
from holdfast.catalogue.importing.reading import Row
from holdfast.people.acts import Act


class Reader(Protocol):
    """Reads the rows of one kind one after the other; refuses one that cannot stand."""

    def change(self, row: Row) -> Change: ...


@dataclass(frozen=True)
class Part:
    """All that differs between the kinds, but for their columns."""

    reader: Callable[..., Reader]
    facts_of: Callable[[Change], list[Any]]
    """What is told of a row once it is written."""
    present: Callable[[], Iterator[Iterable[Any]]]
    """What stands now, in the order of the columns."""
    act: Act = Act.CHANGE_CLIENTS
    """Who may write it."""
    loop: str = ""
    """The worker's loop that has something to do then."""


_PARTS: Final = {
    Kind.CLIENTS: Part(clients.Clients, clients.facts_of, clients.present),
    Kind.COMPONENTS: Part(components.Components, components.facts_of, components.present),
    Kind.USES: Part(uses.Uses, uses.facts_of, uses.present),
}


def add_part(kind: Kind, part: Part) -> None:
    """For a kind whose rows stand on a floor above this one; said once, when its app is ready."""
    _PARTS[kind] = part


def part_of(kind: Kind) -> Part:
    return _PARTS[kind]
