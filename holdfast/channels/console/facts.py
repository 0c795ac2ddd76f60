"""What happens to consoles and to what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ConsoleFact(Fact):
    subject: ClassVar[str] = "console"
    console: int
    name: str


@dataclass(frozen=True, kw_only=True)
class ConsoleSaved(ConsoleFact):
    pass


@dataclass(frozen=True, kw_only=True)
class ConsoleKeyMade(ConsoleFact):
    """The key before it, if any, counts for a week more."""

    kid: str
    algorithm: str


@dataclass(frozen=True, kw_only=True)
class ConsoleRetired(ConsoleFact):
    pass
