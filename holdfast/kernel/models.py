"""The installation itself, the trail: all facts, in order; and which forms were sent."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import ClassVar

from django.db import models


class Installation(models.Model):
    """The one row that says what this installation is; its clock can be moved only where it was created as a test."""

    only = models.BooleanField(primary_key=True, default=True, editable=False)
    identity = models.UUIDField(default=uuid.uuid4)
    created_at = models.DateTimeField()
    is_test = models.BooleanField(default=False)
    """Said by the connection that made the row; a trigger keeps it as it was made."""
    clock_offset = models.DurationField(default=timedelta(0))
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(only=True), name="installation_is_one"),
            models.CheckConstraint(
                condition=models.Q(is_test=True) | models.Q(clock_offset=timedelta(0), stopped_at=None),
                name="installation_clock_is_true",
            ),
        ]


class TrailEntry(models.Model):
    """One fact as it was recorded: what, about what, by whom, when; outlives whatever it is about."""

    at = models.DateTimeField()
    fact = models.CharField(max_length=60)
    about = models.CharField(max_length=60)
    """What it is about, as a live hint names it: `ticket-412`."""
    actor_kind = models.CharField(max_length=10)
    actor_label = models.CharField(max_length=200)
    actor_person = models.BigIntegerField(null=True)
    said = models.JSONField(default=dict)
    """The fact's own values."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["about", "id"], name="trail_about")]


class SentForm(models.Model):
    """A form that was sent: only digests tell which, and what it said; and the row that it made."""

    form = models.CharField(max_length=64, unique=True)
    words = models.CharField(max_length=64)
    made = models.BigIntegerField()
    at = models.DateTimeField(db_index=True)
