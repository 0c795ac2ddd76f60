"""What was said on a ticket, read for its page in one statement, with what hangs on it: its files, the call it tells of."""

from __future__ import annotations

from typing import Any

from holdfast.channels.voice.models import Call
from holdfast.files.models import StoredFile
from holdfast.kernel.within import row_within
from holdfast.tickets.models import Attachment, Message, Ticket


def messages_of(ticket: Ticket, *, after: int = 0, most: int | None = None) -> list[Message]:
    """The newest messages after that one, oldest first, at most so many.

    Each with four values more: `author_name`, what its author is called everywhere; `attached`, its files in their
    order; `told_call`, the call that it tells of, or None; and `outcomes`, the states of what our own left to the
    client as.
    """
    values = {"ticket": ticket.pk, "after": after, "most": most}
    rows = sorted(Message.objects.raw(_SAID, values), key=lambda message: message.pk)
    for row in rows:
        row.attached = [_attachment(each) for each in row.files_told or ()]  # type: ignore[attr-defined]
        row.told_call = row_within(Call, row.call_told) if row.call_told else None  # type: ignore[attr-defined]
    return rows


def _attachment(told: dict[str, Any]) -> Attachment:
    found = row_within(Attachment, told["attachment"])
    found.file = row_within(StoredFile, told["file"])
    return found


_SAID = """
SELECT m.id, m.ticket_id, m.side, m.channel, m.author_id, m.author_label, m.at, m.text, m.quoted, m.html,
       m.is_machine, m.is_automatic, m.mail_id, m.raw_mail, m.cycle,
       coalesce(nullif(p.name, ''), p.email, m.author_label) AS author_name,
       (SELECT json_agg(json_build_object('attachment', to_json(a), 'file', to_json(f)) ORDER BY a.id)
          FROM tickets_attachment a JOIN files_storedfile f ON f.sha256 = a.file_id
         WHERE a.message_id = m.id) AS files_told,
       to_json(c) AS call_told,
       ARRAY(SELECT d.state FROM notices_notice n JOIN notices_delivery d ON d.notice_id = n.id
              WHERE m.side = 'vendor' AND n.event = 'message-' || m.id AND d.to_client) AS outcomes
  FROM tickets_message m
  LEFT JOIN people_person p ON p.id = m.author_id
  LEFT JOIN channels_call c ON c.message_id = m.id
 WHERE m.ticket_id = %(ticket)s AND m.id > %(after)s
 ORDER BY m.id DESC LIMIT %(most)s
"""
