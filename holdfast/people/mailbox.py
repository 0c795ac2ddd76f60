"""Which addresses lead to the same mailbox, as limits count them: here, and the same in SQL (T10, T13)."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Func, TextField

from holdfast.people.models import normal_address

IN_SQL: Final = (
    "replace(split_part(split_part({0}, '@', 1), '+', 1), '.', '') || '@' || split_part({0}, '@', 2)"
)
"""Of an address that is normal already."""


def mailbox_of(address: str) -> str:
    """The address without what makes no new mailbox: letter case, dots and what stands behind a plus sign."""
    local, _, domain = normal_address(address).rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"


class Mailbox(Func):
    """The mailbox of a column of addresses, for an index."""

    template = f"({IN_SQL.format('%(expressions)s')})"
    output_field: Any = TextField()
