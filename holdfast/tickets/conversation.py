"""What was said on a ticket, read for its page in one statement."""

from __future__ import annotations

from holdfast.tickets.models import Message, Ticket


def messages_of(ticket: Ticket, *, after: int = 0, most: int | None = None) -> list[Message]:
    """The newest messages after that one, oldest first, at most so many.

    Each with three values more: `author_name`, what its author is called everywhere; `has_files`; and `outcomes`, the
    states of what our own left to the client as.
    """
    values = {"ticket": ticket.pk, "after": after, "most": most}
    return sorted(Message.objects.raw(_SAID, values), key=lambda message: message.pk)


_SAID = """
SELECT m.id, m.ticket_id, m.side, m.channel, m.author_id, m.author_label, m.at, m.text, m.quoted, m.html,
       m.is_machine, m.is_automatic, m.mail_id, m.raw_mail, m.cycle,
       coalesce(nullif(p.name, ''), p.email, m.author_label) AS author_name,
       EXISTS (SELECT 1 FROM tickets_attachment a WHERE a.message_id = m.id) AS has_files,
       ARRAY(SELECT d.state FROM notices_notice n JOIN notices_delivery d ON d.notice_id = n.id
              WHERE m.side = 'vendor' AND n.event = 'message-' || m.id AND d.to_client) AS outcomes
  FROM tickets_message m LEFT JOIN people_person p ON p.id = m.author_id
 WHERE m.ticket_id = %(ticket)s AND m.id > %(after)s
 ORDER BY m.id DESC LIMIT %(most)s
"""
