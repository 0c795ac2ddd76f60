"""The promise and its pauses."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.expressions import RawSQL

from holdfast.calendars.models import CalendarVersion
from holdfast.clients.models import ListReview, Organisation
from holdfast.escalation.models import Climb
from holdfast.incidents.models import Affected, Reached
from holdfast.people.models import Person
from holdfast.policy.models import PolicyVersion
from holdfast.tickets.models import Ticket


class State(models.TextChoices):
    """The states of promises.md; `broken` is still owed, and goes on to kept late or waived."""

    RUNNING = "running", "Running"
    PAUSED = "paused", "Paused"
    KEPT = "kept", "Kept"
    BROKEN = "broken", "Broken"
    KEPT_LATE = "kept_late", "Kept late"
    WAIVED = "waived", "Waived"


OWED = (State.RUNNING, State.PAUSED, State.BROKEN)
TURNAROUND = "turnaround"
"""The clause of the limit itself, the only one whose clock ever pauses."""


_SUBJECTS = ("ticket", "climb", "affected", "reached", "review")


def _alone(subject: str) -> models.Q:
    """Of the columns that say what it is about, this one and no other is filled."""
    return models.Q(**{f"{each}__isnull": each != subject for each in _SUBJECTS})


class Promise(models.Model):
    """A deadline owed to somebody; its due time is a pure function of what is stored here (`promises.clockwork`)."""

    # their indexes are below: every promise that is made pays for each
    ticket = models.ForeignKey(
        Ticket, null=True, on_delete=models.PROTECT, related_name="promises", db_index=False
    )
    climb = models.ForeignKey(Climb, null=True, on_delete=models.PROTECT, related_name="promises")
    affected = models.ForeignKey(
        Affected, null=True, on_delete=models.PROTECT, related_name="promises", db_index=False
    )
    """What an interruption is for one client: owed to each of them by itself."""
    reached = models.ForeignKey(
        Reached, null=True, on_delete=models.PROTECT, related_name="promises", db_index=False
    )
    """What a maintenance is for one client."""
    review = models.ForeignKey(
        ListReview, null=True, on_delete=models.PROTECT, related_name="promises", db_index=False
    )
    """The review of a client's emergency list in one quarter."""
    clause = models.CharField(max_length=40)
    cycle = models.PositiveSmallIntegerField(default=1)
    priority = models.PositiveSmallIntegerField(null=True)
    policy_version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="promises", db_index=False
    )
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """The beneficiary: an organisation, or the requester alone."""
    words = models.CharField(max_length=300, blank=True)
    """What was promised, where a person gave the word."""
    given_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    start_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True)
    """What the allowance is counted back from, where it is one of notice: the start of a maintenance."""
    allowance = models.CharField(max_length=40)
    """The limit in its own unit, as the policy says it: `1 business day`."""
    target = models.CharField(max_length=40, blank=True)
    calendar_version = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, related_name="+")
    tzdata = models.CharField(max_length=20)

    due_at = models.DateTimeField()
    target_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    paused_at = models.DateTimeField(null=True)
    warned = models.PositiveSmallIntegerField(default=0)
    """How many of the policy's warnings have fired, or were overtaken, for the present due time."""
    next_at = models.DateTimeField(null=True)
    """When the sweep must look at it: the next warning or the limit; empty when nothing comes due."""
    generation = models.PositiveIntegerField(default=0)
    """Raised with every change, so that a late firing is harmless."""

    broken_at = models.DateTimeField(null=True)
    """The limit's instant, whenever it was noticed; never removed."""
    noticed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    evidence = models.CharField(max_length=60, blank=True)
    """What kept it: `message-9`, `delivery-3`, `approval-1`."""
    met_target = models.BooleanField(null=True)
    waived_by = models.CharField(max_length=200, blank=True)
    waiver = models.CharField(max_length=400, blank=True)
    """The person's reason, or the rule's cause."""
    waived_by_rule = models.BooleanField(default=False)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """The link before it in a chain."""

    lease_until = models.DateTimeField(null=True)
    lease_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_alone("ticket")
                | _alone("climb")
                | _alone("affected")
                | _alone("reached")
                | _alone("review"),
                name="promise_one_subject",
            ),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False) ^ models.Q(person__isnull=False),
                name="promise_one_beneficiary",
            ),
            models.UniqueConstraint(
                fields=["ticket", "clause", "cycle"],
                condition=models.Q(clause="turnaround", state__in=["running", "paused"]),
                name="promise_one_turnaround",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["broken", "kept_late"]) | models.Q(broken_at__isnull=False),
                name="promise_broken_has_instant",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["running", "paused", "broken"])
                ^ models.Q(ended_at__isnull=False),
                name="promise_owed_or_ended",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="promise_next", condition=models.Q(next_at__isnull=False)),
            models.Index(fields=["ticket", "id"], name="promise_ticket"),
            models.Index(
                fields=["affected", "clause"],
                name="promise_affected",
                condition=models.Q(affected__isnull=False),
            ),
            models.Index(
                fields=["reached", "clause"],
                name="promise_reached",
                condition=models.Q(reached__isnull=False),
            ),
            models.Index(fields=["review"], name="promise_review", condition=models.Q(review__isnull=False)),
            # the share of a client's promises that were kept is read beside each of its tickets
            models.Index(
                fields=["organisation", "start_at"], name="promise_client", include=["state", "broken_at"]
            ),
            # what tickets owe; an interruption owes to every client that it hits, and none of that stands in the queue
            models.Index(
                fields=["due_at"],
                name="promise_owed",
                condition=models.Q(state__in=["running", "broken"])
                & (models.Q(ticket__isnull=False) | models.Q(climb__isnull=False)),
            ),
        ]

    @property
    def is_owed(self) -> bool:
        return self.state in OWED

    @property
    def had_no_time(self) -> bool:
        """Whether its limit had passed when it was made: a notice that a manager allows to be shorter, or nobody sends."""
        return self.before_at is not None and self.due_at < self.start_at


_ABOUT = """
SELECT id FROM promises_promise WHERE ticket_id = %s
 UNION ALL
SELECT p.id FROM escalation_climb c JOIN promises_promise p ON p.climb_id = c.id WHERE c.ticket_id = %s
"""


def about(ticket: int) -> models.QuerySet[Promise]:
    """All promises about a ticket, steps on its ladder included.

    One index for each way to a ticket: an OR over both reads the whole table.
    """
    return Promise.objects.filter(pk__in=RawSQL(_ABOUT, (ticket, ticket)))  # noqa: S611 - a constant text


class Pause(models.Model):
    """A stretch in which the matter rested with the client, with its cause, which the client sees."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="pauses")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=20)
    """`answer`: a question to the client; `approval`: the hand-over for approval."""
    evidence = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["promise"], condition=models.Q(ended_at=None), name="pause_one_running"
            )
        ]
