"""One value of a document set in its place, as a page does it; the field is named as problems name it."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from holdfast.kernel.refusal import Refused
from holdfast.policy.document import Clause, Document, to_plain
from holdfast.policy.in_words import allowance_in_words
from holdfast.policy.reading import document_from, shipped_policy

_PRIORITIES: Final = (1, 2, 3, 4)


def with_value(document: Document, field: str, value: Any) -> Document:
    """The document with that value at `clauses.turnaround.limit.2`, `ladder.3.person`, `reopen_days`, ...

    A limit or target that is now another than the shipped one is marked as the operator's own, one that is
    the shipped one again as what it was. Refused: `unknown_field`; `unreadable_policy` for a value of a wrong
    kind.
    """
    plain = to_plain(document)
    *way, last = field.split(".")
    node: Any = plain
    for position, step in enumerate(way):
        inner = _inside(node, step, field)
        if isinstance(inner, str) and last.isdigit() and position == len(way) - 1:
            inner = node[step] = dict.fromkeys(map(str, _PRIORITIES), inner)
        node = inner
    if isinstance(node, list):
        if not last.isdigit() or not 1 <= int(last) <= len(node):
            raise _unknown(field)
        node[int(last) - 1] = value
    elif isinstance(node, dict) and (last in node or last in map(str, _PRIORITIES)):
        node[last] = value
    else:
        raise _unknown(field)
    edited = document_from(plain)
    return (
        _marked(edited, way[1]) if way[:1] == ["clauses"] and {"limit", "target"} & {*way, last} else edited
    )


def _inside(node: Any, step: str, field: str) -> Any:
    if isinstance(node, dict) and step in node:
        return node[step]
    if isinstance(node, list):
        for number, row in enumerate(node, start=1):
            if isinstance(row, dict) and step == str(row.get("id") or row.get("number") or number):
                return row
    raise _unknown(field)


def _unknown(field: str) -> Refused:
    return Refused(f"A policy has no “{field[:80]}”.", code="unknown_field", field=field)


def _marked(document: Document, id: str) -> Document:
    clauses = tuple(
        msgspec.structs.replace(clause, own=_own(clause)) if clause.id == id else clause
        for clause in document.clauses
    )
    return msgspec.structs.replace(document, clauses=clauses)


def _own(clause: Clause) -> bool | tuple[int, ...]:
    """For which priorities the values are not those of the source as shipped."""
    shipped = shipped_policy().clause(clause.id)
    if not isinstance(clause.limit, dict) and not isinstance(clause.target, dict):
        return shipped.own is not False or _values(clause, None) != _values(shipped, None)
    own = tuple(
        priority
        for priority in _PRIORITIES
        if shipped.is_own(priority) or _values(clause, priority) != _values(shipped, priority)
    )
    return len(own) == len(_PRIORITIES) or own or False


def _values(clause: Clause, priority: int | None) -> tuple[str, str]:
    limit, target = (
        allowance_in_words(value if isinstance(value, str) else value.get(priority or 0, ""))
        for value in (clause.limit, clause.target)
    )
    return limit, target
