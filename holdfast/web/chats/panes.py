"""A chat as its pane shows it: who it is, who has it, how far our words have come, and what the reader may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from holdfast.channels.chat import presence
from holdfast.channels.chat.models import Conversation
from holdfast.channels.chat.rules import is_silent
from holdfast.kernel import tokens
from holdfast.people.models import Person, Role


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
        is_here=presence.is_here(chat, at=at),
        is_mine=chat.agent_id == reader.pk,
        is_silent=silent and chat.agent_id is not None,
        may_take=chat.agent_id != reader.pk
        and (chat.agent_id is None or silent or reader.has_role(Role.LEAD, Role.MANAGER)),
        token=tokens.mint(),
    )


def _about(chat: Conversation) -> str:
    """Whose they are, what it is about, and where they are."""
    visitor, person = chat.visitor, chat.visitor.person
    whose = str(chat.ticket.organisation) if chat.ticket.organisation else "Not a known client"
    if person is not None and person.has_address and not visitor.is_recognised:
        whose = f"{person.email}, not confirmed"
    return " · ".join(str(each) for each in (whose, chat.ticket.product, chat.page) if each)
