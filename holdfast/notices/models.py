"""The ledger: what is to be told, and one row for each contact and channel it goes to."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from holdfast.carriers.wires import WEBHOOK
from holdfast.notices.channels import MAIL, shown_address
from holdfast.people.mailbox import Mailbox
from holdfast.people.models import Person


class Lane(models.IntegerChoices):
    """Which sendings go first."""

    PAGING = 1, "Paging"
    INTERRUPTION = 2, "Interruption report"
    UPDATE = 3, "Update"
    REPLY = 4, "Reply"
    MAINTENANCE = 5, "Maintenance"
    NEWS = 6, "News"


class Notice(models.Model):
    """One thing to be told; `event` is its name for good, so that writing it twice writes it once."""

    event = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    """Which words: the templates `notices/<kind>.txt` and `.html` of the app that writes it."""
    about = models.CharField(max_length=60)
    """What it is about, as facts name it: `ticket-412`."""
    lane = models.PositiveSmallIntegerField(choices=Lane, default=Lane.UPDATE)
    is_automatic = models.BooleanField(default=True)
    """False for a person's own reply, which carries no automatic headers."""
    subject = models.CharField(max_length=320)
    thread_root = models.CharField(max_length=300, blank=True)
    """The constant first Message-ID of the thread."""
    answers_to = models.CharField(max_length=300, blank=True)
    """The Message-ID of the client's own mail that this answers, if it came by mail."""
    from_name = models.CharField(max_length=200, blank=True)
    said = models.JSONField(default=dict)
    """The values that its words are made of, as they were."""
    files = models.JSONField(default=list)
    """Attachments: [{sha256, filename, media_type}]."""
    recipients = models.PositiveIntegerField(default=0)
    """How many readers were frozen at fan-out; a row for each of them stands, whatever becomes of it."""
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["about", "id"], name="notice_about"),
            BrinIndex(fields=["created_at"], name="notice_created", autosummarize=True),
        ]


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    KEPT = "kept", "Kept in the outbox"
    ACCEPTED = "accepted", "Accepted"
    BOUNCED = "bounced", "Bounced"
    FAILED = "failed", "Failed"
    UNKNOWN = "unknown", "Unknown"
    CANCELLED = "cancelled", "Cancelled"


class Delivery(models.Model):
    """The ledger row: notice, contact, channel, and with what outcome; it outlives the contact."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    about = models.CharField(max_length=60)
    """The notice's own, here too: order, caps and threads are per address and subject."""
    written_at = models.DateTimeField()
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    channel = models.CharField(max_length=10, default=MAIL)
    address = models.CharField(max_length=1000)
    """Where it goes: a mail address, a number, or the address of a page, which may be as good as a password there."""
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, default="en")
    time_zone = models.CharField(max_length=60, default="UTC")
    to_client = models.BooleanField(default=True)
    """Whether the reader is of the client; only their acceptance keeps a promise to it."""
    is_substitute = models.BooleanField(default=False)
    """Whether it went in the place of readers of the client whom it did not reach; so what it keeps is marked."""
    to_stranger = models.BooleanField(default=False)
    """Whether the address was not confirmed when this was written: nothing that was typed is told there."""
    reply_token = models.CharField(max_length=120, blank=True)
    """What stands behind the plus sign of the address that an answer goes to."""
    subject = models.CharField(max_length=320)
    """The subject for this reader, the same for all mails of one thread."""
    follows = models.CharField(max_length=200, blank=True)
    """The Message-ID of the mail before this one, of the same thread, to the same reader."""
    next_channels = models.JSONField(null=True)
    """[[channel, address]]: what is used for the same contact when this one fails, frozen with the row; empty once
    it is used or where none is left; null where the reader has no channels of their own.
    """
    is_counted = models.BooleanField(default=False)
    """Whether it counts towards the caps on automatic mail."""
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    lane = models.PositiveSmallIntegerField(choices=Lane, default=Lane.UPDATE)
    due_at = models.DateTimeField()
    """When it may be tried next; while it is claimed, when the lease runs out."""
    lease_until = models.DateTimeField(null=True)
    lease_by = models.CharField(max_length=40, blank=True)
    """Who holds it: the worker, and a token of this one claim, so that a late finisher can't overwrite."""
    attempts = models.PositiveSmallIntegerField(default=0)
    folded_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="folded")
    """The row whose one mail tells this too: of a digest, of an update, or of the same happening."""
    mail_id = models.CharField(max_length=200, unique=True)
    """Our Message-ID: the same on every attempt."""
    accepted_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    """When the other side told that it reached the reader, where a channel tells so at all."""
    bounced_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=400, blank=True)
    answer = models.CharField(max_length=400, blank=True, db_default="")
    """What the other side said when it took it: a relay's own words, often with the name under which it is queued there."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "address", "channel"], name="delivery_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["lane", "due_at", "id"],
                name="delivery_due",
                condition=models.Q(state=DeliveryState.WAITING, folded_into=None),
            ),
            models.Index(
                fields=["lane", "due_at", "id"],
                name="delivery_post_due",
                condition=models.Q(state=DeliveryState.WAITING, folded_into=None) & ~models.Q(channel=MAIL),
            ),
            models.Index(
                fields=["written_at"],
                name="delivery_has_next",
                condition=models.Q(state=DeliveryState.WAITING, next_channels__isnull=False),
            ),
            models.Index(
                fields=["address", "accepted_at"],
                name="delivery_folded",
                condition=models.Q(folded_into__isnull=False),
            ),
            models.Index(
                fields=["written_at"],
                name="delivery_strangers",
                condition=models.Q(to_stranger=True, is_counted=True),
            ),
            models.Index(
                Mailbox("address"),
                "written_at",
                name="delivery_stranger_mailbox",
                condition=models.Q(to_stranger=True, is_counted=True),
            ),
            models.Index(fields=["about", "address", "id"], name="delivery_thread"),
            models.Index(
                fields=["address", "written_at"], name="delivery_counted", condition=models.Q(is_counted=True)
            ),
            models.Index(
                fields=["address", "id"],
                name="delivery_waiting",
                condition=models.Q(state=DeliveryState.WAITING),
            ),
            models.Index(
                fields=["state", "id"],
                name="delivery_unsent",
                condition=~models.Q(state__in=[DeliveryState.ACCEPTED, DeliveryState.CANCELLED]),
            ),
        ]

    @property
    def token(self) -> str:
        """The unguessable part of our Message-ID, by which a bounce finds this row."""
        return self.mail_id[1:].partition("@")[0]

    @property
    def shown_address(self) -> str:
        """The address as people may read it."""
        return shown_address(self.channel, self.address)


class Endpoint(models.Model):
    """A webhook's address: what is sent there is signed with, and whether it still takes anything."""

    address = models.CharField(max_length=1000, unique=True)
    secret = models.CharField(max_length=80)
    former_secret = models.CharField(max_length=80, blank=True)
    """What it is signed with besides, until its owner has taken the new one."""
    former_until = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    """Since when nothing was taken; null after each yes."""
    disabled_at = models.DateTimeField(null=True)
    disabled_because = models.CharField(max_length=400, blank=True)

    @property
    def about(self) -> str:
        """How notices name it."""
        return f"endpoint-{self.pk}"

    @property
    def shown_address(self) -> str:
        """As people may read it: whoever has the whole address can post there too."""
        return shown_address(WEBHOOK, self.address)
