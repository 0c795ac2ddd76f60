"""The ticket, its cycles, and its changes of priority."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models

from holdfast.catalogue.models import Product
from holdfast.clients.models import Organisation
from holdfast.kernel.prepared import Prepared
from holdfast.people.models import Person, Team


class Stage(models.IntegerChoices):
    """Where a ticket stands, everywhere under these names."""

    NEW = 1, "New"
    ACKNOWLEDGED = 2, "Acknowledged"
    PRIORITISED = 3, "Prioritised"
    TIER_1 = 4, "Tier 1"
    ENGINEERING = 5, "Engineering"
    QA = 6, "QA"
    CLIENT_APPROVAL = 7, "Client approval"
    RESOLVED = 8, "Resolved"


class Waiting(models.TextChoices):
    """What the ticket waits for from the client; while it does, the turnaround stands still."""

    NOTHING = "", "Nothing"
    ANSWER = "answer", "The client's answer"
    APPROVAL = "approval", "The client's approval"


class TicketKind(models.TextChoices):
    ISSUE = "issue", "Issue"
    REQUEST = "request", "Additional service or customised solution"


class PriorityReason(models.TextChoices):
    CONFIRMED = "confirmed", "Confirmed"
    MISJUDGED = "misjudged", "Misjudged at first"
    SITUATION_CHANGED = "situation_changed", "The situation changed"


class Tickets(models.Manager["Ticket"]):
    def locked(self, key: int) -> Ticket:
        """The ticket, its row locked until the transaction ends."""
        found = _locked.one(key)
        if found is None:
            raise Ticket.DoesNotExist(f"There is no ticket {key}.")
        return found

    def all_locked(self, keys: Iterable[int]) -> list[Ticket]:
        """These tickets, locked in key order: clients are locked before them, promises after."""
        return _all_locked(list(keys))

    def open(self) -> models.QuerySet[Ticket]:
        return self.filter(is_open=True)


class Ticket(models.Model):
    """One issue of one requester, from opening to resolution, and again when it is reopened; its key is its number."""

    reference = models.CharField(max_length=24, unique=True)
    """What a client quotes; unguessable, unlike the number."""
    subject = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=TicketKind, default=TicketKind.ISSUE)
    requester = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requested", db_index=False)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets", db_index=False
    )
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    scenario = models.CharField(max_length=80, blank=True)
    """The scenario's id in the policy under which the ticket was opened."""
    channel = models.CharField(max_length=12)
    priority = models.PositiveSmallIntegerField()
    is_provisional = models.BooleanField(default=True)
    """True until a person of the technical team confirms the priority."""
    stage = models.PositiveSmallIntegerField(choices=Stage, default=Stage.NEW)
    is_open = models.BooleanField(default=True)
    waiting = models.CharField(max_length=10, choices=Waiting, default=Waiting.NOTHING, blank=True)
    assignee = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="assigned"
    )
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets")
    is_machine = models.BooleanField(default=False)
    """Opened by machine mail: it has no side that a client could see or is told of (T1)."""
    opened_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    cycle = models.PositiveSmallIntegerField(default=1)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_here"
    )
    last_message_at = models.DateTimeField()
    last_words = models.CharField(max_length=200, blank=True)
    """How the newest message begins, for lists."""
    has_news = models.BooleanField(default=True)
    """Whether the client wrote since a person of the vendor last did."""
    level = models.PositiveSmallIntegerField(default=1)
    """The highest level of the ladder reached in this cycle; 1 is the support team, who has every ticket anyway."""
    next_due_at = models.DateTimeField(null=True)
    """The earliest due time of what is still owed about it; `promises` keeps it true."""
    next_due_clause = models.CharField(max_length=40, blank=True)
    next_due_state = models.CharField(max_length=10, blank=True)
    next_due_from = models.DateTimeField(null=True)
    """Where its clock began, or, of one that stands still, since when it does."""

    objects: ClassVar[Tickets] = Tickets()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                models.F("priority"),
                models.F("is_provisional").desc(),
                models.F("next_due_at").asc(nulls_last=True),
                models.F("id"),
                name="ticket_working_order",
                condition=models.Q(is_open=True),
            ),
            models.Index(
                fields=["stage", "next_due_at"], name="ticket_stage", condition=models.Q(is_open=True)
            ),
            models.Index(
                fields=["assignee", "next_due_at"], name="ticket_mine", condition=models.Q(is_open=True)
            ),
            models.Index(fields=["next_due_at"], name="ticket_due", condition=models.Q(is_open=True)),
            models.Index(
                fields=["next_due_at"],
                name="ticket_waiting",
                condition=models.Q(is_open=True) & ~models.Q(waiting=""),
            ),
            models.Index(
                fields=["next_due_at"], name="ticket_escalated", condition=models.Q(is_open=True, level__gt=1)
            ),
            models.Index(fields=["requester", "-id"], name="ticket_requester"),
            models.Index(fields=["organisation", "-id"], name="ticket_organisation"),
            # tickets come in the order of their opening, so that a few bytes for each stretch of them tell when
            BrinIndex(fields=["opened_at"], name="ticket_opened", pages_per_range=16),
            GinIndex(fields=["subject"], name="ticket_subject_trgm", opclasses=["gin_trgm_ops"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(priority__range=(1, 4)), name="ticket_priority_1_to_4"),
            models.CheckConstraint(
                condition=models.Q(is_open=True) ^ models.Q(stage=Stage.RESOLVED),
                name="ticket_open_or_resolved",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def number(self) -> int:
        return self.pk


class Cycle(models.Model):
    """The life of a ticket from opening, or reopening, to resolution."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="cycles", db_index=False)
    number = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["ticket", "number"], name="cycle_number")]


class PriorityChange(models.Model):
    """A priority confirmed or changed, with its reason: required, kept, and told to the client (B4)."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="priority_changes")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    formerly = models.PositiveSmallIntegerField()
    priority = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=20, choices=PriorityReason)
    words = models.TextField(blank=True)


# The key stays, so rows that name a ticket need not wait for whoever holds it (`no_key`): what is done on one ticket ends
# while a sweep holds its client, or its interruption, and waits for it.
_locked = Prepared(
    lambda key: Ticket.objects.select_for_update(of=("self",), no_key=True).filter(pk=key), int
)
_all_locked = Prepared(
    lambda keys: (
        Ticket.objects.select_for_update(of=("self",), no_key=True).filter(pk__among=keys).order_by("pk")
    ),
    list,
)
