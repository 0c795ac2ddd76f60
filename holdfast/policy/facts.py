"""What happens to policies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PolicyDrafted(Fact):
    """A draft was begun, from what stands."""

    subject: ClassVar[str] = "policy"
    policy: int
    version: int
    number: int


@dataclass(frozen=True, kw_only=True)
class DraftSaved(Fact):
    """A draft was changed."""

    subject: ClassVar[str] = "policy"
    policy: int
    version: int
    number: int
    revision: int


@dataclass(frozen=True, kw_only=True)
class DraftDiscarded(Fact):
    """A draft was given up; what stands goes on standing."""

    subject: ClassVar[str] = "policy"
    policy: int
    version: int
    number: int


@dataclass(frozen=True, kw_only=True)
class PolicyPublished(Fact):
    """A version is in force from now on; promises that stand keep the one that they were made under."""

    subject: ClassVar[str] = "policy"
    policy: int
    version: int
    number: int
    changes: tuple[str, ...] = ()
    """What it changes of the version before it, as sentences."""
