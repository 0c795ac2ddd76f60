"""Raw mail, as it reached us and what became of it; the mailboxes that are fetched; what chat, voice and consoles keep."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from holdfast.channels.chat.models import (
    CannedAnswer,
    ChatMessage,
    Conversation,
    Greeting,
    Preview,
    Seat,
    Visitor,
    Whisper,
)
from holdfast.channels.console.models import (
    Console,
    ConsoleKey,
    ConsoleOrigin,
    ConsoleVisit,
    UsedToken,
)
from holdfast.channels.voice.models import Call, CallEvent, MenuEntry, PhoneLine
from holdfast.people.models import Person
from holdfast.tickets.models import Message, Ticket

__all__ = [
    "Call",
    "CallEvent",
    "CannedAnswer",
    "ChatMessage",
    "Console",
    "ConsoleKey",
    "ConsoleOrigin",
    "ConsoleVisit",
    "Conversation",
    "Greeting",
    "MailState",
    "Mailbox",
    "MenuEntry",
    "PhoneLine",
    "Preview",
    "RawMail",
    "Seat",
    "Standing",
    "Tls",
    "UsedToken",
    "Visitor",
    "Whisper",
]


class MailState(models.TextChoices):
    STORED = "stored", "Waiting to be read"
    DONE = "done", "On a ticket"
    HELD = "held", "Held"
    QUARANTINED = "quarantined", "In quarantine"
    DROPPED = "dropped", "Left aside"


class Standing(models.TextChoices):
    """What our own relay says of the sender's address; nobody else is asked (T5)."""

    VERIFIED = "verified", "Verified"
    UNVERIFIED = "unverified", "Unverified"
    FAILED = "failed", "Failed DMARC"


class RawMail(models.Model):
    """One mail as it reached us, kept for good, with its way through the house; the bytes are never changed."""

    mailbox = models.CharField(max_length=254)
    """Where it was received: our address as it was written to, or the name of the mailbox it was fetched from."""
    sha256 = models.CharField(max_length=64)
    raw = models.BinaryField()
    size = models.BigIntegerField()
    door = models.CharField(max_length=10)
    """smtp, lmtp, imap or ingest."""
    envelope_from = models.CharField(max_length=320, null=True)
    """The envelope sender; empty for the null sender, None where the way it came tells none."""
    envelope_to = ArrayField(models.CharField(max_length=320), default=list)
    peer = models.CharField(max_length=100, blank=True)
    reached_at = models.DateTimeField()
    """SMTP acceptance, or the mailbox's arrival time; every clock that it starts or stops counts from here."""

    state = models.CharField(max_length=12, choices=MailState, default=MailState.STORED)
    reason = models.CharField(max_length=40, blank=True)
    """Why it is where it is: one of `channels.mail.reasons`."""
    why = models.CharField(max_length=400, blank=True)
    """The same in words, for whoever judges it."""
    lease_until = models.DateTimeField(null=True)
    lease_by = models.CharField(max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    mail_id = models.CharField(max_length=300, blank=True)
    """Its Message-ID."""
    sender = models.CharField(max_length=320, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    standing = models.CharField(max_length=12, choices=Standing, blank=True)
    is_machine = models.BooleanField(default=False)
    sameness = models.CharField(max_length=64, blank=True)
    """Equal for mails with the same Message-ID, sender, standing and content (T22, T23)."""
    shape = models.CharField(max_length=64, blank=True)
    """Equal for mails that differ in numbers and references only, as a machine's do (T18)."""
    has_opened = models.BooleanField(default=False)
    """Whether a ticket was opened for it."""
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="raw_mails")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="raw_mails")
    suggested = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="+")
    """The ticket that it names without the right to join it."""
    was_muted = models.BooleanField(default=False)
    """Whether it was filed in silence because its sender wrote too much, or the same again and again."""
    same_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="doubles")
    judged_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mailbox", "sha256"], name="raw_mail_once"),
            # of two workers that file the same mail at once the later one fails, tries again, and finds the first
            models.UniqueConstraint(
                fields=["sameness"],
                name="raw_mail_one_of_each",
                condition=models.Q(
                    same_as=None, state__in=[MailState.DONE, MailState.HELD, MailState.DROPPED]
                )
                & ~models.Q(sameness=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="raw_mail_queue", condition=models.Q(state=MailState.STORED)),
            models.Index(
                fields=["state", "id"],
                name="raw_mail_to_judge",
                condition=models.Q(state__in=[MailState.HELD, MailState.QUARANTINED, MailState.DROPPED]),
            ),
            models.Index(
                fields=["sender", "reached_at"], name="raw_mail_sender", condition=~models.Q(sender="")
            ),
        ]


class Tls(models.TextChoices):
    IMPLICIT = "implicit", "TLS"
    STARTTLS = "starttls", "STARTTLS"
    NONE = "none", "None"


class Mailbox(models.Model):
    """A mailbox that is fetched by IMAP; its password lies in a private file beside the other secrets."""

    name = models.CharField(max_length=80, unique=True)
    host = models.CharField(max_length=200)
    port = models.PositiveIntegerField(default=993)
    tls = models.CharField(max_length=10, choices=Tls, default=Tls.IMPLICIT)
    user = models.CharField(max_length=254)
    folder = models.CharField(max_length=200, default="INBOX")
    done_folder = models.CharField(max_length=200, blank=True)
    """Where a mail is moved once it is stored; empty: it stays, marked as seen."""
    is_active = models.BooleanField(default=True)

    uid_validity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    not_given = ArrayField(models.BigIntegerField(), null=True)
    """The mails that the server refuses to give, by UID; they are asked for again at each look."""
    fetched_at = models.DateTimeField(null=True)
    """When it was last looked into without trouble."""
    trouble = models.CharField(max_length=400, blank=True)
    failing_since = models.DateTimeField(null=True)
    lease_by = models.CharField(max_length=60, blank=True)
    """The worker that fetches it; of several one does."""
    lease_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
