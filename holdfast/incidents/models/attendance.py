"""Who has an interruption open on their screen."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.incidents.models.interruption import Interruption
from holdfast.people.models import Person


class Attendance(models.Model):
    """Their page says so every little while; what is older counts for nothing."""

    interruption = models.ForeignKey(Interruption, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    writes = models.CharField(max_length=12, blank=True)
    """The kind of word whose form they have open."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interruption", "person"], name="attendance_once")
        ]
