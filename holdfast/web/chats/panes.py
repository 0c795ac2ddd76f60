"""A chat as its pane shows it: what was said, our notes between, what was read, and what the reader may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from holdfast.channels.chat import presence
from holdfast.channels.chat.models import ChatMessage, Conversation
from holdfast.channels.chat.previews import is_picture
from holdfast.channels.chat.rules import is_silent
from holdfast.kernel import tokens
from holdfast.people.models import Person, Role
from holdfast.tickets.models import Attachment, Message, Side

SHOWN: Final = 100


@dataclass(frozen=True)
class Line:
    """One thing that was said."""

    by: str
    text: str
    at: datetime
    kind: str
    """`me` for ours, `note`, or nothing for the visitor's."""
    mark: str
    files: Sequence[tuple[Attachment, bool]]
    """Each with whether it is shown as a picture."""


@dataclass(frozen=True)
class Pane:
    """One chat."""

    chat: Conversation
    name: str
    about: str
    is_here: bool
    is_mine: bool
    is_silent: bool
    may_take: bool
    token: str
    """The browser's id of what is written next."""


def pane_of(chat: Conversation, reader: Person, *, at: datetime) -> Pane:
    silent = is_silent(chat, at=at)
    return Pane(
        chat=chat,
        name=str(chat.visitor),
        about=_about(chat),
        is_here=presence.is_here(chat.visitor, at=at),
        is_mine=chat.agent_id == reader.pk,
        is_silent=silent and chat.agent_id is not None,
        may_take=chat.agent_id != reader.pk
        and (chat.agent_id is None or silent or reader.has_role(Role.LEAD, Role.MANAGER)),
        token=tokens.mint(),
    )


def lines_of(chat: Conversation) -> list[Line]:
    """The newest, the oldest of them first; a note stands where it was written."""
    rows = ChatMessage.objects.filter(conversation=chat).order_by("-number")
    said = list(rows.select_related("message").prefetch_related("message__attachments__file")[:SHOWN])
    notes = Message.objects.filter(ticket=chat.ticket_id, side=Side.INTERNAL, at__gte=chat.began_at)
    newest = list(notes.prefetch_related("attachments__file").order_by("-pk")[:SHOWN])
    lines = [(each.message_id, _line(chat, each)) for each in said]
    lines += [(note.pk, _of(note, kind="note", mark="")) for note in newest]
    return [line for _, line in sorted(lines, key=lambda each: each[0])]


def _line(chat: Conversation, each: ChatMessage) -> Line:
    if each.side == Side.CLIENT:
        return _of(each.message, kind="", mark="")
    mark = "Sent"
    if each.number <= chat.visitor_read:
        mark = "Read"
    elif each.number <= chat.visitor_got:
        mark = "Delivered"
    elif each.number <= chat.mailed_through:
        mark = "Mailed"
    return _of(each.message, kind="me", mark=mark)


def _of(message: Message, *, kind: str, mark: str) -> Line:
    return Line(
        by=message.author_label,
        text=message.text,
        at=message.at,
        kind=kind,
        mark=mark,
        files=[(each, is_picture(each.file)) for each in message.attachments.all()],
    )


def _about(chat: Conversation) -> str:
    """Whose they are, what it is about, and where they are."""
    visitor, person = chat.visitor, chat.visitor.person
    whose = str(chat.ticket.organisation) if chat.ticket.organisation else "Not a known client"
    if person is not None and person.has_address and not visitor.is_recognised:
        whose = f"{person.email}, not confirmed"
    return " · ".join(str(each) for each in (whose, chat.ticket.product, chat.page) if each)
