"""A token that is not believed leaves a quiet line: its code and the key's id, never the token."""

from __future__ import annotations

import logging
from datetime import datetime

from holdfast.channels.console.models import ConsoleKey
from holdfast.channels.console.refusing import NotBelieved
from holdfast.channels.console.verifying import key_named

_log = logging.getLogger(__name__)


def note_doubt(token: str, refused: NotBelieved, *, now: datetime) -> ConsoleKey | None:
    """Write the line; returns the key that the token names, which proves nothing of whoever brings it."""
    key = key_named(token, now=now)
    _log.info(
        "A token of a product was not believed: %s (key %s).", refused.code, key.kid if key else "unknown"
    )
    return key
