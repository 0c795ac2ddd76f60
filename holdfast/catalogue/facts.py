"""What happens to the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ProductEntered(Fact):
    subject: ClassVar[str] = "product"
    product: int
    name: str


@dataclass(frozen=True, kw_only=True)
class ProductChanged(Fact):
    """It got another name, or is no longer offered, or is again."""

    subject: ClassVar[str] = "product"
    product: int
    name: str
    formerly: str
    is_current: bool
