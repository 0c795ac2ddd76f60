"""What promises do when something happens: the table 'What makes and what keeps them' of promises.md."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Q

from holdfast.escalation import facts as ladder
from holdfast.escalation.models import Climb
from holdfast.kernel.facts import Recorded
from holdfast.kernel.keyed import Keyed
from holdfast.notices.acceptance import first_accepted
from holdfast.notices.facts import NoticeAccepted, NoticeBounced, NoticeLeftOut
from holdfast.notices.models import Delivery, DeliveryState, Notice
from holdfast.procedure import acceptance
from holdfast.procedure import facts as steps
from holdfast.procedure.actions.question import open_question
from holdfast.procedure.models import Question
from holdfast.procedure.queries import has_reply_to_judge
from holdfast.promises.actions.breaking import break_overdue
from holdfast.promises.actions.keeping import (
    Shown,
    is_awaited,
    keep_owed,
    keep_owed_by_all,
    keep_promises,
    owe_again,
    owed,
    owed_about,
)
from holdfast.promises.actions.making import Word, make_for_all, make_promises
from holdfast.promises.actions.moving import follow_the_situation, judge_anew, merge_turnarounds
from holdfast.promises.actions.pausing import (
    end_earlier,
    pause_by,
    pause_turnaround,
    resume_turnaround,
    turnaround_of,
    undo_pause,
)
from holdfast.promises.actions.waiving import Cause, waive_by_rule
from holdfast.promises.clauses import CHAT_ANSWERED
from holdfast.promises.models import OWED, TURNAROUND, Pause, Promise, State
from holdfast.tickets import facts as tickets
from holdfast.tickets.models import Channel, Message, PriorityReason, Ticket, Waiting
from holdfast.tickets.questions import answer_to, latest_question


def promise_on_opening(told: Sequence[Recorded[tickets.TicketOpened | tickets.PersonWrote]]) -> None:
    """A ticket opened by a person makes the promises of the policy, from the moment it reached us."""
    opened = [_ticket(each) for each in told]
    shown = {each.fact.ticket: _shown(each.fact) for each in told}
    make_for_all(
        [(ticket, _words_on_opening(ticket, shown=shown[ticket.pk])) for ticket in opened], at=told[0].at
    )


def _shown(fact: tickets.TicketOpened | tickets.PersonWrote) -> str:
    """What showed the client the reference at once; empty where only the mail will."""
    return fact.acknowledged if isinstance(fact, tickets.TicketOpened) else ""


def _words_on_opening(ticket: Ticket, *, shown: str) -> list[Word]:
    start, priority = ticket.opened_at, ticket.priority
    words = [
        Word(clause="acknowledge", start_at=start, kept_by=shown),
        Word(clause="first_response", start_at=start, priority=priority),
        Word(clause=TURNAROUND, start_at=start, priority=priority),
        Word(clause="client_update", start_at=start, priority=priority),
    ]
    if ticket.is_provisional:  # what was first taken for machine mail may have its priority by now
        words.insert(2, Word(clause="priority_confirmed", start_at=start))
    return words


def owe_to_client(told: Recorded[tickets.TicketDescribed]) -> None:
    """A ticket became somebody else's, or a client's: what is still owed is owed to them, due as it was."""
    ticket = _ticket(told)
    if {"organisation", "requester"} & set(told.fact.changed):
        keys = [each.pk for each in owed_about(ticket)]
        person = None if ticket.organisation_id else ticket.requester_id
        Promise.objects.filter(pk__in=keys).update(organisation=ticket.organisation_id, person=person)


def keep_acknowledgement(told: Recorded[tickets.TicketAcknowledged]) -> None:
    """The client holds the reference; what came with the opening was kept as it was made."""
    if not told.fact.with_opening:
        keep_owed(_ticket(told), "acknowledge", as_of=told.at, evidence=told.fact.evidence, at=told.at)


def let_acknowledgement_be(told: Recorded[NoticeLeftOut]) -> None:
    """An acknowledgement that a cap holds back, or that no address takes, is waived by rule: it can't be accepted."""
    fact = told.fact
    if fact.kind == "acknowledgement" and fact.concerning.startswith("ticket-"):
        ticket = Ticket.objects.locked(int(fact.concerning.removeprefix("ticket-")))
        cause = Cause.SUPPRESSED if fact.is_muted else Cause.NO_ADDRESS
        waive_by_rule(owed(ticket, "acknowledge"), ticket=ticket, cause=cause, at=told.at)


