"""May this be said in a chat? Pure: no database, no clock."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext_noop

from holdfast.channels.chat.models import Conversation
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import scrub
from holdfast.people.models import Person, Role

LONGEST_WORD: Final = 8_000
"""Characters of one message of a visitor."""
PER_MINUTE: Final = 20
PER_DAY: Final = 500
SILENT_AFTER: Final = timedelta(minutes=2)
"""A word of the visitor's that stays without an answer so long makes whoever has the chat silent."""
MOST_AT_ONCE: Final = 12
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_CLIENT_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,40}")


def require_client_id(client_id: str) -> str:
    """The browser's own id of a message: without one, what is sent twice could not be told from what is said twice."""
    if not _CLIENT_ID.fullmatch(client_id):
        raise Refused(gettext_noop("A message needs an id of its own."), code="no_client_id", field="id")
    return client_id


def require_word(text: str, *, may_be_empty: bool = False) -> str:
    """What the visitor says, trimmed; nothing is refused unless something is attached, and so is too much."""
    text = scrub(text).strip()
    if not text and not may_be_empty:
        raise Refused(gettext_noop("Nothing is written yet."), code="words_missing", field="text")
    if len(text) > LONGEST_WORD:
        raise Refused(
            gettext_noop("One message has %(most)s characters at most."),
            code="too_long",
            field="text",
            values={"most": LONGEST_WORD},
        )
    return text


def require_pace(*, last_minute: int, last_day: int) -> None:
    if last_minute >= PER_MINUTE or last_day >= PER_DAY:
        raise Refused(gettext_noop("That was much in a short time. Try again in a minute."), code="too_often")


def is_silent(conversation: Conversation, *, at: datetime) -> bool:
    since = conversation.waiting_since
    return since is not None and at - since > SILENT_AFTER


def require_may_take(conversation: Conversation, *, by: Person, at: datetime) -> None:
    """A colleague's chat is taken over from whoever is silent, or by a lead or manager."""
    if conversation.ended_at is not None:
        raise Refused("This chat is over.", code="over")
    taken = conversation.agent_id not in (None, by.pk)
    if taken and not is_silent(conversation, at=at) and not by.has_role(Role.LEAD, Role.MANAGER):
        raise Refused(f"{conversation.agent} has this chat, and answers. Ask them for it.", code="taken")


def require_language(language: str) -> str:
    """A language by its code, as `de`."""
    language = language.strip().lower()
    if not _LANGUAGE.fullmatch(language):
        raise Refused("Languages by their codes, as: de, fr", code="language", field="languages")
    return language


def require_capacity(capacity: int) -> None:
    if not 1 <= capacity <= MOST_AT_ONCE:
        raise Refused(f"Between 1 and {MOST_AT_ONCE} chats at once.", code="capacity", field="capacity")
