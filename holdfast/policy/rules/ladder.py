"""What holds for the ladder; pure."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.policy.document import Document, Level
from holdfast.policy.rules.problem import Known, Problem, Severity, allowance_at, length_problem, present


def ladder_problems(document: Document, known: Known) -> Iterator[Problem]:
    if not 1 <= len(document.ladder) <= 20:
        yield Problem("ladder", "The ladder has 1 to 20 levels.")
    for number, level in enumerate(document.ladder, start=1):
        where = f"ladder.{number}"
        yield from present(
            length_problem(f"{where}.title", level.title, 160),
            length_problem(f"{where}.phone", level.phone, 40, may_be_empty=True),
            _person_problem(f"{where}.person", level, known),
        )
        answer = allowance_at(f"{where}.answer", level.answer)
        if isinstance(answer, Problem):
            yield answer


def _person_problem(where: str, level: Level, known: Known) -> Problem | None:
    """A level is told by mail, so it needs a person; at set-up there is nobody yet who could be named."""
    if not level.person:
        severity = Severity.WARNING if known.before_people else Severity.ERROR
        return Problem(where, f"Nobody holds the level “{level.title}”.", severity)
    if len(level.person) > 254 or "@" not in level.person.strip("@"):
        return Problem(where, f"“{level.person[:80]}” is no mail address.")
    if known.persons is not None and level.person.strip().lower() not in known.persons:
        return Problem(where, f"No person of the vendor has the address {level.person}.")
    return None