def settle_first_priority(told: Recorded[tickets.PriorityConfirmed]) -> None:
    """Confirming keeps its promise and computes the others anew from creation; it is no change of priority."""
    ticket = _ticket(told)
    keep_owed(ticket, "priority_confirmed", as_of=told.at, evidence=f"trail-{told.entry_id}", at=told.at)
    judge_anew(ticket, cause="the priority was confirmed", at=told.at)


def follow_priority(told: Recorded[tickets.PriorityChanged]) -> None:
    ticket = _ticket(told)
    if told.fact.reason == PriorityReason.MISJUDGED:
        judge_anew(ticket, cause="the priority had been misjudged", at=told.at)
    else:
        follow_the_situation(ticket, at=told.at)
    make_promises(ticket, [Word(clause="client_told", start_at=told.at)], at=told.at)
    _let_telling_be(ticket, at=told.at)


def count_public_messages(told: Sequence[Recorded[tickets.MessageSent]]) -> None:
    """A public message by a person is the first response, an update, and the word that was given."""
    shown = [
        Shown(ticket=_ticket(each), as_of=each.at, evidence=f"message-{each.fact.message}") for each in told
    ]
    keep_owed_by_all(shown, "first_response", CHAT_ANSWERED, "client_update", "word_given", at=told[0].at)


def promise_chat_answer(told: Recorded[tickets.ChatBegan]) -> None:
    """Whoever waits in a live chat is answered by a person, from when their word reached us (A2)."""
    ticket, start = _ticket(told), datetime.fromisoformat(told.fact.since)
    if not is_awaited(ticket, CHAT_ANSWERED, since=start):
        make_promises(ticket, [Word(clause=CHAT_ANSWERED, start_at=start)], at=told.at)


def let_chat_answer_be(told: Recorded[tickets.ChatEnded | tickets.ChatLeft]) -> None:
    """Nobody waits in the chat any more; the first response is owed all the same.

    That we left whoever waits lets us off nothing: it runs on, and breaks at its limit.
    """
    ticket = _ticket(told)
    is_over = isinstance(told.fact, tickets.ChatEnded)
    if not (is_over or told.fact.by_visitor):
        return
    break_overdue(ticket, CHAT_ANSWERED, as_of=told.at, at=told.at)
    waive_by_rule(
        owed(ticket, CHAT_ANSWERED),
        ticket=ticket,
        cause=Cause.CONDITION_ENDED,
        because="the chat is over" if is_over else "whoever waited has left the page",
        at=told.at,
    )


def hear_clients(told: Sequence[Recorded[tickets.MessageArrived]]) -> None:
    """A person's message resumes what waits for their answer, from when it reached us; machine mail does nothing."""
    heard = [
        (_ticket(each), datetime.fromisoformat(each.fact.reached_at))
        for each in told
        if not (each.fact.is_machine or each.fact.opens)
    ]
    at = told[0].at
    for ticket, reached in heard:
        if not ticket.is_open:
            _answer_again(ticket, reached=reached, at=at)
        elif ticket.waiting == Waiting.ANSWER:
            _end_wait(ticket, reached=reached, at=at)
    ended = _last_waits({ticket.pk for ticket, _ in heard if ticket.is_open})
    for ticket, reached in heard:
        if ended.get(ticket.pk, reached) > reached:
            _end_earlier_waits(ticket, reached=reached, at=at)


