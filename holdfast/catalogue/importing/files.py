"""Files to begin with: each kind's columns with an example, and what stands now in the same columns."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from holdfast.catalogue.importing.kinds import COLUMNS, Kind
from holdfast.catalogue.importing.parts import part_of
from holdfast.catalogue.importing.plan import words
from holdfast.kernel.cells import harmless


def template(kind: Kind) -> Iterator[str]:
    """The columns, and one row that shows how they are filled."""
    return _csv(kind, [[column.example for column in COLUMNS[kind]]])


def present(kind: Kind) -> Iterator[str]:
    """What stands now, to be changed in a spreadsheet and brought back; no cell is a formula (T54)."""
    return _csv(kind, part_of(kind).present())


def _csv(kind: Kind, rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(column.name for column in COLUMNS[kind])
    for row in rows:
        yield writer.writerow(harmless(words(value)) for value in row)


class _Echo:
    def write(self, text: str) -> str:
        return text
