"""Public questions to the client, and when they were answered."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from holdfast.tickets.models import Message, Side, Ticket


def latest_question(ticket: Ticket) -> Message | None:
    """The newest question to the client in the ticket's present cycle."""
    asked = Message.objects.filter(ticket=ticket, cycle=ticket.cycle, asks=True)
    return asked.order_by("-pk").first()


def answer_to(question: Message) -> datetime | None:
    """When the first message of a person of the client reached us after the question was asked."""
    answers = _of_the_client().filter(ticket=question.ticket_id, pk__gt=question.pk, at__gte=question.at)
    return answers.order_by("at").values_list("at", flat=True).first()


def unanswered(ticket: int, *, since: datetime, before: datetime | None = None) -> QuerySet[Message]:
    """What we asked since the instant and the client has not answered yet, or had not before the other."""
    answers = _of_the_client().filter(
        ticket=OuterRef("ticket"), pk__gt=OuterRef("pk"), at__gte=OuterRef("at")
    )
    if before is not None:
        answers = answers.filter(at__lt=before)
    return Message.objects.filter(~Exists(answers), ticket=ticket, asks=True, at__gte=since)


def _of_the_client() -> QuerySet[Message]:
    return Message.objects.filter(side=Side.CLIENT, is_machine=False)
