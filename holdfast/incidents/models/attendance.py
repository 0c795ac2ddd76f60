"""Who has an interruption or a maintenance open on their screen."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.incidents.models.interruption import Interruption
from holdfast.incidents.models.maintenance import Maintenance
from holdfast.people.models import Person


class Attendance(models.Model):
    """Their page says so every little while; what is older counts for nothing."""

    interruption = models.ForeignKey(
        Interruption, null=True, on_delete=models.CASCADE, related_name="attendances"
    )
    maintenance = models.ForeignKey(
        Maintenance, null=True, on_delete=models.CASCADE, related_name="attendances"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    writes = models.CharField(max_length=12, blank=True)
    """The kind of word whose form they have open; words about a maintenance are written in dialogs, which say none."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interruption", "person"], name="attendance_once"),
            models.UniqueConstraint(fields=["maintenance", "person"], name="maintenance_attendance_once"),
            models.CheckConstraint(
                condition=models.Q(interruption=None, maintenance__isnull=False)
                | models.Q(interruption__isnull=False, maintenance=None),
                name="attendance_at_one",
            ),
        ]
