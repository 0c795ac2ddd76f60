"""A word as the chat's script sends it, and as it is told that the word has its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from holdfast.catalogue.models import Product
from holdfast.channels.chat.actions.words import Word
from holdfast.channels.chat.models import ChatMessage
from holdfast.channels.chat.rules import LONGEST_WORD
from holdfast.portal.chat.calls import Said, text_in
from holdfast.tickets.actions.messages import Attached


def word_in(
    said: Said, *, is_there: bool, product: Product | None = None, attached: Sequence[Attached] = ()
) -> Word:
    """The word among what was said."""
    return Word(
        text=text_in(said, "text", limit=LONGEST_WORD + 1),
        client_id=text_in(said, "id", limit=41),
        page=text_in(said, "page", limit=500),
        product=product,
        is_there=is_there,
        attached=attached,
    )


def placed_at(placed: ChatMessage) -> dict[str, Any]:
    """Where it stands now."""
    return {"conversation": placed.conversation_id, "number": placed.number, "at": placed.at.isoformat()}