def _answer_again(ticket: Ticket, *, reached: datetime, at: datetime) -> None:
    """Who writes about what was resolved is owed a first response once more."""
    if ticket.merged_into_id is None and not is_awaited(ticket, "first_response", since=reached):
        word = Word(clause="first_response", start_at=reached, priority=ticket.priority)
        make_promises(ticket, [word], at=at)


def _end_wait(ticket: Ticket, *, reached: datetime, at: datetime) -> None:
    """The answer ends the wait as of its arrival; one that reached us before the newest question answers an older one."""
    question = latest_question(ticket)
    if question is None or question.at <= reached:
        ticket.waiting = Waiting.NOTHING
        ticket.save(update_fields=["waiting"])
        resume_turnaround(ticket, as_of=reached, at=at)
        return
    pause = Pause.objects.filter(promise__ticket=ticket, promise__cycle=ticket.cycle, ended_at=None).first()
    if pause is None or not _answers(reached, pause, ticket):
        return
    resume_turnaround(ticket, as_of=reached, at=at)
    if (standing := _asked_elsewhere(ticket, pause)) is not None:
        pause_by(standing, ticket=ticket, cause="answer", at=at)


def _last_waits(numbers: Collection[int]) -> dict[int, datetime]:
    """When the last wait for an answer ended, of those of these tickets that had one."""
    return dict(_last_answered(numbers))


_last_answered: Final = Keyed("""
SELECT promise.ticket_id, max(pause.ended_at)
  FROM promises_promise AS promise JOIN promises_pause AS pause ON pause.promise_id = promise.id
 WHERE promise.ticket_id {among} AND pause.cause = 'answer' AND pause.ended_at IS NOT NULL
 GROUP BY promise.ticket_id
""")


def _end_earlier_waits(ticket: Ticket, *, reached: datetime, at: datetime) -> None:
    """A pause ends with the first answer that reached us, however late it is processed."""
    ended = Pause.objects.filter(
        promise__ticket=ticket, promise__cycle=ticket.cycle, cause="answer", ended_at__gt=reached
    )
    for pause in ended.order_by("began_at"):
        if _answers(reached, pause, ticket):
            end_earlier(ticket, pause, as_of=reached, rest=_asked_elsewhere(ticket, pause), at=at)


def _answers(reached: datetime, pause: Pause, ticket: Ticket) -> bool:
    """Whether a message that reached us then answers the question that this pause rests on."""
    asked = Notice.objects.filter(deliveries=int(pause.evidence.removeprefix("delivery-")), kind="question")
    event = asked.values_list("event", flat=True).first() or ""
    question = Message.objects.filter(pk=int(event.removeprefix("message-") or 0), ticket=ticket).first()
    return question is not None and question.at <= reached


def count_acceptance(told: Recorded[NoticeAccepted]) -> None:
    """The client's channel took a notice: what it was to tell is told, and a question to the client pauses."""
    fact = told.fact
    if not fact.to_client or not fact.concerning.startswith("ticket-"):
        return
    ticket = Ticket.objects.locked(int(fact.concerning.removeprefix("ticket-")))
    if fact.kind in TELLS_THE_CLIENT:
        _keep_by_notice(ticket, fact, "client_told", at=told.at)
    if fact.kind == "explanation":
        _keep_by_notice(ticket, fact, "explanation", "client_told", "word_given", at=told.at)
    if fact.kind == "question":
        _pause_for_answer(ticket, fact, at=told.at)


def _keep_by_notice(ticket: Ticket, fact: NoticeAccepted, *clauses: str, at: datetime) -> None:
    written_at = Notice.objects.values_list("created_at", flat=True).get(pk=fact.notice)
    evidence = f"delivery-{fact.delivery}"
    keep_owed(ticket, *clauses, as_of=fact.accepted_at, evidence=evidence, begun_by=written_at, at=at)


