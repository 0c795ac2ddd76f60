"""A visitor who abuses the chat is kept out, with a reason that is kept; and let in again."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from holdfast.channels.chat.actions.ending import end_chat
from holdfast.channels.chat.facts import VisitorBlocked, VisitorLetIn
from holdfast.channels.chat.models import Conversation, Visitor
from holdfast.channels.chat.sources import OUT_FOR
from holdfast.kernel import clock, hints
from holdfast.kernel.facts import record
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets.rules import require_words


@transaction.atomic
def block(conversation: Conversation, *, because: str, with_source: bool = False, by: Person) -> None:
    """End their talks, and take nothing more from this visitor; their stream ends at once (T46).

    `with_source` keeps other strangers out for a day who come from where they did.
    """
    require_may(by, Act.WORK_TICKETS)
    because = require_words(because, of="The reason", field="because")[:400]
    visitor = Visitor.objects.select_for_update(of=("self",)).get(pk=conversation.visitor_id)
    at = clock.now()
    visitor.blocked_at, visitor.blocked_by, visitor.blocked_because = at, by, because
    visitor.source_out_until = at + OUT_FOR if with_source and visitor.source else None
    visitor.save(update_fields=["blocked_at", "blocked_by", "blocked_because", "source_out_until"])
    for talk in visitor.conversations.filter(Q(ended_at=None) | Q(pk=conversation.pk)).order_by("pk"):
        end_chat(talk, by=by)
    record(VisitorBlocked(chat=conversation.pk, visitor=visitor.pk, because=because), by=by.actor, at=at)
    hints.send(f"visitor-{visitor.pk}")


@transaction.atomic
def let_in(conversation: Conversation, *, by: Person) -> None:
    """Take words from them again."""
    require_may(by, Act.WORK_TICKETS)
    visitor = Visitor.objects.select_for_update(of=("self",)).get(pk=conversation.visitor_id)
    if visitor.blocked_at is None:
        return
    visitor.blocked_at, visitor.blocked_by, visitor.source_out_until = None, None, None
    visitor.save(update_fields=["blocked_at", "blocked_by", "source_out_until"])
    record(VisitorLetIn(chat=conversation.pk, visitor=visitor.pk), by=by.actor, at=clock.now())
