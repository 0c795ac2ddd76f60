"""Less notice than is owed, asked of a manager for one window, and what came of it (E6)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.incidents.models.maintenance import Maintenance
from holdfast.people.models import Person


class ShortNotice(models.Model):
    """One question to one manager; of a maintenance one waits at most."""

    maintenance = models.ForeignKey(Maintenance, on_delete=models.PROTECT, related_name="short_notices")
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    """The window that is asked for: of what is announced another one, which it gets by the approval."""
    reason = models.TextField(blank=True)
    """Of such a move: why it moves, as clients read it."""
    why_short = models.TextField()
    """Why it can't be told earlier, as clients read it."""
    asked_of = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    """When it was decided, or overtaken: by another question, another window, the beginning, the cancellation."""
    is_approved = models.BooleanField(null=True)
    """None while it waits, and of what was overtaken."""
    words = models.TextField(blank=True)
    """Why it was declined."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["maintenance"],
                name="short_notice_waits_once",
                condition=models.Q(decided_at=None),
            ),
            models.CheckConstraint(
                condition=models.Q(is_approved=None) | models.Q(decided_at__isnull=False),
                name="short_notice_is_decided_at",
            ),
        ]

    @property
    def is_move(self) -> bool:
        """Whether another window is asked for than the one that stands."""
        its = self.maintenance
        return (self.start_at, self.end_at) != (its.start_at, its.end_at)
