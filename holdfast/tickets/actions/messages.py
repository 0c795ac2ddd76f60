"""Say something on a ticket: the client's words arrive, ours are sent, notes stay inside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from django.db import connection, transaction

from holdfast.files.models import StoredFile
from holdfast.kernel import clock, tokens
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import Happening, record, record_all
from holdfast.kernel.rows import insert, update
from holdfast.kernel.text import one_line, scrub
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets import rules
from holdfast.tickets.facts import MessageArrived, MessageSent, NoteWritten
from holdfast.tickets.models import Attachment, Channel, Message, Side, Stage, Ticket, Waiting


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A stored file under the name it has on a message."""

    file: StoredFile
    filename: str
    is_inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody said: plain text, and the sanitised HTML where it came as such."""

    text: str
    author: Person | None = None
    author_label: str = ""
    html: str = ""
    quoted: str = ""
    is_machine: bool = False
    mail_id: str = ""
    raw_mail: int | None = None
    attached: list[Attached] = field(default_factory=list)
    asks: bool = False
    """Whether it is a question to the client, for whose answer the ticket waits."""
    for_client: bool = True
    """Whether it counts as the client's words, when a person of the vendor writes them down (a call)."""

    @property
    def author_id(self) -> int | None:
        return self.author.pk if self.author else None


@dataclass(frozen=True, kw_only=True)
class Receiving:
    """What the client's side said on one locked ticket, by which channel, when it reached us."""

    ticket: Ticket
    said: Said
    channel: str
    reached_at: datetime
    by: Actor


@transaction.atomic
def receive_message(ticket: Ticket, said: Said, *, channel: str, reached_at: datetime, by: Actor) -> Message:
    """Put what the client's side said on the ticket, as of when it reached us; machine mail is filed and changes nothing."""
    ticket = Ticket.objects.locked(ticket.pk)
    receiving = Receiving(ticket=ticket, said=said, channel=channel, reached_at=reached_at, by=by)
    return receive_messages([receiving], at=clock.now())[0]


def receive_messages(receivings: Sequence[Receiving], *, at: datetime) -> list[Message]:
    """The same on any number of locked tickets, each once, in a few statements."""
    messages = store_messages(
        [Saying(each.ticket, each.said, Side.CLIENT, each.channel, each.reached_at) for each in receivings]
    )
    fresh = []
    for each, message in zip(receivings, messages, strict=True):
        if not each.said.is_machine:
            _take_words(each.ticket, message, has_news=True)
            fresh.append(each.ticket)
    update(fresh, _FRESH)
    record_all(
        [
            Happening(_arrived(each, message), each.by, each.ticket)
            for each, message in zip(receivings, messages, strict=True)
        ],
        at=at,
    )
    return messages


def _arrived(receiving: Receiving, message: Message) -> MessageArrived:
    return MessageArrived(
        ticket=receiving.ticket.pk,
        message=message.pk,
        person=receiving.said.author_id,
        is_machine=receiving.said.is_machine,
        reached_at=receiving.reached_at.isoformat(),
        channel=receiving.channel,
    )


@transaction.atomic
def hear_reporter(ticket: Ticket, said: Said, *, by: Person) -> Message:
    """What one of us writes at the desk on a ticket that they reported themselves counts as the client's words."""
    require_may(by, Act.WORK_TICKETS)
    words = rules.require_words(said.text, of="The message", field="text")
    ticket = Ticket.objects.locked(ticket.pk)
    rules.require_answerable(ticket)
    return receive_message(
        ticket, replace(said, text=words), channel=Channel.DESK, reached_at=clock.now(), by=by.actor
    )


@dataclass(frozen=True, kw_only=True)
class Sending:
    """Words of one of us to the client on a ticket; with `asks` the matter rests with the client once accepted.

    Whoever is `told_elsewhere` (keys of persons) gets the same words by another notice, and no second one of this.
    """

    ticket: Ticket
    said: Said
    by: Person
    asks: bool = False
    channel: str = Channel.MAIL
    told_elsewhere: Collection[int] = ()


@transaction.atomic
def send_message(
    ticket: Ticket,
    said: Said,
    *,
    asks: bool = False,
    channel: str = Channel.MAIL,
    told_elsewhere: Collection[int] = (),
    by: Person,
) -> Message:
    """Write to the client."""
    require_may(by, Act.WORK_TICKETS)
    words = rules.require_words(said.text, of="The message", field="text")
    ticket = Ticket.objects.locked(ticket.pk)
    sending = Sending(
        ticket=ticket,
        said=replace(said, text=words),
        asks=asks,
        channel=channel,
        told_elsewhere=told_elsewhere,
        by=by,
    )
    return send_messages([sending], at=clock.now())[0]


