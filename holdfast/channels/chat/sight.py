"""What a visitor sees of their conversation: numbered words, and how far each side has read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from holdfast.channels.chat.models import ChatMessage, Conversation, Visitor
from holdfast.channels.chat.previews import is_picture
from holdfast.channels.chat.queries import position, usual_wait
from holdfast.kernel import clock
from holdfast.tickets.models import Side

AT_ONCE = 200


def seen(
    visitor: Visitor, *, conversation: int = 0, after: int = 0, at: datetime | None = None
) -> dict[str, Any]:
    """The visitor's latest conversation from behind that number on; all of it when they knew another.

    Only what has a number is shown: nothing else that lies on the ticket, whoever it was merged with.
    """
    talk = (
        Conversation.objects.filter(visitor=visitor).select_related("ticket", "agent").order_by("-pk").first()
    )
    if talk is None:
        return {"conversation": 0, "messages": []}
    start = after if talk.pk == conversation else 0
    return {
        "conversation": talk.pk,
        "reference": talk.ticket.reference,
        "live": talk.is_live,
        "ended": talk.ended_at is not None,
        "answered": talk.answered_at is not None,
        "agent": first_name(str(talk.agent)) if talk.agent else "",
        "read": talk.agent_read,
        "seen": talk.visitor_read,
        "last": talk.last_number,
        "reachable": visitor.person is not None and visitor.person.has_address,
        "rated": talk.rating is not None,
        "messages": [_as_said(each, visitor) for each in _after(talk, start)],
        **_queue(talk, at=at),
    }


def _queue(talk: Conversation, *, at: datetime | None) -> dict[str, Any]:
    """Where in the queue, and how long it took others; the latter only where there were enough to say."""
    place = position(talk) if talk.waiting_since is not None else 0
    return {"position": place, "wait": usual_wait(at=at or clock.now())} if place else {}


def _after(talk: Conversation, number: int) -> list[ChatMessage]:
    rows = ChatMessage.objects.filter(conversation=talk, number__gt=number).order_by("number")
    return list(rows.select_related("message").prefetch_related("message__attachments__file")[:AT_ONCE])


def _as_said(each: ChatMessage, visitor: Visitor) -> dict[str, Any]:
    """One message; what a colleague of theirs mailed is on their side, and not their own."""
    is_theirs = each.side == Side.CLIENT and (
        bool(each.client_id) or each.message.author_id == visitor.person_id
    )
    return {
        "number": each.number,
        "mine": is_theirs,
        "id": each.client_id if is_theirs else "",
        "by": "" if is_theirs else first_name(each.message.author_label),
        "text": each.message.text,
        "at": each.at.isoformat(),
        "files": [
            {
                "key": file.key,
                "name": file.filename,
                "type": file.file.media_type,
                "picture": is_picture(file.file),
            }
            for file in each.message.attachments.all()
        ],
    }


def first_name(name: str) -> str:
    """A visitor is told the first name of whoever talks to them."""
    return name.partition(" ")[0]
