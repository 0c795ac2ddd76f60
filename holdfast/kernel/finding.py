"""What `holdfast check` found when it looked at one thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Whether it is well, in words for whoever runs the machine; `about` tells several things of one check apart."""

    is_well: bool
    words: str
    about: str = ""
