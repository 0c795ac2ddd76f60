"""What goes by a channel other than mail: one word to one reader, in the forms that wires need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from holdfast.carriers.outcome import Outcome


@dataclass(frozen=True, kw_only=True)
class Post:
    key: str
    """Its unguessable name, the same on every try."""
    to: str
    """A number (E.164), or the address of a page that takes it."""
    subject: str
    text: str
    """The whole words."""
    short: str
    """The words within 300 characters, without the link."""
    link: str = ""
    language: str = "en"
    data: Mapping[str, Any] = field(default_factory=dict)
    """What programs read; it holds nothing that the words do not."""
    secrets: tuple[str, ...] = ()
    """Of a webhook: what it is signed with, the present one first."""
    heard_at: str = ""
    """The page of ours that is told what became of it; empty where nobody outside could reach it."""
    pressed_at: str = ""
    """Of a call that takes a key for an answer: the page of ours that is told which one; else empty."""
    key_words: str = ""
    """What pressing a key says, spoken after the words."""


class Wire(Protocol):
    """One channel: may be used by several threads at once, keeps nothing open, never raises for the other side."""

    def send(self, post: Post) -> Outcome:
        """Give one post to its one reader."""

    def probe(self) -> Outcome:
        """Whether the wire would take something now, without sending any."""
