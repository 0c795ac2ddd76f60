"""What happens to the vendor's own settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class VendorChanged(Fact):
    """Settings of the installation as a whole were changed; `changed` names them."""

    subject: ClassVar[str] = "vendor"
    vendor: int = 1
    changed: tuple[str, ...]
