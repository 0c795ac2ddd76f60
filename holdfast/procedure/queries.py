"""The procedure of a ticket as pages show it, and the tasks that wait for a person."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from holdfast.people.models import Person
from holdfast.procedure.models import Approval, Explanation, Fix, HandOver, Judgement, JudgementKind, Watching
from holdfast.tickets.models import Ticket


@dataclass(frozen=True)
class Course:
    """How a ticket's present cycle went so far: the newest of each, None for what it has not come to."""

    hand_over: HandOver | None
    fix: Fix | None
    approval: Approval | None
    explanation: Explanation | None
    watchings: list[Watching]
    """Those that nobody has ended, of any cycle."""
    judgements: list[Judgement]
    """What waits for an agent."""


def course_of(ticket: Ticket) -> Course:
    """The course of a ticket, in six queries; the fix comes with its verdict and its messages' keys."""
    here = {"ticket": ticket, "cycle": ticket.cycle}
    return Course(
        hand_over=HandOver.objects.filter(**here)
        .select_related("by", "to", "taken_by")
        .order_by("-id")
        .first(),
        fix=Fix.objects.filter(**here).select_related("by", "verdict__by").order_by("-id").first(),
        approval=Approval.objects.filter(**here).select_related("by", "recorded_by").order_by("-id").first(),
        explanation=Explanation.objects.filter(**here).select_related("by").order_by("-id").first(),
        watchings=list(
            Watching.objects.filter(ticket=ticket, ended_at=None).select_related("person").order_by("until")
        ),
        judgements=list(replies_to_judge().filter(ticket=ticket)),
    )


def rounds_of(ticket: Ticket) -> QuerySet[Fix]:
    """Every fix of a ticket with its verdict and the watching, oldest first."""
    fixes = Fix.objects.filter(ticket=ticket).select_related("by", "verdict__by", "watching__person")
    return fixes.order_by("id")


def replies_to_judge() -> QuerySet[Judgement]:
    """What waits for an agent to say what it means, or to see to, oldest first."""
    return (
        Judgement.objects.filter(judged_at=None)
        .select_related("ticket", "message", "approval")
        .order_by("asked_at", "id")
    )


def has_reply_to_judge(ticket: Ticket) -> bool:
    """Whether a reply to the resolved ticket waits for an agent to say what it means."""
    rows = Judgement.objects.filter(ticket=ticket, kind=JudgementKind.RESOLVED_REPLY, judged_at=None)
    return rows.exists()


def watchings_of(person: Person) -> QuerySet[Watching]:
    """What this person watches, the nearest end first."""
    return (
        Watching.objects.filter(person=person, ended_at=None)
        .select_related("ticket", "fix")
        .order_by("until")
    )
