"""What happens to files."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class FileFoundInfected(Fact):
    """The virus scanner found something in a content: it is given to nobody any more (T39)."""

    file: str
    name: str
    """What the scanner calls it."""

    @property
    def about(self) -> str:
        return f"file-{self.file[:40]}"
