"""What an answer by HTTP means for the row that asked, where a wire has nothing more exact to say."""

from __future__ import annotations

from typing import Final

from holdfast.carriers.outcome import Outcome, Result
from holdfast.carriers.outgoing.asking import Answer, AnswerLost, MayNotBeGiven, NotGiven

_NOT_NOW: Final = frozenset({408, 425, 429})


def outcome_of_trouble(trouble: NotGiven | AnswerLost) -> Outcome:
    """Of a request without an answer: lost after it was given over, or never given."""
    if isinstance(trouble, AnswerLost):
        return Outcome(Result.UNKNOWN, str(trouble))
    if isinstance(trouble, MayNotBeGiven):
        return Outcome(Result.PERMANENT, str(trouble))
    return Outcome(Result.TEMPORARY, str(trouble), wire_failed=True)


def outcome_of(answer: Answer, *, who: str, why: str = "") -> Outcome:
    """By the status alone: accepted, put off for as long as is asked, or refused for good."""
    said = f"{who} answers {answer.status}{f': {why}' if why else ''}."
    if answer.is_good:
        return Outcome(Result.ACCEPTED, said)
    if answer.status in _NOT_NOW or answer.status >= 500:
        return Outcome(Result.TEMPORARY, said, again_after=answer.again_after)
    if answer.status in (401, 407):
        return Outcome(Result.TEMPORARY, said, wire_failed=True)
    return Outcome(Result.PERMANENT, said)
