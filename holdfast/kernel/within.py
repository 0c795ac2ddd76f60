"""Rows that come along in another row's statement, as JSON: what belongs to a few rows needs no statement of its own.

A queryset takes them by `brought`; SQL of our own by `to_json(t)`, which `row_within` reads just so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.functions import JSONObject

M = TypeVar("M", bound=Model)


def brought(rows: QuerySet[Any]) -> ArraySubquery:
    """An annotation: these rows, which name the outer one by `OuterRef`, as objects that `row_within` reads."""
    columns = {field.column: field.attname for field in rows.model._meta.concrete_fields}
    return ArraySubquery(rows.values(told=JSONObject(**columns)))


def row_within(model: type[M], told: Mapping[str, Any]) -> M:
    """The row of which PostgreSQL told by its columns; instants are aware."""
    fields = model._meta.concrete_fields
    values = [field.to_python(told[field.column or field.attname]) for field in fields]
    return model.from_db(connection.alias, [field.attname for field in fields], values)
