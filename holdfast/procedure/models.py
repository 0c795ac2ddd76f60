"""What each stage leaves behind: rows with who, when and why."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.people.models import Person
from holdfast.tickets.models import Message, Ticket


class HandOver(models.Model):
    """Tier 1 hands the ticket to a senior developer or lead (C2), who takes it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="hand_overs")
    cycle = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    told_client = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")


class Fix(models.Model):
    """The fix of one round (C3): solution, prevention, told, watching; `by_tier_1` when support solved it
    itself.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="fixes")
    cycle = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_tier_1 = models.BooleanField(default=False)
    cause = models.TextField()
    solution = models.TextField()
    prevention = models.TextField(blank=True)
    told_client = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    told_colleagues = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")


class Watching(models.Model):
    """Somebody watches that a fix holds: who, what, until when; its outcome is a task, after resolution too
    (C3).
    """

    fix = models.OneToOneField(Fix, on_delete=models.PROTECT, related_name="watching")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="watchings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    what = models.TextField()
    until = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Empty when the fix came back: then nobody is asked how it went."""
    held = models.BooleanField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["until"],
                name="watching_due",
                condition=models.Q(ended_at=None, reminded_at=None),
            ),
            models.Index(fields=["person", "until"], name="watching_mine", condition=models.Q(ended_at=None)),
        ]


class Verdict(models.Model):
    """QA's word on a fix (C4): approved, or rejected with a reason; never by whoever made the fix."""

    fix = models.OneToOneField(Fix, on_delete=models.PROTECT, related_name="verdict")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_approved = models.BooleanField()
    reason = models.TextField(blank=True)


class Outcome(models.TextChoices):
    APPROVED = "approved", "Approved"
    NOT_FIXED = "not_fixed", "Not fixed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Via(models.TextChoices):
    """By which way the client's answer came."""

    LINK = "link", "Link in the mail"
    PORTAL = "portal", "Portal"
    MAIL = "mail", "Email"
    PHONE = "phone", "Phone"
    CHAT = "chat", "Chat"
    SILENCE = "silence", "Silence, by the policy"


class Awaited(models.Model):
    """What the client is asked and we wait for, and how far their silence has been seen to."""

    cycle = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    """When the client's channel accepted it: from here the matter rests with the client."""
    heard_at = models.DateTimeField(null=True)
    """When the client last said something that was no answer; silence is counted from here."""
    reminders = models.PositiveSmallIntegerField(default=0)
    called_for_at = models.DateTimeField(null=True)
    """When the silence became a task for a person."""
    remind_at = models.DateTimeField(null=True)
    """When the next step against silence is due: a reminder, the task, or approval where the policy says so.
    """
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Question(Awaited):
    """A ticket waits for the client's answer: from our first question to the answer, however often we ask."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="questions")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    """The newest question, of which the client is reminded."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ticket"], condition=models.Q(ended_at=None), name="question_one_open"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["remind_at"], name="question_remind", condition=models.Q(ended_at=None))
        ]


class Approval(Awaited):
    """The client is asked whether it is fixed (C5): opened with the hand-over, ended by an answer.

    The turnaround is kept as of `accepted_at`.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="approvals")
    fix = models.ForeignKey(Fix, on_delete=models.PROTECT, related_name="approvals")
    times_asked = models.PositiveSmallIntegerField(default=1)
    """Raised when somebody asks again, after a mail that never arrived."""
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Who answered for the client; empty when the policy took silence for approval."""
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """The agent who recorded an answer given by mail or phone."""
    via = models.CharField(max_length=12, choices=Via, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ticket"], condition=models.Q(ended_at=None), name="approval_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) ^ ~models.Q(outcome=""), name="approval_ends_with_outcome"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["remind_at"], name="approval_remind", condition=models.Q(ended_at=None))
        ]


class Explanation(models.Model):
    """Cause and fix in plain words, given to the client on resolution (C6)."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="explanations")
    cycle = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    cause = models.TextField()
    fix = models.TextField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "cycle"], name="explanation_once_a_cycle")
        ]


class JudgementKind(models.TextChoices):
    APPROVAL_REPLY = "approval_reply", "Reply while asked for approval"
    RESOLVED_REPLY = "resolved_reply", "Reply to a resolved ticket"
    SILENCE = "silence", "No answer from the client"
    UNREACHED = "unreached", "The client was not reached"


class JudgementVerdict(models.TextChoices):
    APPROVED = "approved", "Approved"
    NOT_FIXED = "not_fixed", "Not fixed"
    STILL_TESTING = "still_testing", "Still testing"
    REOPENED = "reopened", "Reopened"
    FOLLOW_UP = "follow_up", "Follow-up opened"
    THANKS = "thanks", "Thanks, nothing to do"
    DONE = "done", "Seen to"
    OVERTAKEN = "overtaken", "Overtaken"


class Judgement(models.Model):
    """Something that only a person can judge, put before an agent: what a reply means, or a silence."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="judgements")
    kind = models.CharField(max_length=16, choices=JudgementKind)
    message = models.OneToOneField(Message, null=True, on_delete=models.PROTECT, related_name="judgement")
    approval = models.ForeignKey(Approval, null=True, on_delete=models.PROTECT, related_name="judgements")
    question = models.ForeignKey(Question, null=True, on_delete=models.PROTECT, related_name="judgements")
    asked_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    """Empty when something else settled it."""
    verdict = models.CharField(max_length=14, choices=JudgementVerdict, blank=True)
    words = models.TextField(blank=True)
    follow_up = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["approval", "kind"],
                condition=models.Q(judged_at=None, kind__in=["silence", "unreached"]),
                name="judgement_one_task",
            ),
            models.UniqueConstraint(
                fields=["question", "kind"],
                condition=models.Q(judged_at=None, kind__in=["silence", "unreached"]),
                name="judgement_one_task_of_question",
            ),
            models.CheckConstraint(
                condition=models.Q(judged_at=None) ^ ~models.Q(verdict=""), name="judgement_ends_with_verdict"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_at"], name="judgement_open", condition=models.Q(judged_at=None)),
            models.Index(fields=["ticket"], name="judgement_of_ticket", condition=models.Q(judged_at=None)),
        ]
