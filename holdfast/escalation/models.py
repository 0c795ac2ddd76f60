"""Steps on the ladder, and gaps in who looks after a client."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.clients.models import Organisation
from holdfast.people.models import Person
from holdfast.tickets.models import Message, Ticket


class Gap(models.Model):
    """A time in which an enterprise client has no account manager; the managers are told of each once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(ended_at=None), name="gap_one_open"
            )
        ]


class Climb(models.Model):
    """One level of the ladder told about one ticket; acknowledging stops the reminders, only an answer keeps
    the word.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="climbs")
    cycle = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Who holds the level; nobody when the top is not held: then the managers stand in."""
    at = models.DateTimeField()
    answer = models.CharField(max_length=40)
    """Within what allowance the level answers, as the policy in force then says it: `1 h`."""
    answer_until = models.DateTimeField()
    by_label = models.CharField(max_length=200)
    by_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    by_client = models.BooleanField(default=False)
    is_automatic = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    """What was said on climbing; of an automatic climb, which promises broke."""
    reminders = models.PositiveSmallIntegerField(default=0)
    remind_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    """The public message that answered."""

    @property
    def holder(self) -> Person | None:
        """Who answers for it now; nobody once they work here no more: then the managers stand in."""
        stays = self.person is not None and self.person.is_active and self.person.is_vendor
        return self.person if stays else None

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["ticket", "cycle", "id"], name="climb_ticket"),
            models.Index(
                fields=["remind_at"], name="climb_remind", condition=models.Q(remind_at__isnull=False)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(remind_at=None) | models.Q(acknowledged_at=None, answered_at=None),
                name="climb_reminds_the_silent",
            )
        ]
