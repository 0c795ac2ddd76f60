"""Facts about tickets as sentences of the timeline: an icon, the words, and whether the client sees them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from holdfast.tickets.models import LinkKind, PriorityReason, Stage

Names = Mapping[int, str]
"""Persons' names by key, read once for a whole timeline."""


@dataclass(frozen=True)
class Sentence:
    """One line of a timeline."""

    icon: str
    words: str
    is_public: bool


Wording = Callable[[dict[str, Any], str, Names], Sentence | None]
"""From the fact's values, the actor's label and the names, to a sentence; None where the timeline shows it otherwise."""


def _acknowledged(said: dict[str, Any], by: str, names: Names) -> Sentence:
    if said.get("with_opening"):  # the mail that brings it too is another line
        return Sentence("circle-check", "Acknowledged at once: its reference was shown", True)
    return Sentence("circle-check", "Acknowledged, with its reference", True)


def _person_wrote(said: dict[str, Any], by: str, names: Names) -> Sentence:
    return Sentence("user-round", f"{by} said that a person wrote it; promises run from its arrival", False)


def _no_answer_needed(said: dict[str, Any], by: str, names: Names) -> Sentence:
    return Sentence("archive", f"{by} closed it without an answer: {said['reason']}", False)


def _priority_confirmed(said: dict[str, Any], by: str, names: Names) -> Sentence:
    return Sentence("flag", f"{by} confirmed Priority {said['priority']}", True)


def _priority_changed(said: dict[str, Any], by: str, names: Names) -> Sentence:
    why = PriorityReason(said["reason"]).label.lower()
    words = f"{by} changed it from Priority {said['formerly']} to {said['priority']} ({why}): {said['words']}"
    return Sentence("flag", words, True)


def _assigned(said: dict[str, Any], by: str, names: Names) -> Sentence:
    if said["to"] is None:
        return Sentence("user-plus", f"{by} left it to nobody for now", False)
    name = names.get(said["to"], "somebody")
    words = f"{name} took it" if name == by else f"{by} gave it to {name}"
    return Sentence("user-plus", words, False)


def _stage_moved(said: dict[str, Any], by: str, names: Names) -> Sentence | None:
    if said["stage"] in (Stage.ACKNOWLEDGED, Stage.PRIORITISED):
        return None  # said by the facts that moved it
    return Sentence("git-branch", f"Moved to {Stage(said['stage']).label}", True)


def _resolved(said: dict[str, Any], by: str, names: Names) -> Sentence:
    return Sentence("circle-check", "Resolved", True)


def _reopened(said: dict[str, Any], by: str, names: Names) -> Sentence:
    return Sentence("undo-2", f"{by} reopened it; new promises run from the reply's arrival", True)


def _merged(said: dict[str, Any], by: str, names: Names) -> Sentence:
    return Sentence("merge", f"{by} merged it into #{said['into']}", True)


def _linked(said: dict[str, Any], by: str, names: Names) -> Sentence:
    return Sentence("merge", f"{LinkKind(said['kind']).label} #{said['other']}, said {by}", False)


def _collaborator(said: dict[str, Any], by: str, names: Names) -> Sentence:
    name = names.get(said["person"], "Somebody")
    return Sentence(
        "user-plus", f"{name} takes part" if said["is_approved"] else f"{name} asks to take part", False
    )


def _chat_began(said: dict[str, Any], by: str, names: Names) -> Sentence:
    return Sentence("messages-square", "The client waits in the chat", True)


def _chat_ended(said: dict[str, Any], by: str, names: Names) -> Sentence:
    return Sentence(
        "messages-square",
        "The client ended the chat" if said["by_visitor"] else f"{by} ended the chat",
        False,
    )


def _chat_left(said: dict[str, Any], by: str, names: Names) -> Sentence:
    why = "The client left the chat" if said["by_visitor"] else "Nobody was at the chats any more"
    return Sentence("messages-square", f"{why}: it became a message", True)


def _described(said: dict[str, Any], by: str, names: Names) -> Sentence:
    return Sentence("square-pen", f"{by} set {', '.join(said['changed'])}", False)


def _attachment_forbidden(said: dict[str, Any], by: str, names: Names) -> Sentence:
    words = f"A virus was found in {said['filename']} ({said['found']}); nobody gets it from here"
    return Sentence("shield-alert", words, False)


WORDING: dict[str, Wording] = {
    "TicketAcknowledged": _acknowledged,
    "PersonWrote": _person_wrote,
    "NoAnswerNeeded": _no_answer_needed,
    "PriorityConfirmed": _priority_confirmed,
    "PriorityChanged": _priority_changed,
    "TicketAssigned": _assigned,
    "StageMoved": _stage_moved,
    "TicketResolved": _resolved,
    "TicketReopened": _reopened,
    "TicketMerged": _merged,
    "TicketLinked": _linked,
    "CollaboratorAdded": _collaborator,
    "TicketDescribed": _described,
    "ChatBegan": _chat_began,
    "ChatEnded": _chat_ended,
    "ChatLeft": _chat_left,
    "AttachmentForbidden": _attachment_forbidden,
}

SILENT = frozenset({"TicketOpened", "MessageArrived", "MessageSent", "NoteWritten", "CallMissed", "CallHeld"})
"""Facts that the timeline shows as the message itself."""
