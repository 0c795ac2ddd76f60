"""Facts of the ladder as sentences of the timeline."""

from __future__ import annotations

from typing import Any

from holdfast.tickets.wording import Names, Sentence, Wording

Said = dict[str, Any]


def _told(said: Said, by: str, names: Names) -> Sentence:
    person = names.get(said["person"]) if said["person"] is not None else None
    whom = f"{person}, {said['title']}" if person else said["title"]
    again = "again " if said["is_repeated"] else ""
    if said["is_automatic"]:
        words = f"A promise broke ({said['words']}): level {said['level']} was told {again}on its own, {whom}"
    else:
        words = f"{by} escalated it: level {said['level']} was told {again}at once, {whom}"
    return Sentence("trending-up", words, True)


def _unmanned(said: Said, by: str, names: Names) -> Sentence:
    words = f"Nobody holds level {said['level']} ({said['title']}); the next one was told in its place"
    return Sentence("user-x", words, False)


def _acknowledged(said: Said, by: str, names: Names) -> Sentence:
    name = names.get(said["person"], "somebody")
    return Sentence("circle-check", f"The escalation to level {said['level']} is in hand with {name}", True)


def _reminded(said: Said, by: str, names: Names) -> Sentence:
    stale = f"; {said['skipped']} earlier, grown stale, left out" if said.get("skipped") else ""
    words = f"Level {said['level']} was reminded, for the {_ordinal(said['number'])} time{stale}"
    return Sentence("bell", words, False)


def _reminders_dropped(said: Said, by: str, names: Names) -> Sentence:
    many = "1 reminder" if said["skipped"] == 1 else f"{said['skipped']} reminders"
    return Sentence(
        "bell", f"{many} of level {said['level']} left out: its answer time had passed by then", False
    )


def _ordinal(number: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(number, f"{number}th")


def _answered(said: Said, by: str, names: Names) -> Sentence:
    name = names.get(said["person"], "Somebody")
    return Sentence("message-square", f"{name} answered the escalation to level {said['level']}", True)


def _to_account_manager(said: Said, by: str, names: Names) -> Sentence:
    who = (
        ", ".join(names.get(person, "somebody") for person in said["persons"])
        or "Nobody: there is no manager"
    )
    why = {"priority_1": "a Priority 1", "escalation": "the escalation", "request": "the request"}[
        said["cause"]
    ]
    return Sentence("briefcase", f"To be told of {why} as the client's account manager: {who}", False)


def _handed(said: Said, by: str, names: Names) -> Sentence:
    return Sentence("briefcase", f"{by} handed it to {names.get(said['to'], 'the account manager')}", False)


WORDS_TO_CLIENT: dict[str, str] = {
    "acknowledgement": "The acknowledgement",
    "message": "Our message",
    "question": "Our question",
    "question_reminder": "The reminder of our question",
    "priority_changed": "The word of the other priority",
    "promise_later": "The word of a later due time",
    "handed_over": "The word of the hand-over",
    "sent_back": "The word of our own check",
    "approval_asked": "The request for approval",
    "approval_reminder": "The reminder of the approval",
    "explanation": "The explanation",
    "suspicion_confirmed": "The word that it is an interruption",
    "suspicion_dismissed": "The word that it is no interruption",
}
"""What a kind of notice to a client is called."""


def word_to_client(kind: str) -> str:
    return WORDS_TO_CLIENT.get(kind, "Our mail")


def _not_reached(said: Said, by: str, names: Names) -> Sentence:
    whom = names.get(said["person"]) if said["person"] is not None else None
    instead = f"{whom} gets it in their place" if whom else "nobody gets it in their place"
    words = f"{word_to_client(said['kind'])} did not reach {said['address']} ({said['trouble']}); {instead}"
    return Sentence("mail-x", words, False)


WORDING: dict[str, Wording] = {
    "LevelTold": _told,
    "LevelUnmanned": _unmanned,
    "LevelAcknowledged": _acknowledged,
    "LevelReminded": _reminded,
    "LevelRemindersDropped": _reminders_dropped,
    "LevelAnswered": _answered,
    "AccountManagerToBeTold": _to_account_manager,
    "HandedToAccountManager": _handed,
    "ClientNotReached": _not_reached,
}

SILENT = frozenset({"AccountManagerMissing"})
"""It is about a client, so no ticket's timeline shows it."""
