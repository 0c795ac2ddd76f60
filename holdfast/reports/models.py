"""What people decided about a month; figures themselves are reckoned each time, and never stored."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.clients.models import Organisation
from holdfast.people.models import Person


class Credit(models.Model):
    """Somebody gave a client a credit for a month, or declined it. Decisions append, and the newest stands."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="credits")
    month = models.DateField()
    """The first day of the month in the time zone of the agreement."""
    proposed = models.PositiveSmallIntegerField()
    """Per cent of the month's fee that were proposed then."""
    percent = models.PositiveSmallIntegerField()
    """What was given; 0 where it was declined."""
    fee = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    inputs = models.JSONField()
    """What the proposal was made of, as it was shown: names and words."""
    because = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(proposed__lte=100, percent__lte=100), name="credit_at_most_all"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "month"], name="credit_of_month")]
