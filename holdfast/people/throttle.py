"""Where tries to sign in are counted: what can't be counted is not let in, and says so (T14, T51)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, OperationalError


class Throttle(DatabaseCache):
    """Django's own table of short-lived values, but for one thing: it never passes over what it could not write."""

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        with _or_closed():
            return super().get_many(keys, version=version)

    def _base_set(self, mode: str, key: str, value: object, timeout: Any = None) -> bool:
        with _or_closed():
            written: bool = super()._base_set(mode, key, value, timeout)  # type: ignore[misc]
            if mode == "set" and not written:
                raise DatabaseError("What was counted could not be written.")
        return written


@contextmanager
def _or_closed() -> Iterator[None]:
    """Whatever the database refuses here, the door is closed for the moment, as when there is no database."""
    try:
        yield
    except DatabaseError as error:
        raise OperationalError("Tries to sign in can't be counted.") from error
