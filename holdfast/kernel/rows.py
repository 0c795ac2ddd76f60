"""Statements over many rows at once: the rows travel as one JSON document, which costs less than a parameter each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

import msgspec
from django.db import connection
from django.db.models import CharField, Field, Model

M = TypeVar("M", bound=Model)


def run_over(sql: str, rows: Sequence[Any], **values: Any) -> list[tuple[Any, ...]]:
    """Run a statement that reads the rows from `%(rows)s::jsonb`; returns what it returns, if anything.

    A row is a mapping or a dataclass; its values are named by the statement.
    Instants go as ISO 8601 with their zone. No text may hold NUL, which `kernel.text` takes care of.
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, {"rows": msgspec.json.encode(rows).decode(), **values})
        return cursor.fetchall() if cursor.description else []


def insert(rows: Sequence[M]) -> list[M]:
    """Insert new rows of one model, in their order, and give them their keys; returns them.

    What `bulk_create` does, in words that stay the same for any number of rows, so that PostgreSQL plans them once and
    nothing is compiled anew (docs/decisions/0009).
    """
    rows = list(rows)
    if rows:
        fields = _columns(type(rows[0]))
        said = [{field.column: getattr(row, field.attname) for field in fields} for row in rows]
        for row, (key,) in zip(rows, run_over(_insertion(type(rows[0])), said), strict=True):
            row.pk, row._state.adding, row._state.db = key, False, connection.alias
    return rows


def update(rows: Sequence[M], fields: Sequence[str]) -> None:
    """Write these fields of rows of one model that stand in the database, in one statement for any number of them."""
    if rows:
        model = type(rows[0])
        named = tuple(_field(model, name) for name in fields)
        said = [
            {"id": row.pk, **{field.column: getattr(row, field.attname) for field in named}} for row in rows
        ]
        run_over(_changing(model, named), said)


@cache
def _columns(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


@cache
def _insertion(model: type[Model]) -> str:
    fields = _columns(model)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    typed = ", ".join(f'"{field.column}" {_type(field)}' for field in fields)
    return f"""
INSERT INTO "{model._meta.db_table}" ({columns})
SELECT {columns}
FROM ROWS FROM (jsonb_to_recordset(%(rows)s::jsonb) AS ({typed})) WITH ORDINALITY AS r({columns}, nth_of_rows)
ORDER BY nth_of_rows
RETURNING "{model._meta.pk.column}"
"""  # noqa: S608 (names of our own models alone)


@cache
def _changing(model: type[Model], fields: tuple[Any, ...]) -> str:
    values = ", ".join(f'"{field.column}" = r."{field.column}"' for field in fields)
    typed = ", ".join(f'"{field.column}" {_type(field)}' for field in fields)
    return f"""
UPDATE "{model._meta.db_table}" AS t SET {values}
FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(id bigint, {typed})
WHERE t."{model._meta.pk.column}" = r.id
"""  # noqa: S608 (names of our own models alone)


def _field(model: type[Model], name: str) -> Field[Any, Any]:
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(f"{model.__name__}.{name} is no column")
    return field


def _type(field: Field[Any, Any]) -> str:
    """As the column is declared, save that a text which is too long for it must be refused, not cut off."""
    return "text" if isinstance(field, CharField) else str(field.db_type(connection))
