"""Which of our mails asked or told the client the same thing, read from the ledger."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from holdfast.notices.models import Delivery
from holdfast.procedure.models import Question
from holdfast.tickets.questions import unanswered


def of_approval(approval: int) -> QuerySet[Delivery]:
    """The rows of all mails that asked for this approval; there is a notice for each approver, for each has a
    link.
    """
    return _rows(f"approval-{approval}-", "approval_asked")


def of_explanation(explanation: int) -> QuerySet[Delivery]:
    return _rows(f"explanation-{explanation}-", "explanation")


def of_question(question: Question, *, before: datetime | None = None) -> QuerySet[Delivery]:
    """The rows of all mails that asked what the client has not answered yet, or had not before the instant."""
    asked = unanswered(question.ticket_id, since=question.asked_at, before=before)
    events = [f"message-{key}" for key in asked.values_list("pk", flat=True)]
    return Delivery.objects.filter(notice__event__in=events, notice__kind="question", to_client=True)


def beside(delivery: Delivery) -> QuerySet[Delivery]:
    """The rows to the client that say the same as this one; one acceptance among them tells the client."""
    notice = delivery.notice
    if notice.kind == "approval_asked":
        return of_approval(int(notice.event.split("-")[1]))
    return Delivery.objects.filter(notice=notice, to_client=True)


def _rows(event: str, kind: str) -> QuerySet[Delivery]:
    return Delivery.objects.filter(notice__event__startswith=event, notice__kind=kind, to_client=True)
