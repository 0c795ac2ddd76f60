"""We asked the client something: the wait for the answer begins, goes on with each new question, and ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import connection

from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.notices.acceptance import newest_accepted
from holdfast.procedure import acceptance, silence
from holdfast.procedure.actions.judgement import put_task, settle_open, settle_unreached
from holdfast.procedure.facts import QuestionUnreached
from holdfast.procedure.models import JudgementKind, Question
from holdfast.tickets.models import Message, Ticket, Waiting


def open_question(ticket: int) -> Question | None:
    """The question that waits for its answer on this ticket, locked; lock the ticket first."""
    return next(iter(_open_questions([ticket])), None)


def _open_questions(tickets: Collection[int]) -> list[Question]:
    rows = Question.objects.select_for_update(of=("self",)).select_related("message__author")
    return list(rows.filter(ticket__in=tickets, ended_at=None).order_by("pk"))


def ask(ticket: Ticket, message: Message, *, at: datetime) -> Question:
    """Wait for the answer on a locked ticket; who waits already waits for the newest question from now.

    Having asked again is what the tasks about the silence, or the address, wanted.
    """
    settle_unreached([ticket.pk], at=at)
    question = open_question(ticket.pk)
    if question is None:
        return Question.objects.create(ticket=ticket, cycle=ticket.cycle, message=message, asked_at=at)
    settle_open(question, at=at)
    question.message = message
    question.save(update_fields=["message"])
    return question


def reckon_acceptance(ticket: Ticket, question: Question, *, at: datetime) -> None:
    """Count the silence from the acceptance that stands now, of the newest question that was accepted."""
    standing = newest_accepted(acceptance.of_question(question))
    accepted_at = standing.accepted_at if standing else None
    if accepted_at != question.accepted_at:
        question.accepted_at, question.reminders, question.called_for_at = accepted_at, 0, None
        silence.set_next_step(ticket, question, at=at)


def end_question(ticket: int, *, at: datetime) -> None:
    """The answer came, or nobody needs it any more; lock the ticket first."""
    end_questions([ticket], at=at)


def end_questions(tickets: Collection[int], *, at: datetime) -> None:
    """The same for any number of locked tickets, of which most wait for nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_WAIT, {"tickets": list(tickets)})
        waiting = [number for (number,) in cursor.fetchall()]
    if waiting:
        settle_unreached(waiting, at=at)
        for question in _open_questions(waiting):
            _end(question, at=at)


_WAIT: Final = """
SELECT ticket_id FROM procedure_question WHERE ticket_id = ANY(%(tickets)s::bigint[]) AND ended_at IS NULL
 UNION
SELECT ticket_id FROM procedure_judgement
 WHERE ticket_id = ANY(%(tickets)s::bigint[]) AND question_id IS NOT NULL AND judged_at IS NULL
"""


def say_unreached(ticket: Ticket, question: Question, *, at: datetime, by: Actor) -> None:
    """It reached nobody of the client: a locked ticket waits for no answer, and reaching them is a task."""
    _end(question, at=at)
    if ticket.waiting == Waiting.ANSWER:
        ticket.waiting = Waiting.NOTHING
        ticket.save(update_fields=["waiting"])
    if put_task(question, kind=JudgementKind.UNREACHED, at=at):
        record(QuestionUnreached(ticket=ticket.pk, question=question.pk), by=by, at=at)


def _end(question: Question, *, at: datetime) -> None:
    question.ended_at, question.remind_at = at, None
    question.save(update_fields=["ended_at", "remind_at"])
    settle_open(question, at=at)
