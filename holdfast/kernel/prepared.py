"""Queries whose words never change: compiled once a process, then asked again and again with other values.

Django builds the SQL of a query each time it is asked, which for one row costs three times what PostgreSQL needs to
find it. What every page asks is written as a queryset all the same, and handed in here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

M = TypeVar("M", bound=Model)

_MARKS: dict[Any, Callable[[int], Any]] = {
    int: lambda nth: (
        31_700 + nth
    ),  # within every integer column, and no number that a query of ours would name
    str: lambda nth: f"\x01 value {nth}",
    datetime: lambda nth: datetime(1717, 1, 7, tzinfo=UTC) + timedelta(seconds=nth),
    list: lambda nth: [31_700 + nth],
}
"""What stands for a value while the query is compiled, and is found again among its parameters."""


class Prepared(Generic[M]):
    """A queryset of so many values, each of a kind (int, str, datetime), as a function of them that returns the rows.

    `build` must make the same query of whatever it is given: it is called once. Relations are followed by
    `select_related`, and annotations stand on the rows; `values` are not for here. A `list` is what a column is
    `__among`.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *kinds: type) -> None:
        self._build, self._kinds = build, kinds
        self._plan: _Plan | None = None
        self._lock = Lock()

    def __call__(self, *values: Any) -> list[M]:
        plan = self._plan or self._prepare()
        if plan.locks and connection.get_autocommit():
            raise TransactionManagementError("Rows are locked within a transaction.")
        with connection.cursor() as cursor:
            cursor.execute(plan.sql, plan.parameters(values))
            rows = cursor.fetchall()
        return plan.objects(rows)

    def one(self, *values: Any) -> M | None:
        """The first row, if there is any."""
        return next(iter(self(*values)), None)

    def _prepare(self) -> _Plan:
        with self._lock:
            if self._plan is None:
                marks = [_MARKS[kind](nth) for nth, kind in enumerate(self._kinds)]
                self._plan = _plan(self._build(*marks), marks)
        return self._plan


@dataclass(frozen=True)
class _Plan:
    sql: str
    fixed: tuple[Any, ...]
    """The parameters, with a mark where a value belongs."""
    slots: tuple[tuple[int, int, Callable[[Any], Any]], ...]
    """(place among the parameters, number of the value, what it is sent as)."""
    compiler: SQLCompiler
    model: type[Model]
    names: Sequence[str]
    columns: slice
    locks: bool
    """Whether the rows are locked until the transaction ends."""

    def parameters(self, values: Sequence[Any]) -> list[Any]:
        told = list(self.fixed)
        for place, number, send in self.slots:
            told[place] = send(values[number])
        return told

    def objects(self, rows: Sequence[Sequence[Any]]) -> list[Any]:
        populators = get_related_populators(  # its types are those of a later Django
            self.compiler.klass_info, self.compiler.select, connection.alias
        )  # type: ignore[call-arg]
        found = []
        for row in self.compiler.results_iter([list(rows)]):
            one = self.model.from_db(connection.alias, self.names, row[self.columns])
            for populator in populators:
                populator.populate(row, one)
            for name, place in self.compiler.annotation_col_map.items():
                setattr(one, name, row[place])
            found.append(one)
        return found


def _plan(queryset: QuerySet[Any], marks: Sequence[Any]) -> _Plan:
    compiler = queryset.query.get_compiler(using=connection.alias)
    sql, parameters = compiler.as_sql()
    slots = tuple(
        (place, marks.index(told), _sender(told))
        for place, told in enumerate(parameters)
        if any(told == mark and isinstance(told, type(mark)) for mark in marks)
    )
    if {number for _, number, _ in slots} != set(range(len(marks))):
        raise TypeError(f"A query that can't be prepared: {sql}")
    fields = compiler.klass_info["select_fields"]
    columns = slice(fields[0], fields[-1] + 1)
    names = [column.target.attname for column, *_ in compiler.select[columns]]
    locks = queryset.query.select_for_update
    return _Plan(sql, tuple(parameters), slots, compiler, queryset.model, names, columns, locks)


def _sender(mark: Any) -> Callable[[Any], Any]:
    """Numbers are sent as the type of their column."""
    kind = type(mark)
    if kind is list:
        return list
    return kind if issubclass(kind, int) else lambda value: value
