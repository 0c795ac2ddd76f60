"""Messages, what is attached to them, and their search text."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from holdfast.files.models import StoredFile
from holdfast.people.models import Person
from holdfast.tickets.models.ticket import Ticket


class Channel(models.TextChoices):
    """The way by which a message came or left."""

    MAIL = "mail", "Email"
    PORTAL = "portal", "Portal"
    FORM = "form", "Support form"
    PHONE = "phone", "Phone"
    CHAT = "chat", "Chat"
    CONSOLE = "console", "Product console"
    DESK = "desk", "Desk"


class Side(models.TextChoices):
    """Who speaks to whom."""

    CLIENT = "client", "From the client"
    VENDOR = "vendor", "To the client"
    INTERNAL = "internal", "Internal note"


class Message(models.Model):
    """Something that was said on a ticket; it is never edited nor removed."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="messages", db_index=False)
    side = models.CharField(max_length=10, choices=Side)
    channel = models.CharField(max_length=12, choices=Channel)
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    author_label = models.CharField(max_length=300)
    """How the author was named when it was said; for mail with the address."""
    at = models.DateTimeField()
    """When it reached us (SMTP acceptance, the mailbox's arrival time), or was said here."""
    text = models.TextField(blank=True)
    """What was newly said, plain."""
    quoted = models.TextField(blank=True)
    """The rest of a mail's text: what it quoted."""
    html = models.TextField(blank=True)
    """Sanitised when stored, and again when shown after an upgrade of the sanitiser."""
    is_machine = models.BooleanField(default=False)
    is_automatic = models.BooleanField(default=False)
    """Written by Holdfast itself (an acknowledgement, a notice), not by a person."""
    asks = models.BooleanField(default=False, db_default=False)
    """Whether it is a question for whose answer the ticket waits."""
    mail_id = models.CharField(max_length=300, blank=True)
    """The Message-ID under which it came or left."""
    raw_mail = models.BigIntegerField(null=True)
    cycle = models.PositiveSmallIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["ticket", "id"], name="message_ticket"),
            models.Index(fields=["mail_id"], name="message_mail_id", condition=~models.Q(mail_id="")),
        ]


class Attachment(models.Model):
    """A file that came or left with a message, under the name it had there."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=255)
    is_inline = models.BooleanField(default=False)
    content_id = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=40, unique=True)
    """The unguessable part of its address."""


class SearchText(models.Model):
    """The words of one message, apart from it, so that the table of messages stays small."""

    message = models.OneToOneField(Message, primary_key=True, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    words = SearchVectorField()

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["words"], name="search_words")]