def send_messages(sendings: Sequence[Sending], *, at: datetime) -> list[Message]:
    """Write to the clients of any number of locked tickets, each once, in a few statements.

    A ticket of machine mail waits for no answer, for nobody reads the question (T1).
    """
    from holdfast.tickets.actions.opening import advance_stages

    for each in sendings:
        require_may(each.by, Act.WORK_TICKETS)
        rules.require_answerable(each.ticket)
    messages = store_messages(
        [
            Saying(each.ticket, replace(each.said, asks=each.asks), Side.VENDOR, each.channel, at)
            for each in sendings
        ]
    )
    tickets = [each.ticket for each in sendings]
    for sending, message in zip(sendings, messages, strict=True):
        _take_words(sending.ticket, message, has_news=False)
        if sending.asks and sending.ticket.waiting == Waiting.NOTHING and not sending.ticket.is_machine:
            sending.ticket.waiting = Waiting.ANSWER
    update(tickets, [*_FRESH, "waiting"])
    for by, its in groupby(sendings, key=lambda each: each.by.actor):
        settled = [each.ticket for each in its if not each.ticket.is_provisional]
        advance_stages(settled, to=Stage.TIER_1, at=at, by=by)
    facts = [
        MessageSent(
            ticket=each.ticket.pk,
            message=message.pk,
            person=each.by.pk,
            asks=each.asks,
            told_elsewhere=tuple(sorted(each.told_elsewhere)),
            channel=each.channel,
        )
        for each, message in zip(sendings, messages, strict=True)
    ]
    record_all(
        [Happening(fact, each.by.actor, each.ticket) for fact, each in zip(facts, sendings, strict=True)],
        at=at,
    )
    return messages


@transaction.atomic
def write_note(ticket: Ticket, said: Said, *, by: Person) -> Message:
    """Write something that only the vendor's people see; allowed on resolved tickets too."""
    require_may(by, Act.WORK_TICKETS)
    words = rules.require_words(said.text, of="The note", field="text")
    ticket = Ticket.objects.locked(ticket.pk)
    at = clock.now()
    message = store_message(
        ticket, replace(said, text=words), side=Side.INTERNAL, channel=Channel.DESK, at=at
    )
    record(NoteWritten(ticket=ticket.pk, message=message.pk, person=by.pk), by=by.actor, at=at, row=ticket)
    return message


def store_message(ticket: Ticket, said: Said, *, side: Side, channel: str, at: datetime) -> Message:
    """Write the message, its attachments and its search text."""
    return store_messages([Saying(ticket, said, side, channel, at)])[0]


@dataclass(frozen=True)
class Saying:
    """What is said on which ticket, by which side, when."""

    ticket: Ticket
    said: Said
    side: Side
    channel: str
    at: datetime

    def message(self) -> Message:
        """The row of it, not yet saved."""
        said = self.said
        return Message(
            ticket=self.ticket,
            side=self.side,
            channel=self.channel,
            author=said.author,
            author_label=one_line(said.author_label or str(said.author or "Unknown"), limit=300),
            at=self.at,
            text=scrub(said.text),
            quoted=scrub(said.quoted),
            html=scrub(said.html),
            is_machine=said.is_machine,
            asks=said.asks,
            mail_id=said.mail_id[:300],
            raw_mail=said.raw_mail,
            cycle=self.ticket.cycle,
        )


def store_messages(sayings: Sequence[Saying]) -> list[Message]:
    """The same for any number of messages, in a few statements."""
    messages = insert([each.message() for each in sayings])
    attachments = [
        Attachment(
            message=message,
            file=each.file,
            filename=each.filename[:255],
            is_inline=each.is_inline,
            content_id=each.content_id[:300],
            key=tokens.mint(),
        )
        for message, saying in zip(messages, sayings, strict=True)
        for each in saying.said.attached
    ]
    insert(attachments)
    _index(messages)
    return messages


_FRESH = ("last_message_at", "last_words", "has_news")


def freshen(ticket: Ticket, message: Message, *, has_news: bool) -> None:
    """The newest words of a locked ticket are these."""
    _take_words(ticket, message, has_news=has_news)
    ticket.save(update_fields=_FRESH)


def _take_words(ticket: Ticket, message: Message, *, has_news: bool) -> None:
    ticket.last_message_at = max(ticket.last_message_at, message.at)
    ticket.last_words = one_line(message.text, limit=160)
    ticket.has_news = has_news


_LONGEST_INDEXED = 200_000  # a tsvector holds at most 1 MB; longer texts are found by their beginning


def _index(messages: Sequence[Message]) -> None:
    keys, tickets, words = [], [], []
    for message in messages:
        keys.append(message.pk)
        tickets.append(message.ticket_id)
        words.append(f"{message.ticket.subject} {message.author_label} {message.text[:_LONGEST_INDEXED]}")
    with connection.cursor() as cursor:
        cursor.execute(_INDEX, [keys, tickets, words])


_INDEX = """
INSERT INTO tickets_searchtext (message_id, ticket_id, words)
SELECT message, ticket, to_tsvector('holdfast', words)
  FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS r(message, ticket, words)
"""
