"""A document is checked against what this installation has: its calendars and its people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from holdfast.calendars.queries import all_hours
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.people.models import Person
from holdfast.policy.document import Document
from holdfast.policy.rules import Known, Problem, problems_of


class HasProblems(Refused):
    """A document cannot be published; `problems` are its errors, message and field the first one's."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        first, more = problems[0], len(problems) - 1
        others = f" (and {more} more)" if more else ""
        super().__init__(f"{first.message}{others}", code="policy_has_problems", field=first.field)
        self.problems = tuple(problems)


def check_document(
    document: Document, *, before_people: bool = False, at: datetime | None = None
) -> list[Problem]:
    """Everything that is wrong with the document here; `before_people`: a level without one only warns."""
    known = Known(
        at=at or clock.now(),
        calendars=all_hours(),
        persons=frozenset(Person.objects.staff().values_list("email", flat=True)),
        before_people=before_people,
    )
    return problems_of(document, known)


def require_no_errors(document: Document, *, at: datetime, before_people: bool = False) -> None:
    """Refuse with `HasProblems`; warnings stand."""
    errors = [
        problem
        for problem in check_document(document, before_people=before_people, at=at)
        if problem.is_error
    ]
    if errors:
        raise HasProblems(errors)
