"""What happens to a chat; that it began and ended are facts of its ticket (`tickets.facts`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ChatFact(Fact):
    """Something about one chat; the list of chats is told as well."""

    subject: ClassVar[str] = "chat"
    chat: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, "chats")


@dataclass(frozen=True, kw_only=True)
class ChatTaken(ChatFact):
    """A person of ours has the chat now; `formerly` had it before."""

    agent: int
    formerly: int | None
