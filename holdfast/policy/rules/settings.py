"""What holds for the policy as a whole, its priorities and its scenarios; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from holdfast.policy.allowance import Allowance
from holdfast.policy.document import Document
from holdfast.policy.rules.problem import Problem, Severity, allowance_at, length_problem, present

PRIORITIES: Final = (1, 2, 3, 4)

_SCENARIO_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def settings_problems(document: Document) -> Iterator[Problem]:
    yield from present(length_problem("name", document.name, 120))
    if document.provisional_priority not in PRIORITIES:
        yield unknown_priority("provisional_priority", document.provisional_priority)
    yield from _warning_problems(document.warnings)
    if not 0 <= document.reopen_days <= 366:
        yield Problem("reopen_days", "A resolved ticket can be reopened for 0 to 366 days.")
    yield from _silence_problems(document)
    for priority in document.tier_1_without_qa:
        if priority not in PRIORITIES:
            yield unknown_priority("tier_1_without_qa", priority)


def priority_problems(document: Document) -> Iterator[Problem]:
    numbers = tuple(priority.number for priority in document.priorities)
    if numbers != PRIORITIES:
        yield Problem("priorities", "The priorities are 1, 2, 3 and 4, each once and in this order.")
    for priority in document.priorities:
        where = f"priorities.{priority.number}"
        yield from present(
            length_problem(f"{where}.name", priority.name, 60),
            length_problem(f"{where}.summary", priority.summary, 300, may_be_empty=True),
        )


def scenario_problems(document: Document) -> Iterator[Problem]:
    """A scenario stands once, by its id and by its words however they are capitalised and spaced."""
    ids: set[str] = set()
    words: dict[str, str] = {}
    if len(document.scenarios) > 500:
        yield Problem("scenarios", "More than 500 scenarios help nobody to choose.")
    for scenario in document.scenarios:
        where = f"scenarios.{scenario.id}"
        if not _SCENARIO_ID.fullmatch(scenario.id) or len(scenario.id) > 80:
            yield Problem(f"{where}.id", "An id is lower-case letters, digits and hyphens, at most 80.")
        if scenario.id in ids:
            yield Problem(f"{where}.id", f"The id “{scenario.id}” stands twice.")
        ids.add(scenario.id)
        yield from present(length_problem(f"{where}.words", scenario.words, 300))
        said = " ".join(scenario.words.casefold().split())
        if said in words:
            yield Problem(f"{where}.words", f"“{scenario.words}” stands twice; the other is “{words[said]}”.")
        words.setdefault(said, scenario.id)
        if scenario.priority not in PRIORITIES:
            yield unknown_priority(f"{where}.priority", scenario.priority)
        if scenario.priority == 1 and scenario.outage is None:
            yield Problem(
                f"{where}.outage",
                f"Whether “{scenario.words}” means that a service is down is not said; its words decide.",
                Severity.WARNING,
            )


def unknown_priority(where: str, priority: int) -> Problem:
    return Problem(where, f"There is no priority {priority}; there are 1 to 4.")


def _warning_problems(warnings: tuple[float, ...]) -> Iterator[Problem]:
    if not all(0 < warning < 1 for warning in warnings):
        yield Problem("warnings", "A warning stands at a fraction of the time, above 0 and below 1.")
    if not all(earlier < later for earlier, later in pairwise(warnings)):
        yield Problem("warnings", "The warnings are not in order, each later than the one before it.")
    if len(warnings) > 10:
        yield Problem("warnings", "More than ten warnings are none.")


def _silence_problems(document: Document) -> Iterator[Problem]:
    """Reminders in their order, then the call; and nobody's silence approves before they were reminded and called."""
    yield from _out_of_order(_steps(document, "question_reminders", "question_call"))
    yield from _out_of_order(_steps(document, "approval_reminders", "approval_call", "approval_by_silence"))
    if not document.question_call:
        yield Problem("question_call", "Say after what silence calling the client becomes a task.")
    if document.approval_by_silence and not document.approval_reminders:
        yield Problem(
            "approval_by_silence",
            "Nobody's silence approves who was never reminded. Set a reminder before it.",
        )


def _steps(document: Document, reminders: str, *later: str) -> list[tuple[str, str]]:
    """What follows upon a silence, by where it stands in the document, in the order in which it must come."""
    first = [(f"{reminders}.{number}", text) for number, text in enumerate(getattr(document, reminders), 1)]
    return first + [(name, text) for name in later if (text := getattr(document, name))]


def _out_of_order(steps: list[tuple[str, str]]) -> Iterator[Problem]:
    read = [(where, allowance_at(where, text)) for where, text in steps]
    yield from (found for _, found in read if isinstance(found, Problem))
    spans = [(where, found) for where, found in read if not isinstance(found, Problem)]
    for (earlier, first), (later, second) in pairwise(spans):
        if _least(second) <= _least(first):
            said = "approval by silence" if later == "approval_by_silence" else "this step"
            yield Problem(later, f"After {first.in_words} comes {earlier}; {said} must come later than that.")


def _least(allowance: Allowance) -> int:
    """Its length in seconds at the least: a business day is compared as a day."""
    return allowance.seconds if allowance.seconds is not None else allowance.amount * 86_400
