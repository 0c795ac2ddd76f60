"""Where files of the export lie: what a folder and a bucket have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from holdfast.project.trouble import Trouble


class Unwritten(Trouble):
    """The place did not take a file, or did not say what it holds."""


@dataclass(frozen=True)
class File:
    """One file with what a web server must say of it."""

    content: bytes
    media_type: str
    cache_control: str


class Place(Protocol):
    """Where the files lie, each under its name with slashes; raises `Unwritten`."""

    def publish_assets(self) -> None:
        """Put there what pages look like."""

    def names(self) -> set[str]:
        """What lies there now, below `status` and `api` at the least, of ours or not."""

    def holds(self, name: str, file: File) -> bool:
        """Whether it lies there already, just so."""

    def put(self, name: str, file: File) -> None:
        """Lay it there in one step: no reader sees half of it."""

    def remove(self, name: str) -> None:
        """Take it away."""
