"""What happens to calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CallFact(Fact):
    """Something about one call; the desk and its list of calls are told as well."""

    subject: ClassVar[str] = "call"
    call: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, "calls")


@dataclass(frozen=True, kw_only=True)
class CallCame(CallFact):
    """Somebody calls, and nobody has answered yet."""

    caller: str


@dataclass(frozen=True, kw_only=True)
class KeyPressed(CallFact):
    """The caller chose from the menu."""

    digit: str


@dataclass(frozen=True, kw_only=True)
class CallMoved(CallFact):
    """It waits, is spoken on, or has ended."""

    state: int


@dataclass(frozen=True, kw_only=True)
class CallLogged(CallFact):
    """A person wrote down a call that no provider told of."""

    ticket: int
    direction: str


@dataclass(frozen=True, kw_only=True)
class CallerNamed(CallFact):
    """A person said who calls."""

    person: int


@dataclass(frozen=True, kw_only=True)
class AgentRung(CallFact):
    """The telephone of one of ours rings, for an incoming call or to make one."""

    person: int


@dataclass(frozen=True, kw_only=True)
class RecordingKept(CallFact):
    """A recording was fetched from the provider."""

    size: int


@dataclass(frozen=True, kw_only=True)
class RecordingLost(CallFact):
    """It could not be fetched, or is too large."""

    why: str


@dataclass(frozen=True, kw_only=True)
class RecordingEnded(CallFact):
    """Its time was over, and it was removed."""


@dataclass(frozen=True, kw_only=True)
class CopyRemoved(CallFact):
    """The provider removed its copy of a recording that is kept here, or had none any more."""


@dataclass(frozen=True, kw_only=True)
class CopyStays(CallFact):
    """The provider's copy of a recording is still there, and nobody asks for its removal any more."""

    why: str


@dataclass(frozen=True, kw_only=True)
class RecordingTranscribed(CallFact):
    """What was left as a message stands beside its recording in writing."""


@dataclass(frozen=True, kw_only=True)
class RecordingHeard(CallFact):
    """Somebody listened to a recording."""

    person: int
    ticket: int | None


@dataclass(frozen=True, kw_only=True)
class PhoneLineChanged(Fact):
    """Greeting, hours, menu or how long recordings are kept were changed; `changed` names them."""

    subject: ClassVar[str] = "phone"
    phone: str = "line"
    changed: tuple[str, ...]
