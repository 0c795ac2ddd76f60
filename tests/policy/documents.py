"""Documents that the tests of the policy start from."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from holdfast.calendars.hours import Hours
from holdfast.calendars.shipped import shipped_calendars
from holdfast.policy.document import Clause, Document
from holdfast.policy.reading import shipped_policy
from holdfast.policy.rules import Known, problems_of

PERSON = "level@vendor.example"
KNOWN = Known(
    at=datetime(2026, 6, 1, tzinfo=UTC),
    calendars={each.key: Hours.from_json(each.hours) for each in shipped_calendars("Europe/Dublin")},
)


def sound() -> Document:
    """The shipped policy with what it asks for: Priority 1's turnaround, and a person on every level."""
    document = shipped_policy()
    limits = document.clause("turnaround").limit
    assert isinstance(limits, dict)
    ladder = tuple(msgspec.structs.replace(level, person=PERSON) for level in document.ladder)
    return with_clause(
        msgspec.structs.replace(document, ladder=ladder), "turnaround", limit=limits | {1: "4 h"}
    )


def with_clause(document: Document, id: str, **changes: Any) -> Document:
    clauses = tuple(
        msgspec.structs.replace(clause, **changes) if clause.id == id else clause
        for clause in document.clauses
    )
    return msgspec.structs.replace(document, clauses=clauses)


def clause(**values: Any) -> Clause:
    return Clause(
        **(
            {"id": "turnaround", "title": "T", "text": "{limit}", "mission": "B3", "calendar": "client"}
            | values
        )
    )


def wrong_fields(document: Document, known: Known = KNOWN) -> list[str]:
    """The fields at which something is wrong, warnings left out."""
    return [problem.field for problem in problems_of(document, known) if problem.is_error]
