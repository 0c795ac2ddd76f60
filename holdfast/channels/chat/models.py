"""The nouns of live chat: who visits, the talk, and what was said in it, numbered."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from holdfast.catalogue.models import Product
from holdfast.files.models import StoredFile
from holdfast.people.models import Person
from holdfast.tickets.models import Message, Side, Ticket


class Seat(models.Model):
    """A person of ours at the chats: how many they take at once, and whether they are there now."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    capacity = models.PositiveSmallIntegerField(default=3)
    is_taking = models.BooleanField(default=True)
    """Whether they want chats now; a pause says no."""
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    """What they speak, as `de`; who waits in one of these is theirs first. Empty: anything alike."""
    seen_at = models.DateTimeField()
    """When their page of chats last said that it is open."""

    def __str__(self) -> str:
        return str(self.person)


class Visitor(models.Model):
    """One browser that wrote to us, or one person on all their devices; whoever holds the signed token is this visitor."""

    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Who stands on the tickets; of a stranger, somebody entered at the first word."""
    is_recognised = models.BooleanField(default=False)
    """Whether the person was named by a signed identity, and not by what somebody typed."""
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, default="en")
    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="+")
    """The product whose console named them when they last came."""
    source = models.CharField(max_length=16, blank=True, default="", db_default="")
    """Whence a stranger first came, as a digest that only we can make: enough to know it again, and no address."""
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    """When a stream of theirs was last open."""
    blocked_at = models.DateTimeField(null=True)
    blocked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    blocked_because = models.CharField(max_length=400, blank=True)
    source_out_until = models.DateTimeField(null=True)
    """Until when no other stranger is taken from where this one came."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], name="visitor_recognised_once", condition=models.Q(is_recognised=True)
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["source"], name="visitor_source_out", condition=~models.Q(source_out_until=None)
            ),
            models.Index(
                fields=["-blocked_at"], name="visitor_blocked", condition=~models.Q(blocked_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name or (str(self.person) if self.is_recognised else "Visitor")


class Conversation(models.Model):
    """One talk; its row's lock gives each message its number."""

    visitor = models.ForeignKey(Visitor, on_delete=models.PROTECT, related_name="conversations")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="conversations")
    is_live = models.BooleanField(default=True)
    """Whether somebody was there when it began, or has been since; else it is a message that was left."""
    last_number = models.PositiveIntegerField(default=0)
    page = models.CharField(max_length=500, blank=True)
    """The page on which the visitor was when they last wrote."""
    agent = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True)
    """The visitor's first word that nobody has answered yet."""
    answered_at = models.DateTimeField(null=True)
    """When a person of ours first answered."""
    waited_from = models.DateTimeField(null=True)
    """Since when that first answer was waited for in the chat; none of a message that was left."""
    ended_at = models.DateTimeField(null=True)
    visitor_got = models.PositiveIntegerField(default=0)
    """The highest number that reached the visitor's browser."""
    visitor_read = models.PositiveIntegerField(default=0)
    agent_read = models.PositiveIntegerField(default=0)
    mailed_through = models.PositiveIntegerField(default=0)
    """Our words up to this number went by mail as well, or need not."""
    rating = models.PositiveSmallIntegerField(null=True)
    """From 1, bad, to 5, good, as the visitor said in the end."""
    rating_words = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["visitor", "-id"], name="conversation_visitor"),
            models.Index(fields=["ticket"], name="conversation_ticket"),
            models.Index(
                fields=["-began_at"],
                name="conversation_answered",
                condition=models.Q(is_live=True, answered_at__isnull=False),
            ),
            models.Index(fields=["-id"], name="conversation_rated", condition=~models.Q(rating=None)),
            models.Index(
                fields=["began_at"], name="conversation_open", condition=models.Q(ended_at=None, is_live=True)
            ),
        ]

    def __str__(self) -> str:
        return f"chat {self.pk}"


class ChatMessage(models.Model):
    """A message's place in a conversation; its words are those of the ticket's message."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=10, choices=[(Side.CLIENT, "Visitor"), (Side.VENDOR, "Support")])
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    visitor = models.ForeignKey(Visitor, on_delete=models.PROTECT, related_name="+", db_index=False)
    client_id = models.CharField(max_length=40, blank=True)
    """Made by the browser that sent it, so that what is sent twice is said once."""
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "number"], name="chat_message_number"),
            models.UniqueConstraint(fields=["conversation", "message"], name="chat_message_once"),
            models.UniqueConstraint(
                fields=["visitor", "side", "client_id"],
                name="chat_message_client_id",
                condition=~models.Q(client_id=""),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["visitor", "at"], name="chat_message_pace")]


class Whisper(models.Model):
    """A note that was written beside a conversation, under the id that the browser made for it: it has no number."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="whispers", db_index=False
    )
    client_id = models.CharField(max_length=40)
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "client_id"], name="whisper_client_id")
        ]

    def __str__(self) -> str:
        return f"whisper of {self.conversation}"


class Preview(models.Model):
    """A picture that was sent, written anew by us, as it is shown within a talk; the file itself stays as it came."""

    original = models.OneToOneField(
        StoredFile, primary_key=True, on_delete=models.PROTECT, related_name="preview"
    )
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    """None of what cannot be written anew: it is not tried again."""

    def __str__(self) -> str:
        return f"preview of {self.original_id}"


class Greeting(models.Model):
    """What the panel says by itself on pages whose address holds some words, after a while, when somebody is there."""

    page = models.CharField(max_length=200, blank=True)
    """What the address must hold, as `/prices`; empty: every page."""
    after_seconds = models.PositiveSmallIntegerField(default=20)
    text = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.text


class CannedAnswer(models.Model):
    """Words that agents say often: `/name` in a chat; `{visitor}`, `{agent}` and `{reference}` are filled in."""

    name = models.CharField(max_length=40, unique=True)
    text = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"/{self.name}"
