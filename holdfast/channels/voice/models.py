"""A call and what was told of it; the menu that callers hear."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.calendars.models import Calendar
from holdfast.catalogue.models import Product
from holdfast.files.models import StoredFile
from holdfast.people.models import Person, Team
from holdfast.tickets.models import Message, Ticket


class Direction(models.TextChoices):
    IN = "in", "Incoming"
    OUT = "out", "Outgoing"


class CallState(models.IntegerChoices):
    """How far a call has come; it only ever grows."""

    RINGING = 1, "Ringing"
    WAITING = 2, "In the queue"
    TALKING = 3, "Being spoken on"
    ENDED = 4, "Ended"


class RecordingState(models.TextChoices):
    """Where the recording is; whatever ends in nothing says why."""

    NONE = "", "None"
    AWAITED = "awaited", "On its way"
    KEPT = "kept", "Kept"
    FAILED = "failed", "Could not be fetched"
    TOO_LARGE = "too_large", "Too large to be kept"
    ENDED = "ended", "Removed after its time"


class CopyState(models.TextChoices):
    """What became of the copy that the provider has of a recording that is kept here."""

    THERE = "", "There"
    DUE = "due", "To be removed there"
    REMOVED = "removed", "Removed there"
    STAYS = "stays", "Could not be removed there"


class Call(models.Model):
    """One call. Times are those of its events where the provider says them, else when we were told."""

    provider_id = models.CharField(max_length=64, unique=True, null=True)
    """The provider's name for it; None of one that was written down by hand."""
    direction = models.CharField(max_length=3, choices=Direction)
    caller = models.CharField(max_length=16, blank=True)
    """E.164; empty where it is withheld."""
    called = models.CharField(max_length=16, blank=True)
    number_check = models.CharField(max_length=40, blank=True, default="")
    """What the networks say of the caller's number, as the provider hands it on (StirVerstat); it proves no person."""
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="calls")
    """Whoever of a client is at the other end, where that is known."""
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="calls")
    message = models.OneToOneField(Message, null=True, on_delete=models.PROTECT, related_name="call")
    """Where it stands in the conversation."""

    state = models.PositiveSmallIntegerField(choices=CallState, default=CallState.RINGING)
    began_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    length = models.PositiveIntegerField(null=True)
    """Seconds that were spoken."""
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="+")
    is_urgent = models.BooleanField(default=False)
    """Whether it came by the line for Priority 1."""
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Whoever of ours spoke; of one that was written down, whoever did."""
    rung = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Whose telephone rings for it now, or did last."""
    rung_at = models.DateTimeField(null=True)
    """Since when, while it rings."""
    missed_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)

    recording_name = models.CharField(max_length=64, blank=True)
    """The provider's name for it."""
    recording_state = models.CharField(max_length=10, choices=RecordingState, blank=True, default="")
    recording = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    recording_next_at = models.DateTimeField(null=True)
    """When it is fetched next, or, of one that is kept, when it is removed."""
    recording_tries = models.PositiveSmallIntegerField(default=0)
    copy_state = models.CharField(max_length=10, choices=CopyState, blank=True, default="")
    copy_next_at = models.DateTimeField(null=True)
    """When the provider is asked next to remove its copy."""
    copy_tries = models.PositiveSmallIntegerField(default=0)
    is_message = models.BooleanField(default=False)
    """Whether what was recorded are words that the caller left."""
    transcription = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], name="call_live", condition=models.Q(state__lt=4)),
            models.Index(
                fields=["missed_at"],
                name="call_to_return",
                condition=models.Q(missed_at__isnull=False, returned_at=None),
            ),
            models.Index(
                fields=["recording_next_at"],
                name="call_recording_due",
                condition=models.Q(recording_next_at__isnull=False),
            ),
            models.Index(
                fields=["copy_next_at"],
                name="call_copy_due",
                condition=models.Q(copy_next_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"

    @property
    def other(self) -> str:
        """The number of whoever is not us."""
        return self.caller if self.direction == Direction.IN else self.called


class CallEvent(models.Model):
    """Something that was told of a call, kept as it came; told again it is known by its name."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="events")
    name = models.CharField(max_length=120)
    """What tells it from every other of the call: `status-3`, `recording-RE…-completed`."""
    at = models.DateTimeField()
    heard_at = models.DateTimeField()
    said = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["call", "name"], name="call_event_once")]


class PhoneLine(models.Model):
    """The one row of how callers are received; without it every caller may leave a message."""

    only = models.BooleanField(primary_key=True, default=True, editable=False)
    calendar = models.ForeignKey(Calendar, null=True, on_delete=models.PROTECT, related_name="+")
    """When it is answered; empty: round the clock."""
    greeting = models.JSONField(default=dict)
    """By language: what is said first; one that is missing is greeted in our own words."""
    closed = models.JSONField(default=dict)
    """By language: what is said out of hours."""
    waits_for = models.PositiveSmallIntegerField(default=300)
    """Seconds in the queue until a message can be left."""
    records_calls = models.BooleanField(default=False)
    """Whether what is spoken is recorded as well, which is said before."""
    keeps_copies = models.BooleanField(default=False)
    """Whether the provider keeps its copy of a recording once it is kept here."""
    keeps_recordings_for = models.PositiveSmallIntegerField(default=90, null=True)
    """Days; None: for good."""


class MenuEntry(models.Model):
    """What one key of the caller's telephone leads to."""

    digit = models.CharField(max_length=1, unique=True)
    words = models.CharField(max_length=120)
    """As it is spoken: `For Chat, press 1` says Chat."""
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="+")
    is_urgent = models.BooleanField(default=False)
