"""What holds for the clauses and their values; pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from holdfast.calendars.hours import Hours
from holdfast.policy.allowance import Allowance
from holdfast.policy.document import CLAUSES, CLIENT, TICKET_CLAUSES, ByPriority, Clause, Document
from holdfast.policy.rules.problem import Problem, Severity, allowance_at, length_problem, present
from holdfast.policy.rules.settings import PRIORITIES, unknown_priority
from holdfast.policy.rules.targets import falls_after

MAY_PROMISE_NOTHING: Final = ("word_given", "chat_answered", "call_returned", "list_reviewed")
"""Clauses without which the process still holds; a given word brings its own time."""

_MISSION: Final = re.compile(r"[A-F][1-9][0-9]?")
_PLACE: Final = re.compile(r"\{[^{}]*\}?|\}")


def clause_problems(document: Document, calendars: Mapping[str, Hours]) -> Iterator[Problem]:
    times = Counter(clause.id for clause in document.clauses)
    for id in CLAUSES:
        if id not in times:
            yield Problem(f"clauses.{id}", f"The clause “{id}” is missing.")
    for id, often in times.items():
        if id not in CLAUSES:
            yield Problem(f"clauses.{id}", f"Holdfast knows no clause “{id[:60]}”.")
        if often > 1:
            yield Problem(f"clauses.{id}", f"The clause “{id[:60]}” stands {often} times.")
    for clause in document.clauses:
        yield from _text_problems(clause)
        yield from _priority_problems(clause)
        calendar = document.default_calendar if clause.calendar == CLIENT else clause.calendar
        yield from _value_problems(clause, calendars.get(calendar))


def _text_problems(clause: Clause) -> Iterator[Problem]:
    where = f"clauses.{clause.id}"
    yield from present(
        length_problem(f"{where}.title", clause.title, 80), length_problem(f"{where}.text", clause.text, 600)
    )
    if not _MISSION.fullmatch(clause.mission):
        yield Problem(f"{where}.mission", "This is the number of a clause of the process, such as B3.")
    places = _PLACE.findall(clause.text)
    wanted = {"{limit}"} if clause.limit else set()
    if isinstance(clause.limit, dict):
        wanted.add("{priority}")
    for place in sorted(wanted - set(places)):
        yield Problem(f"{where}.text", f"The sentence does not say {place}.")
    for place in sorted(set(places) - wanted):
        yield Problem(f"{where}.text", f"{place[:40]} has no value here.")


def _priority_problems(clause: Clause) -> Iterator[Problem]:
    """Values by priority only where a ticket has one, and only for priorities that there are."""
    for name in ("limit", "target", "own", "climbs"):
        value = getattr(clause, name)
        if isinstance(value, str | bool):
            continue
        where = f"clauses.{clause.id}.{name}"
        if clause.id not in TICKET_CLAUSES:
            yield Problem(where, "This clause is not about a ticket, so it has one value for all priorities.")
        for priority in value:
            if priority not in PRIORITIES:
                yield unknown_priority(where, priority)


def _value_problems(clause: Clause, hours: Hours | None) -> Iterator[Problem]:
    by_priority = isinstance(clause.limit, dict) or isinstance(clause.target, dict)
    for priority in PRIORITIES if by_priority else (None,):
        found = _value(clause, "limit", priority), _value(clause, "target", priority)
        yield from (value for value in found if isinstance(value, Problem))
        limit, target = found
        if limit is None:
            yield from _nothing_promised(clause, priority)
        if isinstance(limit, Allowance) and clause.id == "maintenance_notice" and not limit.is_elapsed:
            yield Problem(
                _where(clause, "limit", priority), "Notice is counted back from the start, in minutes or h."
            )
        if isinstance(target, Allowance) and not isinstance(limit, Problem):
            yield from _target_problems(_where(clause, "target", priority), target, limit, hours)


def _nothing_promised(clause: Clause, priority: int | None) -> Iterator[Problem]:
    where = _where(clause, "limit", priority)
    if clause.id == "turnaround":
        name = f"Priority {priority}" if priority else "A ticket"
        hint = ": the source gives none, so decide one (proposed: 4 h)" if priority == 1 else ""
        yield Problem(where, f"{name} has no turnaround{hint}.")
    elif priority is None and clause.id not in MAY_PROMISE_NOTHING:
        yield Problem(where, f"The process asks for “{clause.title}”, so it needs a limit.")
    elif clause.id != "word_given":
        said = (
            f"Nothing is promised here for Priority {priority}." if priority else "Nothing is promised here."
        )
        yield Problem(where, said, Severity.WARNING)


def _target_problems(
    where: str, target: Allowance, limit: Allowance | None, hours: Hours | None
) -> Iterator[Problem]:
    if limit is None:
        yield Problem(where, "A target without a limit promises nothing.")
    elif limit.is_elapsed and not target.is_elapsed:
        yield Problem(where, "The limit passes round the clock, so the target cannot be in business time.")
    elif (after := falls_after(target, limit, hours)) is not None:
        example = f" ({after})" if after else ""
        yield Problem(
            where, f"The target, {target.in_words}, falls after the limit, {limit.in_words}{example}."
        )


def _value(clause: Clause, name: str, priority: int | None) -> Allowance | Problem | None:
    value: str | ByPriority = getattr(clause, name)
    text = value if isinstance(value, str) else value.get(priority or 0, "")
    return allowance_at(_where(clause, name, priority), text) if text else None


def _where(clause: Clause, name: str, priority: int | None) -> str:
    by_priority = isinstance(getattr(clause, name), dict)
    return f"clauses.{clause.id}.{name}.{priority}" if by_priority else f"clauses.{clause.id}.{name}"
