"""A word of ours as the client to whom it was told reads it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Word:
    """Its parts are (name, words); one part alone needs no name."""

    kind: str
    at: SafeString
    parts: Sequence[tuple[str, str]]
