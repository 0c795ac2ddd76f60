"""What happens to calendars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CalendarSaved(Fact):
    """A calendar got a new version; promises that stand keep theirs."""

    subject: ClassVar[str] = "calendar"
    calendar: int
    key: str
    version: int
    number: int
    holidays_added: tuple[str, ...] = ()
    holidays_removed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CalendarRenamed(Fact):
    """A calendar goes by another name; its hours, and so its version, stay."""

    subject: ClassVar[str] = "calendar"
    calendar: int
    key: str
    formerly: str
    name: str
