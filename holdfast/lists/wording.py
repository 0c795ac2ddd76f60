"""Facts about requests for a list as sentences of the ticket's timeline."""

from __future__ import annotations

from typing import Any, Final

from holdfast.tickets.wording import Names, Sentence, Wording


def _asked(said: dict[str, Any], by: str, names: Names) -> Sentence | None:
    return None  # the first message says it


def _applied(said: dict[str, Any], by: str, names: Names) -> Sentence:
    return Sentence(
        "shield-check", f"{by} changed the emergency list; it is version {said['number']} now", True
    )


def _declined(said: dict[str, Any], by: str, names: Names) -> Sentence:
    return Sentence("x", f"{by} left the emergency list as it is", True)


WORDING: Final[dict[str, Wording]] = {
    "ListChangeAsked": _asked,
    "ListChangeApplied": _applied,
    "ListChangeDeclined": _declined,
}
