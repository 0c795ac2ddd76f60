"""What is wrong with a document, at which field; and what the checks may know besides the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from holdfast.calendars.hours import Hours
from holdfast.policy.allowance import Allowance


class Severity(StrEnum):
    """An error keeps a document from being published; a warning is said, and stands."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong; `field` is a path: `clauses.turnaround.limit.2`, `ladder.3.person`."""

    field: str
    message: str
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        return f"{self.field}: {self.message}"


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known outside the document."""

    at: datetime
    """From when on a calendar must open."""
    calendars: Mapping[str, Hours] = field(default_factory=dict)
    """The calendars that are there already, by key."""
    persons: frozenset[str] | None = None
    """The mail addresses of the vendor's people; None: nobody can say."""
    before_people: bool = False
    """Whether people do not exist yet (at set-up), so that a level without one is only a warning."""


def length_problem(where: str, text: str, most: int, *, may_be_empty: bool = False) -> Problem | None:
    """A text that is missing or too long."""
    if not text.strip() and not may_be_empty:
        return Problem(where, "This cannot be empty.")
    return Problem(where, f"This is longer than {most} characters.") if len(text) > most else None


def allowance_at(where: str, text: str) -> Allowance | Problem:
    """The allowance that stands there, or what is wrong with it."""
    try:
        return Allowance.parse(text)
    except ValueError as error:
        return Problem(where, str(error))


def present(*problems: Problem | None) -> list[Problem]:
    return [problem for problem in problems if problem is not None]
