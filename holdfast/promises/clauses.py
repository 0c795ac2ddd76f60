"""Clauses that are asked for by name in more than one place."""

from __future__ import annotations

from typing import Final

WEIGHED: Final = "suspicion_weighed"
"""A client's suspicion is weighed at once (E5)."""

CHAT_ANSWERED: Final = "chat_answered"
"""Whoever waits in a live chat is answered by a person (A2)."""
