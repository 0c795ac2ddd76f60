"""What holds for the calendars that a document names and brings along; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from holdfast.calendars import rules as calendar_rules
from holdfast.calendars.hours import Hours
from holdfast.kernel.refusal import Refused
from holdfast.policy.document import CLIENT, ROUND_THE_CLOCK, Document
from holdfast.policy.rules.problem import Known, Problem


def calendar_problems(document: Document, known: Known) -> tuple[list[Problem], Mapping[str, Hours]]:
    """What is wrong, and the calendars to measure on: the document's own before those known already."""
    problems: list[Problem] = []
    measured = dict(known.calendars)
    for key, named in document.calendars.items():
        where = f"calendars.{key}"
        try:
            calendar_rules.require_key(key)
            calendar_rules.require_name(named.name)
            measured[key] = calendar_rules.require_hours(named.hours, at=known.at)
        except Refused as refusal:
            problems.append(Problem(where + _inside(refusal), refusal.message))
    problems += _naming_problems(document, {*measured, *document.calendars})
    return problems, measured


def _inside(refusal: Refused) -> str:
    if refusal.field == "key":
        return ""
    if refusal.field == "name":
        return ".name"
    return f".hours.{refusal.field}" if refusal.field else ".hours"


def _naming_problems(document: Document, known: set[str]) -> Iterator[Problem]:
    if document.default_calendar == CLIENT:
        yield Problem(
            "default_calendar", "The default stands in where a client has no calendar, so it names one."
        )
    elif document.default_calendar not in known:
        yield _unknown("default_calendar", document.default_calendar)
    if ROUND_THE_CLOCK not in known:
        yield _unknown("calendars", ROUND_THE_CLOCK)
    for clause in document.clauses:
        if clause.calendar != CLIENT and clause.calendar not in known:
            yield _unknown(f"clauses.{clause.id}.calendar", clause.calendar)


def _unknown(where: str, key: str) -> Problem:
    return Problem(where, f"There is no calendar “{key[:60]}”.")
