"""Monitors, each look for a while, and for how long each was up, down, or not known."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models

from holdfast.catalogue.models import Component
from holdfast.monitors.checks import Check, read_check
from holdfast.people.models import Team


class Kind(models.TextChoices):
    """What it looks at; each is a class of `checks`."""

    HTTP = "http", "Web page"
    TCP = "tcp", "Port"
    DNS = "dns", "DNS record"
    TLS = "tls", "Certificate"
    HEARTBEAT = "heartbeat", "Heartbeat"


class State(models.TextChoices):
    """What is known of it; unknown is also what nobody looked at."""

    UP = "up", "Up"
    DOWN = "down", "Down"
    UNKNOWN = "unknown", "Not known"


class Monitors(models.Manager["Monitor"]):
    def current(self) -> models.QuerySet[Monitor]:
        """Those that were not removed, with their components."""
        return self.filter(removed_at=None).select_related("component__service")

    def locked(self, key: int) -> Monitor:
        """The monitor, its row locked until the transaction ends; before the interruption that it may make suspected."""
        return self.current().select_for_update(of=("self",)).get(pk=key)


class Monitor(models.Model):
    """One thing that is looked at, of one component, in one of its places or in all."""

    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="monitors")
    place = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)
    asks = models.JSONField()
    """What is asked, as its kind has it (`checks`)."""
    every = models.PositiveIntegerField()
    """Seconds from one look, or call, to the next."""
    within = models.PositiveIntegerField()
    """Seconds that a look may take; of a heartbeat, how much later than `every` a call may come."""
    tries = models.PositiveSmallIntegerField(default=3)
    """How many looks in a row must fail before it counts as down."""
    pages = models.BooleanField(default=True)
    """Whether somebody on duty is paged for what it suspects; else those who may confirm hear of it by their ways alone."""
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    """Whose duty that is; null is the team that takes the rest."""

    state = models.CharField(max_length=8, choices=State, default=State.UNKNOWN)
    since_at = models.DateTimeField()
    streak = models.PositiveSmallIntegerField(default=0)
    """How many looks in a row contradict the state, and the first of them."""
    streak_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=400, blank=True)
    """What the newest look found."""
    ms = models.PositiveIntegerField(null=True)
    warning = models.CharField(max_length=400, blank=True)

    next_at = models.DateTimeField(null=True)
    """When it is looked at again; of a heartbeat, the end of its patience. None: not at all, or not before it is called."""
    lease_until = models.DateTimeField(null=True)
    lease_by = models.CharField(max_length=40, blank=True)
    is_asked = models.BooleanField(default=False)
    """Somebody waits for the next look at the desk."""

    secret = models.CharField(max_length=64, null=True, unique=True)
    """The digest of a heartbeat's address, and of the one before it, which counts until the new one is called."""
    former_secret = models.CharField(max_length=64, blank=True, db_index=True)
    paused_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    objects: ClassVar[Monitors] = Monitors()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="monitor_due", condition=models.Q(next_at__isnull=False))
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        """How facts name it."""
        return f"monitor-{self.pk}"

    @property
    def is_looked_at(self) -> bool:
        return self.paused_at is None and self.removed_at is None

    @property
    def asked(self) -> Check:
        return read_check(self.asks)

    @property
    def is_heartbeat(self) -> bool:
        return self.kind == Kind.HEARTBEAT

    def patience_after(self, at: datetime) -> datetime:
        """Until when a heartbeat that was heard then may be silent."""
        return at + timedelta(seconds=self.every + self.within)


class Stretch(models.Model):
    """For so long the monitor was in one state: half-open, and without a gap from its first look on, but for pauses."""

    monitor = models.ForeignKey(Monitor, on_delete=models.PROTECT, related_name="stretches")
    state = models.CharField(max_length=8, choices=State)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["monitor"], condition=models.Q(ended_at=None), name="stretch_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gt=models.F("began_at")),
                name="stretch_ends_after_start",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["monitor", "-began_at"], name="stretch_newest")]


class Look(models.Model):
    """What one look found; after a day the first of each hour and outcome is left, after a month none."""

    monitor = models.ForeignKey(Monitor, on_delete=models.CASCADE, related_name="looks")
    at = models.DateTimeField()
    is_ok = models.BooleanField()
    ms = models.PositiveIntegerField(null=True)
    words = models.CharField(max_length=400)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["monitor", "-at"], name="look_newest")]


class Watch(models.Model):
    """The one row that says when somebody last looked at anything: what was silent meanwhile were we."""

    only = models.BooleanField(primary_key=True, default=True, editable=False)
    at = models.DateTimeField()
    thinned_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(only=True), name="watch_is_one")]
