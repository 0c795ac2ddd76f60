"""What the procedure does when something happens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import Recorded, record
from holdfast.notices.acceptance import first_accepted, may_yet_arrive
from holdfast.notices.facts import NoticeAccepted, NoticeBounced, NoticeFailed, NoticeLeftOut
from holdfast.procedure import acceptance, silence
from holdfast.procedure.actions import question
from holdfast.procedure.actions.approval import (
    locked_approval,
    open_approval,
    say_unreached,
    withdraw_approval,
)
from holdfast.procedure.actions.judgement import put_reply, settle_resolved_replies
from holdfast.procedure.actions.watching import stop_watching
from holdfast.procedure.facts import (
    ApprovalAsked,
    ExplanationAccepted,
    FixRecorded,
    HandOverForApprovalAccepted,
    HandOverForApprovalBounced,
)
from holdfast.procedure.models import Approval, Explanation, JudgementKind, Question
from holdfast.tickets.facts import (
    MessageArrived,
    MessageSent,
    NoAnswerNeeded,
    TicketMerged,
    TicketReopened,
    TicketResolved,
)
from holdfast.tickets.models import Message, Ticket, Waiting


def put_reply_before_agent(told: Recorded[MessageArrived]) -> None:
    """A person's reply while the client is asked for approval, or on a resolved ticket, is for an agent to
    judge.

    Machine mail never is; nor does a reply approve by itself, whatever it says.
    """
    fact = told.fact
    if fact.is_machine:
        return
    ticket = told.row or Ticket.objects.locked(fact.ticket)
    if ticket.is_open and ticket.waiting != Waiting.APPROVAL:
        return
    approval = open_approval(ticket.pk) if ticket.is_open else None
    kind = JudgementKind.APPROVAL_REPLY if ticket.is_open else JudgementKind.RESOLVED_REPLY
    message = Message.objects.get(pk=fact.message)
    put_reply(ticket, message, kind=kind, approval=approval, at=told.at, by=told.by)


def wait_for_answer(told: Recorded[MessageSent]) -> None:
    """A question that the matter rests on: silence on it is seen to from its acceptance on."""
    ticket = told.row or Ticket.objects.locked(told.fact.ticket)
    if told.fact.asks and ticket.waiting == Waiting.ANSWER:
        question.ask(ticket, Message.objects.get(pk=told.fact.message), at=told.at)


def take_answers(told: Sequence[Recorded[MessageArrived]]) -> None:
    """Any message of a person of the client answers what was asked before it reached us; machine mail never does."""
    answered = []
    for each in told:
        if each.fact.is_machine or each.fact.opens:
            continue
        ticket = each.row or Ticket.objects.locked(each.fact.ticket)
        if ticket.waiting != Waiting.ANSWER:
            answered.append(ticket.pk)
        elif asked := question.open_question(ticket.pk):  # the message is older than the newest question
            _see_whom_it_reached(ticket, asked, at=each.at, by=each.by)
    if answered:
        question.end_questions(answered, at=told[0].at)


def need_no_answer(
    told: Recorded[FixRecorded]
    | Recorded[ApprovalAsked]
    | Recorded[TicketResolved]
    | Recorded[TicketMerged]
    | Recorded[NoAnswerNeeded],
) -> None:
    """We went on without it, or the ticket is at its end: nobody is reminded any more."""
    question.end_question(Ticket.objects.locked(told.fact.ticket).pk, at=told.at)


def note_acceptance(told: Recorded[NoticeAccepted]) -> None:
    """The client's channel took the question for approval, or the explanation: the first such acceptance
    counts.
    """
    fact = told.fact
    if not fact.to_client:
        return
    if fact.kind == "question":
        _reckon_question(told)
    elif fact.kind == "approval_asked":
        _approval_accepted(told)
    elif fact.kind == "explanation":
        explanation = Explanation.objects.get(pk=_key_in(fact.event))
        if explanation.accepted_at is None:
            explanation.accepted_at = fact.accepted_at
            explanation.save(update_fields=["accepted_at"])
            record(
                ExplanationAccepted(
                    ticket=explanation.ticket_id,
                    explanation=explanation.pk,
                    accepted_at=fact.accepted_at.isoformat(),
                    delivery=fact.delivery,
                ),
                by=told.by,
                at=told.at,
            )


def note_bounce(told: Recorded[NoticeBounced]) -> None:
    """An acceptance came back: the next one counts in its place, or else the client was not reached after
    all.
    """
    fact = told.fact
    if fact.kind == "question":
        _reckon_question(told)
    elif fact.kind == "approval_asked":
        _approval_bounced(told)
    elif fact.kind == "explanation":
        key = _key_in(fact.event)
        left = first_accepted(acceptance.of_explanation(key))
        Explanation.objects.filter(pk=key).update(accepted_at=left.accepted_at if left else None)


def note_failure(told: Recorded[NoticeFailed] | Recorded[NoticeLeftOut]) -> None:
    """A question that reached nobody of the client becomes a task for a person."""
    if told.fact.kind == "question":
        _reckon_question(told)
    elif told.fact.kind == "approval_asked":
        _, approval = _locked(_key_in(told.fact.event))
        if approval.ended_at is None and not may_yet_arrive(acceptance.of_approval(approval.pk)):
            say_unreached(approval, at=told.at, by=told.by)


def withdraw_question(told: Recorded[TicketMerged] | Recorded[NoAnswerNeeded]) -> None:
    """What went into another ticket, or needs no answer, waits for nobody's approval."""
    withdraw_approval(Ticket.objects.locked(told.fact.ticket), at=told.at, by=told.by)


