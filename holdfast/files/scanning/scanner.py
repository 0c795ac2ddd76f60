"""What a virus scanner is asked, and what it can answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Protocol

from holdfast.files.models import Verdict


@dataclass(frozen=True)
class Answer:
    """What was found in one content; `name` is the scanner's own word for it."""

    verdict: Verdict
    name: str = ""


class Silent(Exception):
    """The scanner can't be reached at all: nothing else need be asked for a while."""


class Undecided(Exception):
    """The scanner gave no verdict on this content, this time; it may on another one."""


class Scanner(Protocol):
    """A virus scanner. Its exceptions name no content and no file."""

    def ask(self) -> None:
        """Whether it answers; raises Silent when it does not."""

    def scan(self, content: BinaryIO) -> Answer:
        """What it says of the content; raises Silent or Undecided."""