def _pause_for_answer(ticket: Ticket, fact: NoticeAccepted, *, at: datetime) -> None:
    """The matter rests with the client from the acceptance of the question until their answer reached us.

    What they have answered, or we went on without, pauses nothing. An answer that was filed before this acceptance ends
    the pause as of its own arrival.
    """
    since, evidence = fact.accepted_at, f"delivery-{fact.delivery}"
    if ticket.waiting == Waiting.ANSWER:
        asked = open_question(ticket.pk)
        if asked and acceptance.of_question(asked).filter(pk=fact.delivery).exists():
            pause_turnaround(ticket, cause="answer", since=since, evidence=evidence, at=at)
        return
    question = latest_question(ticket)
    if question is None or fact.event != f"message-{question.pk}":
        return
    answered_at = answer_to(question)
    if ticket.is_open and answered_at is not None and answered_at > since:
        known = turnaround_of(ticket)
        if known is not None and known.state == State.RUNNING and not known.pauses.filter(ended_at__gt=since):
            pause_turnaround(ticket, cause="answer", since=since, evidence=evidence, at=at)
            resume_turnaround(ticket, as_of=answered_at, at=at)


TELLS_THE_CLIENT = frozenset(
    {"message", "question", "priority_changed", "handed_over", "sent_back", "approval_asked"}
)
"""Notices whose acceptance tells the client of a hand-over, a rejection or a change of priority."""


def undo_acceptance(told: Recorded[NoticeBounced]) -> None:
    """A bounce undoes the pause that the notice began, and what only it had kept; another acceptance stands in."""
    fact = told.fact
    if not fact.concerning.startswith("ticket-"):
        return
    ticket = Ticket.objects.locked(int(fact.concerning.removeprefix("ticket-")))
    evidence, other = f"delivery-{fact.delivery}", _accepted_elsewhere(fact)
    pause = Pause.objects.filter(evidence=evidence).order_by("-pk").first()
    if pause is not None:
        instead = _asked_elsewhere(ticket, pause) if pause.cause == "answer" else other
        undo_pause(ticket, pause, instead=instead, at=told.at)
    again = owe_again(ticket, evidence=evidence, at=told.at)
    if other is not None and other.accepted_at is not None:
        keep_promises(
            again, ticket=ticket, as_of=other.accepted_at, evidence=f"delivery-{other.pk}", at=told.at
        )
    if again and not ticket.is_open:
        _end_with_ticket(ticket, [each.pk for each in again], at=told.at)


def promise_engineering(told: Recorded[steps.HandedOver]) -> None:
    ticket = _ticket(told)
    words = [
        Word(clause="engineering_told", start_at=told.at),
        Word(clause="client_told", start_at=_said_at(told.fact.told_client) or told.at),
    ]
    make_promises(ticket, words, at=told.at)
    _let_telling_be(ticket, at=told.at)


def _let_telling_be(ticket: Ticket, *, at: datetime) -> None:
    """Whoever chats and has given no address can be sent no notice, whose acceptance alone would keep the promise."""
    if ticket.channel == Channel.CHAT and not ticket.requester.has_address:
        waive_by_rule(owed(ticket, "client_told"), ticket=ticket, cause=Cause.NO_ADDRESS, at=at)


def _said_at(message: int | None) -> datetime | None:
    """When the words were written that tell the client, where a person wrote some."""
    return Message.objects.values_list("at", flat=True).get(pk=message) if message else None


def keep_engineering(told: Recorded[steps.HandOverTaken]) -> None:
    evidence = f"trail-{told.entry_id}"
    keep_owed(_ticket(told), "engineering_told", as_of=told.at, evidence=evidence, at=told.at)


def stop_waiting(told: Recorded[steps.FixRecorded]) -> None:
    """A fix that makes our open question needless lets the turnaround run on."""
    if told.fact.ends_waiting:
        resume_turnaround(_ticket(told), as_of=told.at, at=told.at)


