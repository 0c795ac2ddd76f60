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


@dataclass(frozen=True, kw_only=True)
class ChatGivenBack(ChatFact):
    """Whoever had the chat was silent and is not there: it waits for anybody again."""

    formerly: int


@dataclass(frozen=True, kw_only=True)
class SeatChanged(Fact):
    """A person of ours takes chats now, or makes a pause; `capacity` is how many at once."""

    subject: ClassVar[str] = "person"
    person: int
    is_taking: bool
    capacity: int

    @property
    def topics(self) -> tuple[str, ...]:
        return ("chats",)


@dataclass(frozen=True, kw_only=True)
class CannedAnswerChanged(Fact):
    """`text` is empty where it was removed."""

    subject: ClassVar[str] = "canned"
    canned: int
    name: str
    text: str


@dataclass(frozen=True, kw_only=True)
class GreetingChanged(Fact):
    """`text` is empty where it was removed."""

    subject: ClassVar[str] = "greeting"
    greeting: int
    page: str
    after_seconds: int
    text: str


@dataclass(frozen=True, kw_only=True)
class ChatRated(ChatFact):
    """The visitor says how it was, from 1, bad, to 5, good."""

    rating: int
    words: str


@dataclass(frozen=True, kw_only=True)
class VisitorBlocked(ChatFact):
    """Nothing is taken from this visitor any more, and their stream ends."""

    visitor: int
    because: str


@dataclass(frozen=True, kw_only=True)
class VisitorLetIn(ChatFact):
    visitor: int
