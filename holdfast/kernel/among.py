"""The lookup `__among`: one of any number of values, in words that stay the same for any number of them.

`__in` names each value by itself, so PostgreSQL plans the statement anew for every number of values, and no `Prepared`
can be made of it.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignObject, Lookup
from django.db.models.sql.compiler import SQLCompiler


@ForeignObject.register_lookup  # whose lookups are its own alone
@Field.register_lookup
class Among(Lookup):
    """The column is one of these; values that are no more than the column's own type."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        kind = self.lhs.target.rel_db_type(connection).partition("(")[0]  # a cast to a length would cut
        return f"{column} = ANY(%s::{kind}[])", (*parameters, list(self.rhs))  # type: ignore[arg-type]
