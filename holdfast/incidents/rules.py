"""What may be done with an interruption at which stage, and what its words must hold: pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from holdfast.incidents.models import BulletinKind, Level, Part, State
from holdfast.kernel.refusal import Missing, Refused

PARTS_OF_REPORT: Final[Mapping[str, str]] = {
    "affected": "What is affected",
    "noticed": "What clients notice",
    "who": "Who is affected",
    "workaround": "What helps meanwhile, or that nothing does",
    "doing": "What is being done",
}
"""What a complete report says besides since when and when the next word comes (communication.md)."""
PARTS: Final[Mapping[str, Mapping[str, str]]] = {
    BulletinKind.REPORT: PARTS_OF_REPORT,
    BulletinKind.UPDATE: {"text": "What is new"},
    BulletinKind.RESTORED: {"text": "What is back, and since when"},
    BulletinKind.CAUSE: {"text": "What is known of the cause by now"},
    BulletinKind.ANALYSIS: {str(part): part.label for part in Part},
    BulletinKind.RETRACTION: {"text": "Why it was none"},
}
_INCOMPLETE: Final = {
    BulletinKind.REPORT: "The report is not complete.",
    BulletinKind.ANALYSIS: "The analysis is not complete.",
}
CONFIRMED: Final = (State.CONFIRMED, State.IDENTIFIED, State.WATCHING)
LINKABLE: Final = (State.SUSPECTED, *CONFIRMED, State.RESTORED, State.CAUSE_KNOWN)
UNAVAILABLE: Final = (Level.MAJOR, Level.PARTIAL)
"""These count as down for everybody; what is degraded does so by the client's policy."""
FORWARD: Final = {
    State.CONFIRMED: (State.IDENTIFIED, State.WATCHING),
    State.IDENTIFIED: (State.WATCHING,),
    State.WATCHING: (State.IDENTIFIED,),
}
"""What an update may say that it has come to; what was watched can turn out not to hold."""


def require_parts(kind: BulletinKind, said: Mapping[str, str]) -> dict[str, str]:
    """The parts of a bulletin, trimmed; refused with each field that is missing: nothing is ever filled in for people."""
    parts = {name: said.get(name, "").strip() for name in PARTS[kind]}
    missing = {name: f"{PARTS[kind][name]} is missing." for name, words in parts.items() if not words}
    if missing:
        raise Missing(_INCOMPLETE.get(kind, "The words are missing."), fields=missing)
    return parts


def require_next(next_at: datetime | None, *, now: datetime) -> datetime:
    """When the next word comes: every update names it, and it lies ahead."""
    if next_at is None:
        raise Refused("Say when the next update comes.", code="next_missing", field="next_at")
    if next_at <= now:
        raise Refused("The next update lies in the past.", code="next_past", field="next_at")
    return next_at


def require_state(state: str, *allowed: State, to: str) -> None:
    """Refuse what this stage does not come to, naming where it stands."""
    if state not in allowed:
        raise Refused(f"It is {State(state).label.lower()}: that can't be {to}.", code="wrong_stage")


def require_reason(reason: str, *, to: str) -> str:
    """Why it is dismissed or retracted."""
    reason = reason.strip()
    if not reason:
        raise Refused(f"Say why it is {to}: whoever was told will be told.", code="no_reason", field="reason")
    return reason[:2000]
