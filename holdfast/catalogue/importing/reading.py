"""A CSV file as rows with named cells; each keeps the number under which a spreadsheet shows it."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from holdfast.catalogue.importing.decoding import decode
from holdfast.catalogue.importing.kinds import COLUMNS, KNOWN, Kind, kind_of
from holdfast.kernel.cells import as_meant
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import scrub

MOST_ROWS: Final = 50_000
LARGEST: Final = 20 * 1024 * 1024
_SEPARATORS: Final = ",;\t"
_NAMED_SEPARATOR: Final = re.compile(r'"?sep=([,;|\t])"?\r?\n', re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One row: its number in the file, and its cells by column; a column that the file does not have is empty."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row."""

    row: int
    message: str

    def __str__(self) -> str:
        return f"row {self.row}: {self.message}"


@dataclass(frozen=True)
class Table:
    """The file as it was read."""

    kind: Kind
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    warning: str


def read(content: bytes) -> Table:
    """The rows of the file; refused where nothing of it can be read, for what it lacks as a whole."""
    if len(content) > LARGEST:
        raise _refused(f"A file has {LARGEST // 1024**2} MB at most.")
    text, warning = decode(content)
    text, separator, number = _separated(text)
    records = _records(text, separator, number)
    first = next(records, None)
    if first is None or isinstance(first, Problem):
        raise _refused("The file is empty." if first is None else str(first))
    columns = [_column(name) for name in first[1]]
    while columns and not columns[-1]:  # spreadsheets write as many as the widest row
        columns.pop()
    kind = _require_columns(columns)
    rows, problems = [], []
    for record in records:
        if isinstance(record, Problem):
            problems.append(record)
            break
        number, cells = record
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            problems.append(
                Problem(number, f"It has {len(cells)} cells, and there are {len(columns)} columns.")
            )
        elif any(cell.strip() for cell in cells):
            meant = [as_meant(scrub(cell)).strip() for cell in cells[: len(columns)]]
            rows.append(Row(number, dict(zip(columns, meant, strict=False))))
        if len(rows) > MOST_ROWS:
            raise _refused(f"A file has {MOST_ROWS:,} rows at most; divide it.")
    return Table(kind, tuple(rows), tuple(problems), warning)


def _records(text: str, separator: str, first: int) -> Iterator[tuple[int, list[str]] | Problem]:
    """Each record with its number, counted as spreadsheets count; a quote that does not close ends them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    for number in itertools.count(first):
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as trouble:
            yield Problem(number, f"It cannot be read from here on: {trouble}.")
            return


def _separated(text: str) -> tuple[str, str, int]:
    """The text, what stands between its cells, and the number of its first row.

    Some spreadsheets name the separator in a row of its own; else it is the one by which most of our columns are found.
    """
    if named := _NAMED_SEPARATOR.match(text):
        return text[named.end() :], named[1], 2
    return text, max(_SEPARATORS, key=lambda each: _columns_found(text, each)), 1


def _columns_found(text: str, separator: str) -> int:
    first = next(_records(text, separator, 1), None)
    if first is None or isinstance(first, Problem):
        return 0
    return len(KNOWN.intersection(map(_column, first[1])))


def _column(name: str) -> str:
    return "_".join(name.lower().replace("_", " ").split())


def _require_columns(columns: Sequence[str]) -> Kind:
    kind = kind_of(set(columns))
    if kind is None:
        raise _refused(
            "The first row names the columns: client for clients, service and component for components, "
            "client and component for use, component and monitor for monitors."
        )
    allowed = {column.name for column in COLUMNS[kind]}
    for number, column in enumerate(columns, start=1):
        if column not in allowed:
            raise _refused(
                f"A file of {kind} has no column “{column[:60]}” (the {number}. of the first row)."
            )
        if column in columns[: number - 1]:
            raise _refused(f"The column “{column}” stands there twice.")
    missing = [column.name for column in COLUMNS[kind] if column.is_required and column.name not in columns]
    if missing:
        raise _refused(f"A file of {kind} needs the column “{missing[0]}”.")
    return kind


def _refused(words: str) -> Refused:
    return Refused(words, code="unreadable_file", field="file")
