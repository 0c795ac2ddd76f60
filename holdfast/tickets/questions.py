"""Public questions to the client, and when they were answered."""

from __future__ import annotations

from datetime import datetime

from holdfast.tickets.models import Message, Side, Ticket


def latest_question(ticket: Ticket) -> Message | None:
    """The newest question to the client in the ticket's present cycle; a newer one replaces those before it."""
    asked = Message.objects.filter(ticket=ticket, cycle=ticket.cycle, asks=True)
    return asked.order_by("-pk").first()


def answer_to(question: Message) -> datetime | None:
    """When the first message of a person of the client reached us after the question was asked."""
    answers = Message.objects.filter(
        ticket=question.ticket_id, side=Side.CLIENT, is_machine=False, pk__gt=question.pk, at__gte=question.at
    )
    return answers.order_by("at").values_list("at", flat=True).first()
