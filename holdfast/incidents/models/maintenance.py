"""A maintenance: what it takes away and when, whom it reaches, and what was told about it (E6, E7)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import ClassVar

from django.db import models

from holdfast.catalogue.models import Component
from holdfast.clients.models import ListVersion, Organisation
from holdfast.incidents.models.interruption import Level
from holdfast.kernel import tokens
from holdfast.notices.models import Notice
from holdfast.people.models import Person


class MaintenanceState(models.TextChoices):
    """Its life; a cancelled one never began."""

    SCHEDULED = "scheduled", "Scheduled"
    IN_PROGRESS = "in_progress", "In progress"
    VERIFYING = "verifying", "Verifying"
    COMPLETED = "completed", "Completed"
    CANCELLED = "cancelled", "Cancelled"


RUNS = (MaintenanceState.IN_PROGRESS, MaintenanceState.VERIFYING)
ENDED = (MaintenanceState.COMPLETED, MaintenanceState.CANCELLED)


class MaintenanceKind(models.TextChoices):
    """An emergency is announced with as much notice as there is, and is never taken for a scheduled one."""

    SCHEDULED = "scheduled", "Scheduled"
    EMERGENCY = "emergency", "Emergency"


class Maintenances(models.Manager["Maintenance"]):
    def locked(self, key: int) -> Maintenance:
        """The maintenance, its row locked until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).get(pk=key)

    def all_locked(self, keys: Iterable[int]) -> list[Maintenance]:
        """These, locked in key order: after interruptions, before tickets and promises."""
        return list(
            self.select_for_update(of=("self",), no_key=True).filter(pk__in=list(keys)).order_by("pk")
        )


class Maintenance(models.Model):
    """Work on a service at a time that is told ahead; its title stays for its life."""

    title = models.CharField(max_length=200)
    code = models.CharField(max_length=32, unique=True, default=tokens.mint, editable=False)
    """What the public formats and the calendar call it."""
    kind = models.CharField(max_length=10, choices=MaintenanceKind, default=MaintenanceKind.SCHEDULED)
    state = models.CharField(max_length=12, choices=MaintenanceState, default=MaintenanceState.SCHEDULED)
    text = models.TextField()
    """What is done, and what clients notice of it."""
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    round = models.PositiveSmallIntegerField(default=1)
    """Raised when the window moves outside the one before: each is noticed by itself."""
    sequence = models.PositiveSmallIntegerField(default=0)
    """Of its calendar event: raised with each change that is told."""
    remind_minutes = models.PositiveSmallIntegerField(default=60)
    """How long before its start the clients are reminded; 0: not at all."""
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField(null=True)
    """When the clients were first told; until then it is a draft, and nobody outside sees it."""
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    """When that which its calendar event says changed last."""
    why_short = models.TextField(blank=True)
    """Why it can't be told earlier, as clients read it: of an emergency, and of a window with less notice than is owed."""
    approved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Who allowed the shorter notice."""
    because = models.TextField(blank=True)
    """Why it was cancelled."""
    next_update_at = models.DateTimeField(null=True)
    reminded_for = models.DateTimeField(null=True)
    """The start of which the clients were reminded, or of which it was too late to remind."""
    called_for = models.DateTimeField(null=True)
    """The start that passed without a beginning, of which the desk was told."""
    overrun_for = models.DateTimeField(null=True)
    """The end that passed while it ran, of which everybody was told."""

    objects: ClassVar[Maintenances] = Maintenances()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(end_at__gt=models.F("start_at")), name="maintenance_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(why_short="")
                | models.Q(kind="emergency")
                | models.Q(approved_by__isnull=False),
                name="maintenance_short_is_approved",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["start_at"],
                name="maintenance_to_come",
                condition=~models.Q(state__in=["completed", "cancelled"]),
            ),
            models.Index(fields=["-start_at"], name="maintenance_history"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> str:
        """How facts and notices name it."""
        return f"maintenance-{self.pk}"

    @property
    def is_running(self) -> bool:
        return self.state in RUNS

    @property
    def is_over(self) -> bool:
        return self.state in ENDED

    @property
    def is_emergency(self) -> bool:
        return self.kind == MaintenanceKind.EMERGENCY

    @property
    def length(self) -> timedelta:
        return self.end_at - self.start_at


class Work(models.Model):
    """A component that the maintenance takes away, everywhere or in one place, and how much of it."""

    maintenance = models.ForeignKey(Maintenance, on_delete=models.PROTECT, related_name="works")
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="works")
    place = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=10, choices=Level)


class Reached(models.Model):
    """A client whom it reaches, from when we knew; what is owed about it is owed to each of them by itself."""

    maintenance = models.ForeignKey(Maintenance, on_delete=models.PROTECT, related_name="reached")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="maintenances")
    since_at = models.DateTimeField()
    list_version = models.ForeignKey(ListVersion, null=True, on_delete=models.PROTECT, related_name="+")
    """The emergency list as it stood when the client was last told."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["maintenance", "organisation"], name="reached_once")
        ]


class AnnouncementKind(models.TextChoices):
    NOTICE = "notice", "Notice"
    MOVED = "moved", "New time"
    REMINDER = "reminder", "Reminder"
    STARTED = "started", "It begins"
    UPDATE = "update", "Update"
    OVERRUN = "overrun", "It takes longer"
    EXTENDED = "extended", "New end"
    COMPLETED = "completed", "Completed"
    CANCELLED = "cancelled", "Cancelled"


class Announcement(models.Model):
    """One word about a maintenance to all clients whom it reaches, with the window as it said it."""

    maintenance = models.ForeignKey(Maintenance, on_delete=models.PROTECT, related_name="announcements")
    kind = models.CharField(max_length=10, choices=AnnouncementKind)
    state = models.CharField(max_length=12)
    """Of the maintenance, as this word says it."""
    round = models.PositiveSmallIntegerField()
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    said = models.JSONField(default=dict)
    """Its parts by name, in plain text."""
    files = models.JSONField(default=list)
    """The calendar event that goes with it, as notices name files."""
    next_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """None of a reminder and of an overrun, which the clock tells."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["maintenance", "-id"], name="announcement_newest")]


class Announced(models.Model):
    """The notice by which one client was told one word: what the ledger says of it is the proof."""

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="announced")
    reached = models.ForeignKey(Reached, on_delete=models.PROTECT, related_name="announced")
    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="announced")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["announcement", "reached"], name="announced_once")
        ]


class Freeze(models.Model):
    """A while in which nothing may change, for one client or for all."""

    what = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="freezes"
    )
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(end_at__gt=models.F("start_at")), name="freeze_ends_after_start"
            )
        ]
