"""What is new in chats that somebody of ours has open: read and drawn for all who look at the same time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string

from holdfast.channels.chat import presence
from holdfast.channels.chat.actions.seeing import note_read_by_us
from holdfast.channels.chat.models import Conversation
from holdfast.kernel import clock
from holdfast.kernel.prepared import Prepared
from holdfast.people.models import Person
from holdfast.web.chats.lines import SHOWN, Line, Place, last_of, lines_behind, marks_of


@dataclass(frozen=True)
class Asked:
    """A person's pane of a chat (both by key), whose log goes up to a message."""

    person: int
    chat: int
    after: int


def news_of_all(asked: Sequence[Asked]) -> list[dict[str, Any] | None]:
    """For each, in order, what its log lacks; None of a chat, or for a person, that is not there.

    Whoever has the chat has read it by that. `after` is the message behind which the lines begin: None where there are
    more than are shown at once, so that the log is fetched whole.
    """
    now = clock.now()
    people = {each.pk: each for each in _people(list({each.person for each in asked}))}
    chats = {each.pk: each for each in _chats(list({each.chat for each in asked}))}
    lines = lines_behind({(each.chat, each.after) for each in asked if each.chat in chats})
    looked = {(each.chat, each.person) for each in asked}
    note_read_by_us([chat for key, chat in chats.items() if (key, chat.agent_id) in looked])
    return [
        _news(each, chat, person, lines, now=now)
        if (chat := chats.get(each.chat)) is not None and (person := people.get(each.person)) is not None
        else None
        for each in asked
    ]


_people = Prepared(lambda keys: Person.objects.filter(pk__among=keys), list)
_chats = Prepared(
    lambda keys: Conversation.objects.select_related("visitor__person", "agent").filter(pk__among=keys), list
)


def _news(
    asked: Asked, chat: Conversation, person: Person, lines: Mapping[Place, Sequence[Line]], *, now: datetime
) -> dict[str, Any]:
    said = lines.get((asked.chat, asked.after), ())
    shown = {"zone": ZoneInfo(person.time_zone), "now": now}
    foot = {
        "chat": chat,
        "is_here": presence.is_here(chat, at=now),
        "is_mine": chat.agent_id == person.pk,
        **shown,
    }
    return {
        "chat": chat.pk,
        "after": asked.after if len(said) < SHOWN else None,
        "last": last_of(said, before=asked.after),
        "lines": render_to_string("chats/_lines.html", {"lines": said, **shown}) if said else "",
        "marks": marks_of(chat),
        "waits": chat.waiting_since is not None,
        "foot": render_to_string("chats/_foot.html", foot),
    }
