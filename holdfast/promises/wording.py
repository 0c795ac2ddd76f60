"""Facts about promises as sentences of the timeline."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from holdfast.tickets.wording import Names, Sentence, Wording

TITLES = {
    "acknowledge": "Acknowledgement",
    "first_response": "First human response",
    "priority_confirmed": "Priority confirmed",
    "turnaround": "Turnaround",
    "client_update": "Hearing from us",
    "engineering_told": "Engineering told",
    "client_told": "Client told of a step",
    "word_given": "A word given",
    "explanation": "Explanation",
    "account_manager_told": "Account manager told",
    "escalation_answered": "Escalation answered",
}
"""A clause by the title that the shipped policy gives it: one promise has one name everywhere."""


def title_of(clause: str) -> str:
    return TITLES.get(clause, clause.replace("_", " ").capitalize())


def _kept(said: dict[str, Any], by: str, names: Names) -> Sentence:
    how = "kept late" if said["is_late"] else "kept"
    return Sentence("circle-check", f"Promise {how}: {title_of(said['clause'])}", True)


def _warned(said: dict[str, Any], by: str, names: Names) -> Sentence:
    words = f"{said['fraction']:.0%} of the time for {title_of(said['clause']).lower()} has passed"
    return Sentence("clock", words, False)


def _broken(said: dict[str, Any], by: str, names: Names) -> Sentence:
    return Sentence("triangle-alert", f"Promise broken: {title_of(said['clause'])}", True)


def _paused(said: dict[str, Any], by: str, names: Names) -> Sentence:
    what = "an answer" if said["cause"] == "answer" else "the client's approval"
    return Sentence("pause", f"{title_of(said['clause'])} stands still while we wait for {what}", True)


def _resumed(said: dict[str, Any], by: str, names: Names) -> Sentence:
    return Sentence("clock", f"{title_of(said['clause'])} runs on where it stood", True)


def _moved(said: dict[str, Any], by: str, names: Names) -> Sentence:
    later = datetime.fromisoformat(said["due_at"]) > datetime.fromisoformat(said["formerly"])
    way = "later" if later else "sooner"
    return Sentence("clock", f"{title_of(said['clause'])} is due {way}: {said['cause']}", True)


def _waived(said: dict[str, Any], by: str, names: Names) -> Sentence:
    return Sentence(
        "minus", f"Promise waived by {by}: {title_of(said['clause'])} ({said['reason']})", not said["by_rule"]
    )


def _owed_again(said: dict[str, Any], by: str, names: Names) -> Sentence:
    return Sentence("undo-2", f"Owed again, for the mail came back: {title_of(said['clause'])}", False)


WORDING: dict[str, Wording] = {
    "PromiseKept": _kept,
    "PromiseWarned": _warned,
    "PromiseBroken": _broken,
    "PromisePaused": _paused,
    "PromiseResumed": _resumed,
    "PromiseMoved": _moved,
    "PromiseWaived": _waived,
    "PromiseOwedAgain": _owed_again,
}

SILENT = frozenset({"PromisesMade"})
"""Shown as the promises themselves."""
