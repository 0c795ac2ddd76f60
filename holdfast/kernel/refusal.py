"""A refusal: the domain's way of saying no, in words that a person can act on."""

from __future__ import annotations

from collections.abc import Mapping


class Refused(Exception):
    """An act that the rules do not allow; `code` is stable for programs, `field` names the input at fault.

    `message` may hold marks, as `%(megabytes)s`, that `values` fill in; `words` keeps it as a catalogue knows it.
    """

    def __init__(
        self, message: str, *, code: str, field: str | None = None, values: Mapping[str, object] | None = None
    ) -> None:
        self.words, self.values = message, values
        message = message % values if values else message
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field


class Forbidden(Refused):
    """A refusal because of who asks, not of what is asked."""

    def __init__(self, message: str, *, code: str = "forbidden") -> None:
        super().__init__(message, code=code)


class Missing(Refused):
    """Several fields at fault at once; `fields` says for each, by its name, what is wanted."""

    def __init__(self, message: str, *, fields: Mapping[str, str]) -> None:
        super().__init__(message, code="incomplete", field=next(iter(fields)))
        self.fields = dict(fields)