def promise_to_tell_of_rejection(told: Recorded[steps.VerdictGiven]) -> None:
    if not told.fact.is_approved:
        start, ticket = _said_at(told.fact.told_client) or told.at, _ticket(told)
        make_promises(ticket, [Word(clause="client_told", start_at=start)], at=told.at)
        _let_telling_be(ticket, at=told.at)


def stop_waiting_for_answer(told: Recorded[steps.ApprovalAsked]) -> None:
    """Asking for approval replaces an open question: from now until its acceptance the matter rests with us."""
    resume_turnaround(_ticket(told), as_of=told.at, cause="answer", at=told.at)


def rest_with_client(told: Recorded[steps.HandOverForApprovalAccepted]) -> None:
    """From the acceptance of the hand-over the turnaround stands still: it waits for the client's approval."""
    ticket = _ticket(told)
    since = datetime.fromisoformat(told.fact.accepted_at)
    pause_turnaround(
        ticket, cause="approval", since=since, evidence=f"delivery-{told.fact.delivery}", at=told.at
    )


def keep_turnaround(told: Recorded[steps.ClientApproved]) -> None:
    """Kept when the client approves, as of the instant at which the hand-over was accepted by their channel."""
    ticket, evidence = _ticket(told), f"approval-{told.fact.approval}"
    accepted_at = datetime.fromisoformat(told.fact.as_of)
    for promise in owed(ticket, TURNAROUND):
        # a change of the situation while the client was asked may have begun it anew after the acceptance
        as_of = max(accepted_at, promise.start_at)
        keep_promises([promise], ticket=ticket, as_of=as_of, evidence=evidence, at=told.at)
    make_promises(ticket, [Word(clause="explanation", start_at=told.at)], at=told.at)


def take_back(told: Recorded[steps.ClientRefused]) -> None:
    """'Not fixed' lets the turnaround run on where it stood, from the answer's arrival."""
    ticket = _ticket(told)
    resume_turnaround(ticket, as_of=datetime.fromisoformat(told.fact.reached_at), at=told.at)


def let_judged_replies_be(told: Recorded[steps.ReplyJudged]) -> None:
    """A reply to a resolved ticket that only says thanks, or goes on as a ticket of its own, owes no answer here.

    Its first-response promise ends by rule, once no other reply waits to be judged.
    """
    ticket = _ticket(told)
    if told.fact.verdict in ("thanks", "follow_up") and not has_reply_to_judge(ticket):
        break_overdue(ticket, "first_response", as_of=told.at, at=told.at)
        waive_by_rule(
            owed(ticket, "first_response"),
            ticket=ticket,
            cause=Cause.CONDITION_ENDED,
            because="the reply needs no answer here",
            at=told.at,
        )


def end_with_resolution(told: Recorded[tickets.TicketResolved]) -> None:
    """Resolved: what was owed only while it was open ends by rule; what is still to be told stays owed."""
    ticket = _ticket(told)
    _end_with_ticket(ticket, [each.pk for each in owed_about(ticket)], at=told.at)


def _end_with_ticket(ticket: Ticket, promises: list[int], *, at: datetime) -> None:
    break_overdue(ticket, as_of=at, at=at)
    ended = owed_about(ticket).filter(pk__in=promises).exclude(clause__in=OUTLIVES_RESOLUTION)
    because = "the ticket is resolved"
    waive_by_rule(ended, ticket=ticket, cause=Cause.CONDITION_ENDED, because=because, at=at)


OUTLIVES_RESOLUTION = (
    *("explanation", TURNAROUND, "account_manager_told", "client_told", "word_given"),
    "suspicion_weighed",
)
"""The explanation tells the client, and keeps a word given; the account manager is to be told all the same, and whoever
suspects an interruption what came of that."""


