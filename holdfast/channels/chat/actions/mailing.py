"""What did not reach the visitor's browser goes by mail; and the whole talk, when they ask for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from holdfast.channels.chat.models import ChatMessage, Visitor
from holdfast.channels.chat.numbering import locked
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.letters import Reader
from holdfast.notices.models import Lane
from holdfast.tickets.models import Channel, Side
from holdfast.tickets.notices import mail_messages, thread_root, ticket_values
from holdfast.tickets.references import mail_subject, reply_token

PATIENCE: Final = timedelta(seconds=45)
"""A word that no browser has taken for so long is mailed; somebody who loses the network for a moment is not."""

_LEFT: Final = """
SELECT DISTINCT c.id FROM channels_conversation c
  JOIN channels_chatmessage m ON m.conversation_id = c.id
  JOIN people_person p ON p.id = (SELECT person_id FROM channels_visitor v WHERE v.id = c.visitor_id)
 WHERE m.side = 'vendor' AND m.number > greatest(c.visitor_got, c.mailed_through) AND m.at <= %s
   AND c.last_number > greatest(c.visitor_got, c.mailed_through)
   AND p.email NOT LIKE '%%@nobody.invalid' ORDER BY c.id LIMIT 100
"""


def mail_what_was_missed() -> int:
    """Mail every word of ours that no browser took, where an address is known; returns in how many chats."""
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, [clock.now() - PATIENCE])
        keys = [key for (key,) in cursor.fetchall()]
    return sum(_mail_missed(key) for key in keys)


@transaction.atomic
def _mail_missed(key: int) -> bool:
    (conversation, _), at = locked(key), clock.now()
    start = max(conversation.visitor_got, conversation.mailed_through)
    missed = ChatMessage.objects.filter(
        conversation=conversation, side=Side.VENDOR, number__gt=start, at__lte=at - PATIENCE
    )
    rows = list(missed.select_related("message__ticket").order_by("number"))
    if not rows:
        return False
    # what was written on the ticket's page went by mail then
    mail_messages([each.message for each in rows if each.message.channel == Channel.CHAT], at=at)
    conversation.mailed_through = rows[-1].number
    conversation.save(update_fields=["mailed_through"])
    return True


@transaction.atomic
def mail_transcript(visitor: Visitor, *, conversation: int) -> None:
    """The talk as it stands, to the visitor's address; asked for twice without a new word it goes once.

    To an address that was only typed, whoever's it is, go our own words alone, or anybody could have us mail theirs
    to it (T11).
    Refused: `no_address` while none was given.
    """
    talk = visitor.conversations.select_related("ticket").filter(pk=conversation).first()
    person = visitor.person
    if talk is None or person is None or not person.has_address:
        raise Refused(gettext_noop("Give your mail address first."), code="no_address", field="address")
    rows = ChatMessage.objects.filter(conversation=talk).select_related("message").order_by("number")
    whole = visitor.is_recognised and person.confirmed_at is not None
    lines = [
        f"{each.message.author_label}, {each.at:%H:%M} UTC:\n{each.message.text}"
        for each in rows
        if whole or each.side == Side.VENDOR
    ]
    if not lines:
        raise Refused(gettext_noop("Nobody has answered yet."), code="nothing_to_mail")
    ticket = talk.ticket
    write_notice(
        event=f"transcript-{talk.pk}-{talk.last_number}-{person.pk}",
        kind="message",
        about=f"ticket-{ticket.pk}",
        readers=[Reader(person=person, to_client=True, reply_token=reply_token(ticket.pk, person.pk))],
        subject=mail_subject(ticket),
        said={**ticket_values(ticket), "text": "\n\n".join(lines), "author": ""},
        lane=Lane.UPDATE,
        is_automatic=False,
        thread_root=thread_root(ticket),
        at=clock.now(),
    )
