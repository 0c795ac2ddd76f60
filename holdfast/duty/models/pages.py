"""A page: somebody is called upon, step by step, until one acknowledges."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.people.models import Person, Team


class Cause(models.TextChoices):
    """What must page somebody (communication.md, ledger rule 5)."""

    OVERDUE = "overdue", "A promise is overdue"
    NOT_TAKEN = "not_taken", "A word was not taken in time"
    LIST_EMPTY = "list_empty", "A client's emergency list is empty"
    SUSPECTED = "suspected", "An interruption is suspected"
    CHANNELS_FAILED = "channels_failed", "Every channel of a contact failed"
    CALL = "call", "Nobody took a call on the line for Priority 1"
    TEST = "test", "A test"


class Via(models.TextChoices):
    """By what a page was acknowledged; of one that is done nobody needed to."""

    DESK = "desk", "at the desk"
    LINK = "link", "by the link"
    KEY = "key", "by a key in the call"
    DONE = "done", "as it was done"


class Page(models.Model):
    """One thing that somebody must see to now; `event` is its name for good, so that paging twice pages once."""

    event = models.CharField(max_length=120, unique=True)
    cause = models.CharField(max_length=20, choices=Cause)
    about = models.CharField(max_length=60)
    """What it is about, as facts name it: `ticket-412`."""
    words = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    severity = models.PositiveSmallIntegerField(default=1)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    only_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Of a test: whom alone it goes to."""
    opened_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    """When its next step is due; null once it is acknowledged, or the managers were told."""
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_via = models.CharField(max_length=8, choices=Via, blank=True)
    given_up_at = models.DateTimeField(null=True)
    """When nobody was left to page, and the managers were told."""

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["severity", "next_at"], name="page_due", condition=models.Q(next_at__isnull=False)
            ),
            models.Index(fields=["about"], name="page_open", condition=models.Q(acknowledged_at=None)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(next_at=None) | models.Q(acknowledged_at=None),
                name="page_stops_when_taken",
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.acknowledged_at is None

    @property
    def is_done(self) -> bool:
        """Whether it ended because what it told of was done."""
        return self.acknowledged_via == Via.DONE


class Step(models.Model):
    """One person was told by one channel; `level` 0 are the managers, at the end."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)
    """Which of their ways, from 0."""
    channel = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()
    trouble = models.CharField(max_length=400, blank=True)
    """Why it did not reach them."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "number"], name="step_number")]
        indexes: ClassVar = [models.Index(fields=["person", "at"], name="step_person")]
