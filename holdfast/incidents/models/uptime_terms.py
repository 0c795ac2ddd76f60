"""What counts as down, how much, and what is given for it: for everybody, or agreed with one client."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.clients.models import Organisation
from holdfast.people.models import Person


class UptimeTerms(models.Model):
    """What holds from a month on, until a later row says otherwise. Rows append, and none is about a month that is over."""

    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="uptime_terms"
    )
    """Whose agreement it is; None: everybody's who has none of its own."""
    from_month = models.DateField()
    """The first day of the first month that is reckoned by it, in the time zone of the agreement."""
    is_as_all = models.BooleanField(default=False)
    """The client's own agreement ends: what holds for everybody holds for it again, and the rest of the row says nothing."""
    goal = models.DecimalField(max_digits=6, decimal_places=3)
    partial = models.PositiveSmallIntegerField()
    """What is partly down weighs, in hundredths of what is down."""
    degraded = models.PositiveSmallIntegerField()
    any_down_is_down = models.BooleanField(default=True)
    bands = models.JSONField(default=list)
    """Pairs `["99.9", 10]`: below which uptime how many per cent of the fee are proposed, the highest first."""
    fee = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    """What the client pays for a month, where it is known."""
    currency = models.CharField(max_length=3, blank=True)
    because = models.CharField(max_length=400)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(from_month__day=1), name="uptime_terms_from_first_of_month"
            ),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False) | models.Q(is_as_all=False, fee=None),
                name="uptime_terms_of_all_are_terms",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-from_month", "-id"], name="uptime_terms_in_force")
        ]
