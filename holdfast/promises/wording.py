"""Facts about promises as sentences of the timeline."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from holdfast.promises.models import Promise
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
    "maintenance_notice": "Maintenance notice",
    "maintenance_update": "Maintenance update",
    "list_reviewed": "Emergency list reviewed",
    "suspicion_weighed": "Suspicion weighed",
    "call_returned": "Call returned",
}
"""A clause by the title that the shipped policy gives it: one promise has one name everywhere."""

_ENDED = {
    "merged": "the ticket was merged into another, where it goes on",
    "condition ended": "what it was about has ended",
    "retracted": "there was no interruption",
    "suppressed by a cap": "more mail came at once than is acknowledged",
    "nothing can be sent to the address": "nothing can be sent to the address",
}
"""Why a promise is owed no more, by the causes for which a rule lets it go."""


def title_of(clause: str, *, level: int | None = None) -> str:
    """What the promise is called; `level` tells apart those of the ladder."""
    title = TITLES.get(clause, clause.replace("_", " ").capitalize())
    return f"{title}, level {level}" if level else title


def waiver_of(promise: Promise) -> str:
    """Who let a promise go and why; of one that a rule let go, why it is owed no more."""
    if promise.waived_by_rule:
        return f"No longer owed: {_why_ended(promise.waiver)}"
    return f"Waived by {promise.waived_by}: {promise.waiver}"


def _why_ended(cause: str) -> str:
    return _ENDED.get(cause, cause)


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
    title = title_of(said["clause"])
    if said["by_rule"]:
        why = said.get("ended_because") or _why_ended(said["reason"])
        return Sentence("minus", f"{title} is no longer owed: {why}", False)
    return Sentence("minus", f"Promise waived by {by}: {title} ({said['reason']})", True)


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
