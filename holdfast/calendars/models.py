"""Calendars and their versions: a promise keeps the version that it was made on."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Calendar(models.Model):
    """Hours under a name; `key` is how a policy names it, `version` the one that new promises are made on."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    version = models.ForeignKey("CalendarVersion", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class CalendarVersion(models.Model):
    """The hours of a calendar as they stood for a while; never edited, only succeeded."""

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    hours: models.JSONField[Any, Any] = models.JSONField()
    """The calendar as `contracts.md` writes it: timezone, weekly, holidays; and dated exceptions."""
    holiday_names = models.JSONField(default=dict)
    tzdata = models.CharField(max_length=20)
    """The version of the time-zone data under which it was saved."""
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calendar", "number"], name="calendar_version_number")
        ]

    def __str__(self) -> str:
        return f"{self.calendar.name}, version {self.number}"


class ZoneRules(models.Model):
    """What one release of the zone data said of one zone; kept for what was reckoned with it."""

    zone = models.CharField(max_length=60)
    tzdata = models.CharField(max_length=20)
    """The IANA version of the release: `2026a`."""
    rules = models.BinaryField()
    """The compiled rules (TZif, RFC 9636)."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "tzdata"], name="zone_rules_of_release")
        ]