def promise_again(told: Recorded[tickets.TicketReopened]) -> None:
    """A new cycle with its own promises, from the arrival of the reply; the old ones stay as they ended.

    What the reply is owed, a first response, belongs to the new cycle.
    """
    ticket = _ticket(told)
    reply = [each.pk for each in owed(ticket, "first_response")]
    Promise.objects.filter(pk__in=reply).update(cycle=ticket.cycle)
    reached = datetime.fromisoformat(told.fact.reached_at)
    make_promises(
        ticket,
        [
            Word(clause=TURNAROUND, start_at=reached, priority=ticket.priority),
            Word(clause="client_update", start_at=reached, priority=ticket.priority),
        ],
        at=told.at,
    )


def merge_promises(told: Recorded[tickets.TicketMerged]) -> None:
    ticket, into = Ticket.objects.get(pk=told.fact.ticket), Ticket.objects.get(pk=told.fact.into)
    merge_turnarounds(ticket, into=into, at=told.at)


def promise_answer_of_level(told: Sequence[Recorded[ladder.LevelTold]]) -> None:
    """Each level that is told owes its own answer."""
    climbs = Climb.objects.in_bulk([each.fact.climb for each in told])
    make_for_all(
        [(_ticket(each), [_answer_owed(climbs[each.fact.climb], since=each.at)]) for each in told],
        at=told[0].at,
    )


def _answer_owed(climb: Climb, *, since: datetime) -> Word:
    return Word(clause="escalation_answered", start_at=since, climb=climb, allowance=climb.answer)


def keep_answer_of_level(told: Recorded[ladder.LevelAnswered]) -> None:
    ticket = _ticket(told)
    rows = Promise.objects.select_for_update(of=("self",)).filter(climb=told.fact.climb, state__in=OWED)
    evidence = f"message-{told.fact.message}"
    keep_promises(rows.order_by("pk"), ticket=ticket, as_of=told.at, evidence=evidence, at=told.at)


def promise_account_manager(told: Sequence[Recorded[ladder.AccountManagerToBeTold]]) -> None:
    make_for_all(
        [(_ticket(each), [Word(clause="account_manager_told", start_at=each.at)]) for each in told],
        at=told[0].at,
    )


def keep_account_manager(told: Recorded[NoticeAccepted]) -> None:
    """The account manager's notice was accepted: D4 is kept."""
    fact = told.fact
    if fact.kind == "account_manager_told" and fact.concerning.startswith("ticket-"):
        ticket = Ticket.objects.locked(int(fact.concerning.removeprefix("ticket-")))
        _keep_by_notice(ticket, fact, fact.kind, at=told.at)


def _ticket(told: Recorded[Any]) -> Ticket:
    """The ticket that the fact is about, locked: the recorder's own object where it handed one over."""
    return told.row if isinstance(told.row, Ticket) else Ticket.objects.locked(told.fact.ticket)


def _asked_elsewhere(ticket: Ticket, pause: Pause) -> Delivery | None:
    """The first acceptance of a question that was open while the turnaround stood still, whichever it was."""
    waits = Question.objects.filter(ticket=ticket, asked_at__lte=pause.began_at).order_by("-asked_at")
    wait = waits.first()
    return first_accepted(acceptance.of_question(wait, before=pause.ended_at)) if wait else None


def _accepted_elsewhere(fact: NoticeBounced) -> Delivery | None:
    """The first other reader on the same side whose channel took the same words, which then stand as told."""
    same = Q(notice=fact.notice)
    if fact.kind == "approval_asked":  # each approver is written to apart: approval-7-1-12
        same = Q(notice__event__startswith=f"{fact.event.rpartition('-')[0]}-", notice__kind=fact.kind)
    others = Delivery.objects.filter(same, to_client=fact.to_client, state=DeliveryState.ACCEPTED)
    return others.exclude(pk=fact.delivery).order_by("accepted_at").first()
