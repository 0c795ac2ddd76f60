"""What a monitor asks, as the cells of a row say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, get_args

from holdfast.catalogue.importing.kinds import EMPTIES
from holdfast.catalogue.importing.reading import Row
from holdfast.kernel.refusal import Refused
from holdfast.monitors.checks import Check, kept, read_check
from holdfast.monitors.checks.dns import Record
from holdfast.monitors.models import Kind

_ASKS: Final[Mapping[Kind, Mapping[str, str]]] = {
    Kind.HTTP: {"address": "address", "status": "status", "words": "words"},
    Kind.TCP: {"host": "host", "port": "port"},
    Kind.TLS: {"host": "host", "port": "port", "days": "days"},
    Kind.DNS: {"host": "name", "record": "record", "words": "holds", "server": "server"},
    Kind.HEARTBEAT: {},
}
"""By kind, its columns, and what each is in the check."""
_NEEDED: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.HTTP: ("address",),
    Kind.TCP: ("host", "port"),
    Kind.TLS: ("host",),
    Kind.DNS: ("host",),
    Kind.HEARTBEAT: (),
}
_COLUMNS: Final = tuple(dict.fromkeys(column for columns in _ASKS.values() for column in columns))
_NUMBERS: Final = frozenset({"port", "status", "days"})


def kind_said(cell: str) -> Kind | None:
    """The kind that a row names, if it does."""
    if not cell:
        return None
    try:
        return Kind(cell.lower())
    except ValueError:
        raise Refused(f"“{cell[:40]}” is no kind: {_listed(Kind.values)}.", code="no_kind") from None


def check_said(kind: Kind, row: Row, present: Check | None) -> Check:
    """The check of that kind by the cells of a row, in the place of the present one; refused where it can't be."""
    said: dict[str, Any] = {"kind": kind.value} if present is None else kept(present)
    for column in _COLUMNS:
        cell = row[column]
        if not cell:
            continue
        field = _ASKS[kind].get(column)
        if field is None:
            raise Refused(f"A monitor of the kind {kind} has no {column}.", code="not_of_kind")
        if cell == EMPTIES:
            said.pop(field, None)
        else:
            said[field] = number(cell) if column in _NUMBERS else cell
    for column in _NEEDED[kind]:
        if _ASKS[kind][column] not in said:
            raise Refused(f"A monitor of the kind {kind} needs its {column}.", code="incomplete")
    if kind == Kind.DNS and said.get("record", "A") not in get_args(Record):
        raise Refused(f"“{said['record'][:40]}” is none of {_listed(get_args(Record))}.", code="no_record")
    return read_check(said)


def cells_of(kind: Kind, check: Check) -> dict[str, Any]:
    """The columns of its kind as they stand."""
    return {column: getattr(check, field) for column, field in _ASKS[kind].items()}


def number(cell: str) -> int:
    """A whole number of seconds, a port, a status."""
    if not (cell.isascii() and cell.isdecimal() and len(cell) <= 9):
        raise Refused(f"“{cell[:40]}” is no whole number.", code="no_number")
    return int(cell)


def _listed(names: Any) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}"
