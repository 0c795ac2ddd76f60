"""What was told about an interruption, and the sections of its final analysis."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.clients.models import ListVersion
from holdfast.incidents.models.interruption import Affected, Interruption
from holdfast.notices.models import Notice
from holdfast.people.models import Person


class BulletinKind(models.TextChoices):
    REPORT = "report", "Interruption report"
    UPDATE = "update", "Update"
    RESTORED = "restored", "Uptime notification"
    CAUSE = "cause", "Update on the cause"
    ANALYSIS = "analysis", "Cause, impact and resolution steps"
    RETRACTION = "retraction", "Retraction"


class Bulletin(models.Model):
    """One word about an interruption to all clients whom it reaches; written by a person, never by a machine."""

    interruption = models.ForeignKey(Interruption, on_delete=models.PROTECT, related_name="bulletins")
    kind = models.CharField(max_length=12, choices=BulletinKind)
    state = models.CharField(max_length=12)
    """Of the interruption, as this word says it."""
    said = models.JSONField(default=dict)
    """Its parts by name, in plain text."""
    next_at = models.DateTimeField(null=True)
    """When the next word comes."""
    is_public = models.BooleanField(default=True, db_default=True)
    """Whether it stands on the status page as well."""
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["interruption", "-id"], name="bulletin_newest")]


class Told(models.Model):
    """The notice by which one client was told one bulletin: what the ledger says of it is the proof."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="told")
    affected = models.ForeignKey(Affected, on_delete=models.PROTECT, related_name="told")
    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="told")
    list_version = models.ForeignKey(ListVersion, null=True, on_delete=models.PROTECT, related_name="+")
    """The client's emergency list as it stood then; none where it had none."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["bulletin", "affected"], name="told_once")]


class Part(models.TextChoices):
    """What is known in the end."""

    CAUSE = "cause", "Root cause"
    IMPACT = "impact", "Impact"
    STEPS = "steps", "Resolution steps"


class Section(models.Model):
    """One part of the final analysis, as whoever wrote it last left it."""

    interruption = models.ForeignKey(Interruption, on_delete=models.PROTECT, related_name="sections")
    part = models.CharField(max_length=8, choices=Part)
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interruption", "part"], name="section_once")
        ]