def settle_on_reopening(told: Recorded[TicketReopened]) -> None:
    """Whoever reopened it has judged the replies that were waiting, and the fix did not hold."""
    settle_resolved_replies(told.fact.ticket, at=told.at)
    stop_watching(told.fact.ticket, at=told.at)


def _reckon_question(
    told: Recorded[NoticeAccepted]
    | Recorded[NoticeBounced]
    | Recorded[NoticeFailed]
    | Recorded[NoticeLeftOut],
) -> None:
    """Count silence from the acceptance that stands now; what can reach nobody any more waits for nothing."""
    ticket = Ticket.objects.locked(int(told.fact.concerning.removeprefix("ticket-")))
    asked = question.open_question(ticket.pk)
    if asked is not None:
        _see_whom_it_reached(ticket, asked, at=told.at, by=told.by)


def _see_whom_it_reached(ticket: Ticket, asked: Question, *, at: datetime, by: Actor) -> None:
    question.reckon_acceptance(ticket, asked, at=at)
    if not may_yet_arrive(acceptance.of_question(asked)):
        question.say_unreached(ticket, asked, at=at, by=by)


def _approval_accepted(told: Recorded[NoticeAccepted]) -> None:
    fact = told.fact
    ticket, approval = _locked(_key_in(fact.event))
    if approval.ended_at is not None or approval.accepted_at is not None:
        return
    approval.accepted_at = fact.accepted_at
    silence.set_next_step(ticket, approval, at=told.at)
    record(
        HandOverForApprovalAccepted(
            ticket=ticket.pk,
            approval=approval.pk,
            accepted_at=fact.accepted_at.isoformat(),
            delivery=fact.delivery,
        ),
        by=told.by,
        at=told.at,
    )


def _approval_bounced(told: Recorded[NoticeBounced]) -> None:
    ticket, approval = _locked(_key_in(told.fact.event))
    if approval.ended_at is not None:
        return
    rows = acceptance.of_approval(approval.pk)
    left = first_accepted(rows)
    if approval.accepted_at is not None and (left is None or left.accepted_at != approval.accepted_at):
        approval.accepted_at = left.accepted_at if left else None
        silence.set_next_step(ticket, approval, at=told.at)
        record(
            _after_bounce(ticket, approval, told.fact.delivery, left.pk if left else None),
            by=told.by,
            at=told.at,
        )
    if not may_yet_arrive(rows):
        say_unreached(approval, at=told.at, by=told.by)


def _after_bounce(
    ticket: Ticket, approval: Approval, bounced: int, left: int | None
) -> HandOverForApprovalAccepted | HandOverForApprovalBounced:
    if left is None or approval.accepted_at is None:
        return HandOverForApprovalBounced(ticket=ticket.pk, approval=approval.pk, delivery=bounced)
    return HandOverForApprovalAccepted(
        ticket=ticket.pk, approval=approval.pk, accepted_at=approval.accepted_at.isoformat(), delivery=left
    )


def _locked(key: int) -> tuple[Ticket, Approval]:
    number = Approval.objects.values_list("ticket_id", flat=True).get(pk=key)
    return Ticket.objects.locked(number), locked_approval(key)


def _key_in(event: str) -> int:
    """The row that a notice's event names: `approval-7-1-12` and `explanation-3-0` name 7 and 3."""
    return int(event.split("-")[1])
