"""May this be said in a chat? Pure: no database, no clock."""

from __future__ import annotations

import re
from typing import Final

from holdfast.kernel.refusal import Refused

LONGEST_WORD: Final = 8_000
"""Characters of one message of a visitor."""
PER_MINUTE: Final = 20
PER_DAY: Final = 500
_CLIENT_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,40}")


def require_client_id(client_id: str) -> str:
    """The browser's own id of a message: without one, what is sent twice could not be told from what is said twice."""
    if not _CLIENT_ID.fullmatch(client_id):
        raise Refused("A message needs an id of its own.", code="no_client_id", field="id")
    return client_id


def require_word(text: str, *, may_be_empty: bool = False) -> str:
    """What the visitor says, trimmed; nothing is refused unless something is attached, and so is too much."""
    text = text.strip()
    if not text and not may_be_empty:
        raise Refused("Nothing is written yet.", code="words_missing", field="text")
    if len(text) > LONGEST_WORD:
        raise Refused(f"One message has {LONGEST_WORD:,} characters at most.", code="too_long", field="text")
    return text


def require_pace(*, last_minute: int, last_day: int) -> None:
    if last_minute >= PER_MINUTE or last_day >= PER_DAY:
        raise Refused("That was much in a short time. Try again in a minute.", code="too_often")
