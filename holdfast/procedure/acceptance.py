"""Which of our mails the client's channel has accepted, read from the ledger."""

from __future__ import annotations

from django.db.models import QuerySet

from holdfast.notices.models import Delivery, DeliveryState
from holdfast.procedure.models import Question


def of_approval(approval: int) -> QuerySet[Delivery]:
    """The rows of all mails that asked for this approval; there is a notice for each approver, for each has a
    link.
    """
    return _rows(f"approval-{approval}-", "approval_asked")


def of_explanation(explanation: int) -> QuerySet[Delivery]:
    return _rows(f"explanation-{explanation}-", "explanation")


def of_question(question: Question) -> QuerySet[Delivery]:
    """The rows of all mails that asked while we wait for this answer."""
    return Delivery.objects.filter(
        about=f"ticket-{question.ticket_id}",
        notice__kind="question",
        written_at__gte=question.asked_at,
        to_client=True,
    )


def newest_accepted(rows: QuerySet[Delivery]) -> Delivery | None:
    """Of the newest word that anybody accepted, the first acceptance that did not come back."""
    accepted = rows.filter(state=DeliveryState.ACCEPTED, accepted_at__isnull=False)
    return accepted.order_by("-notice", "accepted_at", "id").first()


def first_accepted(rows: QuerySet[Delivery]) -> Delivery | None:
    """The first acceptance that did not come back."""
    return (
        rows.filter(state=DeliveryState.ACCEPTED, accepted_at__isnull=False)
        .order_by("accepted_at", "id")
        .first()
    )


def may_yet_arrive(rows: QuerySet[Delivery]) -> bool:
    """Whether one was accepted, or may be still; without a relay what is kept in the outbox may."""
    lost = (DeliveryState.BOUNCED, DeliveryState.FAILED, DeliveryState.CANCELLED)
    return rows.exclude(state__in=lost).exists()


def _rows(event: str, kind: str) -> QuerySet[Delivery]:
    return Delivery.objects.filter(notice__event__startswith=event, notice__kind=kind, to_client=True)
