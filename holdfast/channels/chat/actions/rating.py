"""The visitor says how it was."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop

from holdfast.channels.chat.actions.words import actor_of
from holdfast.channels.chat.facts import ChatRated
from holdfast.channels.chat.models import Conversation, Visitor
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import scrub


@transaction.atomic
def rate(visitor: Visitor, *, conversation: int, rating: int, words: str) -> None:
    """From 1, bad, to 5, good, with a word; said again, the last one holds."""
    if not 1 <= rating <= 5:
        raise Refused(gettext_noop("From 1, bad, to 5, good."), code="rating", field="rating")
    talk = Conversation.objects.select_for_update().filter(pk=conversation, visitor=visitor).first()
    if talk is None:
        raise Refused(gettext_noop("There is no such chat."), code="no_chat")
    words = scrub(words).strip()[:2000]
    if (talk.rating, talk.rating_words) == (rating, words):
        return
    talk.rating, talk.rating_words = rating, words
    talk.save(update_fields=["rating", "rating_words"])
    rated = ChatRated(chat=talk.pk, rating=rating, words=words)
    record(rated, by=actor_of(visitor), at=clock.now())
