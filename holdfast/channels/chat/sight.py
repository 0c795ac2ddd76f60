"""What a visitor sees of their conversation: numbered words, and how far each side has read.

Many look at once, for a stream looks at each hint; so it is read for all of them in a few statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from holdfast.channels.chat.attached import files_on
from holdfast.channels.chat.models import Conversation, Visitor
from holdfast.channels.chat.previews import is_picture
from holdfast.channels.chat.queries import positions, usual_wait
from holdfast.kernel import clock
from holdfast.kernel.prepared import Prepared
from holdfast.tickets.models import Attachment, Side

AT_ONCE: Final = 200


@dataclass(frozen=True)
class Place:
    """Up to which number of which conversation a visitor's browser has come."""

    visitor: Visitor
    conversation: int = 0
    after: int = 0


def seen(
    visitor: Visitor, *, conversation: int = 0, after: int = 0, at: datetime | None = None
) -> dict[str, Any]:
    """The visitor's latest conversation from behind that number on; all of it when they knew another.

    Only what has a number is shown: nothing else that lies on the ticket, whoever it was merged with.
    """
    return seen_from_all([Place(visitor, conversation, after)], at=at)[0]


def seen_from_all(places: Sequence[Place], *, at: datetime | None = None) -> list[dict[str, Any]]:
    """The same for any number of places, in their order, in a few statements."""
    talks = _latest({each.visitor.pk for each in places})
    starts = [
        (talk.pk, place.after if talk.pk == place.conversation else 0)
        for place in places
        if (talk := talks.get(place.visitor.pk)) is not None
    ]
    said = _said(sorted(set(starts)))
    files = files_on([word.message for words in said.values() for word in words if word.has_files])
    queue = _Queue(list(talks.values()), at=at)
    return [
        _as_seen(talk, place, said, files, queue)
        if (talk := talks.get(place.visitor.pk)) is not None
        else {"conversation": 0, "messages": []}
        for place in places
    ]


class _Word(NamedTuple):
    """A message in its place."""

    conversation: int
    after: int
    number: int
    side: str
    client_id: str
    at: datetime
    message: int
    author: int | None
    author_label: str
    text: str
    has_files: bool


_Files = Mapping[int, Sequence[Attachment]]
_SAID: Final = """
SELECT place.talk, place.behind, said.number, said.side, said.client_id, said.at, m.id, m.author_id, m.author_label, m.text,
       EXISTS (SELECT 1 FROM tickets_attachment AS a WHERE a.message_id = m.id)
  FROM unnest(%s::bigint[], %s::bigint[]) AS place(talk, behind)
 CROSS JOIN LATERAL (SELECT c.number, c.side, c.client_id, c.at, c.message_id FROM channels_chatmessage AS c
                      WHERE c.conversation_id = place.talk AND c.number > place.behind
                      ORDER BY c.number LIMIT %s) AS said
  JOIN tickets_message AS m ON m.id = said.message_id
 ORDER BY place.talk, place.behind, said.number
"""


def _latest(visitors: set[int]) -> dict[int, Conversation]:
    """The talk that each visitor's browser shows, by visitor."""
    return {each.visitor_id: each for each in _newest(list(visitors))}


def _newest_talks(visitors: list[int]) -> QuerySet[Conversation]:
    rows = Conversation.objects.filter(visitor__among=visitors)
    own = [field.attname for field in Conversation._meta.concrete_fields]
    named = rows.select_related("ticket", "agent").only(
        *own, "ticket__reference", "agent__name", "agent__email"
    )
    return named.order_by("visitor", "-pk").distinct("visitor")


_newest = Prepared(_newest_talks, list)


def _said(starts: Sequence[tuple[int, int]]) -> dict[tuple[int, int], list[_Word]]:
    """What was said behind each number, by talk and number; no more of one than is sent at once."""
    said: dict[tuple[int, int], list[_Word]] = defaultdict(list)
    if starts:
        talks, numbers = zip(*starts, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(_SAID, [list(talks), list(numbers), AT_ONCE])
            for row in cursor.fetchall():
                word = _Word(*row)
                said[word.conversation, word.after].append(word)
    return said


class _Queue:
    """Where in the queue each is who waits, and how long it took others; the latter only where there were enough to say."""

    def __init__(self, talks: Sequence[Conversation], *, at: datetime | None) -> None:
        waits = [each for each in talks if each.waiting_since is not None]
        at = at or clock.now()
        self._places = positions(waits, at=at)
        self._wait = usual_wait(at=at) if self._places else None

    def of(self, talk: Conversation) -> dict[str, Any]:
        place = self._places.get(talk.pk)
        return {"position": place, "wait": self._wait} if place else {}


def _as_seen(
    talk: Conversation,
    place: Place,
    said: Mapping[tuple[int, int], Sequence[_Word]],
    files: _Files,
    queue: _Queue,
) -> dict[str, Any]:
    visitor = place.visitor
    start = place.after if talk.pk == place.conversation else 0
    waits = talk.waiting_since is not None
    return {
        "conversation": talk.pk,
        "reference": talk.ticket.reference,
        "live": talk.is_live,
        "ended": talk.ended_at is not None,
        "waits": waits,
        "agent": first_name(str(talk.agent)) if talk.agent and (talk.is_live or not waits) else "",
        "read": talk.agent_read,
        "seen": talk.visitor_read,
        "last": talk.last_number,
        "reachable": visitor.person is not None and visitor.person.has_address,
        "rated": talk.rating is not None,
        "messages": [_as_said(each, visitor, files) for each in said.get((talk.pk, start), ())],
        **queue.of(talk),
    }


def _as_said(each: _Word, visitor: Visitor, files: _Files) -> dict[str, Any]:
    """One message; what a colleague of theirs mailed is on their side, and not their own."""
    is_theirs = each.side == Side.CLIENT and (bool(each.client_id) or each.author == visitor.person_id)
    return {
        "number": each.number,
        "mine": is_theirs,
        "id": each.client_id if is_theirs else "",
        "by": "" if is_theirs else first_name(each.author_label),
        "text": each.text,
        "at": each.at.isoformat(),
        "files": [
            {
                "key": file.key,
                "name": file.filename,
                "type": file.file.media_type,
                "picture": is_picture(file.file),
            }
            for file in files.get(each.message, ())
        ],
    }


def first_name(name: str) -> str:
    """A visitor is told the first name of whoever talks to them."""
    return name.partition(" ")[0]
