"""What stands in a chat's log: what was said, and our notes between; for many chats at once, whole or from a line on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from holdfast.channels.chat.attached import files_on
from holdfast.channels.chat.models import Conversation
from holdfast.channels.chat.previews import is_picture
from holdfast.tickets.models import Attachment, Side

SHOWN: Final = 100
Place = tuple[int, int]
"""A chat's key, and the message behind which one looks; 0 for all of it."""


@dataclass(frozen=True)
class Line:
    """One thing that was said."""

    message: int
    by: str
    text: str
    at: datetime
    kind: str
    """`me` for ours, `note`, or nothing for the visitor's."""
    number: int
    """Its place in the talk; 0 of a note."""
    mark: str
    """How far it has come, of ours."""
    files: Sequence[tuple[Attachment, bool]]
    """Each with whether it is shown as a picture."""


_LINES: Final = """
SELECT place.talk, place.behind, line.message_id, line.number, line.side, m.author_label, m.text, m.at,
       EXISTS (SELECT 1 FROM tickets_attachment AS a WHERE a.message_id = m.id),
       c.visitor_read, c.visitor_got, c.mailed_through
  FROM unnest(%(talks)s::bigint[], %(behind)s::bigint[]) AS place(talk, behind)
  JOIN channels_conversation AS c ON c.id = place.talk
 CROSS JOIN LATERAL (
        (SELECT said.message_id, said.number, said.side FROM channels_chatmessage AS said
          WHERE said.conversation_id = c.id AND said.message_id > place.behind
          ORDER BY said.number DESC LIMIT %(shown)s)
        UNION ALL
        (SELECT note.id, 0, note.side FROM tickets_message AS note
          WHERE note.ticket_id = c.ticket_id AND note.side = 'internal' AND note.at >= c.began_at
            AND note.id > place.behind
          ORDER BY note.id DESC LIMIT %(shown)s)) AS line
  JOIN tickets_message AS m ON m.id = line.message_id
 ORDER BY place.talk, place.behind, line.message_id
"""
_KINDS: Final = {Side.CLIENT: "", Side.VENDOR: "me", Side.INTERNAL: "note"}


def lines_behind(places: Collection[Place]) -> Mapping[Place, Sequence[Line]]:
    """The newest, the oldest of them first; a note stands where it was written."""
    found: dict[Place, list[Line]] = defaultdict(list)
    if not places:
        return found
    talks, behind = zip(*places, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {"talks": list(talks), "behind": list(behind), "shown": SHOWN})
        rows = cursor.fetchall()
    files = files_on([row[2] for row in rows if row[8]])
    for talk, after, message, number, side, by, text, at, _, read, got, mailed in rows:
        marks = _marks(read=read, got=got, mailed=mailed)
        line = Line(
            message=message,
            by=by,
            text=text,
            at=at,
            kind=_KINDS[side],
            number=number,
            mark=mark_of(number, marks) if side == Side.VENDOR else "",
            files=[(each, is_picture(each.file)) for each in files.get(message, ())],
        )
        found[talk, after].append(line)
    return found


def lines_of(chat: Conversation) -> Sequence[Line]:
    """All of one chat."""
    return lines_behind([(chat.pk, 0)]).get((chat.pk, 0), ())


def last_of(lines: Sequence[Line], *, before: int = 0) -> int:
    """The message up to which these lines go."""
    return lines[-1].message if lines else before


def marks_of(chat: Conversation) -> list[tuple[str, int]]:
    """How far our words have come: each mark with the number up to which it holds, the best first."""
    return _marks(read=chat.visitor_read, got=chat.visitor_got, mailed=chat.mailed_through)


def _marks(*, read: int, got: int, mailed: int) -> list[tuple[str, int]]:
    return [("Read", read), ("Delivered", got), ("Mailed", mailed)]


def mark_of(number: int, marks: Sequence[tuple[str, int]]) -> str:
    """That of one of our words, by its number."""
    return next((mark for mark, through in marks if number <= through), "Sent")
