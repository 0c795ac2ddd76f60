"""What is wrong with a document: every rule of a policy, the same for the desk and for a file; pure."""

from __future__ import annotations

from holdfast.policy.document import Document
from holdfast.policy.rules.calendars import calendar_problems
from holdfast.policy.rules.clauses import clause_problems
from holdfast.policy.rules.ladder import ladder_problems
from holdfast.policy.rules.problem import Known, Problem, Severity
from holdfast.policy.rules.settings import priority_problems, scenario_problems, settings_problems

__all__ = ["Known", "Problem", "Severity", "problems_of"]


def problems_of(document: Document, known: Known) -> list[Problem]:
    """Everything that is wrong with the document, in its own order; empty when nothing is."""
    of_calendars, calendars = calendar_problems(document, known)
    return [
        *settings_problems(document),
        *priority_problems(document),
        *scenario_problems(document),
        *clause_problems(document, calendars),
        *ladder_problems(document, known),
        *of_calendars,
    ]
