"""What interruptions mean for a ticket, as sentences of its timeline; what is not public yet stays inside."""

from __future__ import annotations

from typing import Any

from holdfast.tickets.wording import Names, Sentence, Wording

Said = dict[str, Any]


def _suspects(said: Said, by: str, names: Names) -> Sentence:
    return Sentence("siren", f"{by} said that a service may be down; it is weighed at once", True)


def _weighed(said: Said, by: str, names: Names) -> Sentence:
    if said["is_confirmed"]:
        return Sentence("siren", f"{by} confirmed the interruption: {said['title']}", True)
    return Sentence("archive", f"{by} looked into it: it is no interruption", True)


def _linked(said: Said, by: str, names: Names) -> Sentence:
    what = said["title"] or "what is suspected"
    return Sentence("link", f"{by} linked it to the interruption: {what}", bool(said["title"]))


def _unlinked(said: Said, by: str, names: Names) -> Sentence:
    what = said["title"] or "what is suspected"
    return Sentence("minus", f"{by} unlinked it from the interruption: {what}", bool(said["title"]))


def _left_unanswered(said: Said, by: str, names: Names) -> Sentence:
    return Sentence(
        "triangle-alert", f"A word about “{said['title']}” could not be put here: answer by hand", False
    )


WORDING: dict[str, Wording] = {
    "TicketSuspects": _suspects,
    "SuspicionWeighed": _weighed,
    "LinkedToInterruption": _linked,
    "UnlinkedFromInterruption": _unlinked,
    "TicketLeftUnanswered": _left_unanswered,
}
