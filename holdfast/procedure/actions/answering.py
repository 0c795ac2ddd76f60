"""The client answers: approved, or not fixed (C5). A mail never approves by itself; an agent records what it
says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.actor import POLICY, Actor
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.procedure import notices, rules, silence
from holdfast.procedure.actions.approval import locked_approval
from holdfast.procedure.actions.explanation import explain
from holdfast.procedure.actions.judgement import settle_message, settle_open
from holdfast.procedure.actions.stages import send_back
from holdfast.procedure.approvers import client_approvers, requester_reached_by_link
from holdfast.procedure.facts import ClientApproved, ClientRefused, ClientStillTesting
from holdfast.procedure.links import ended_in_words
from holdfast.procedure.models import Approval, JudgementKind, JudgementVerdict, Outcome, Via
from holdfast.tickets.access import is_participant
from holdfast.tickets.actions.resolution import resolve_ticket
from holdfast.tickets.models import Channel, Message, Side, Ticket

_VIA = {Channel.MAIL: Via.MAIL, Channel.PHONE: Via.PHONE, Channel.CHAT: Via.CHAT}


@dataclass(frozen=True, kw_only=True)
class _Answer:
    """What was answered for the client, by whom, how, and when it reached us; `actor` is who acts for the
    trail.
    """

    is_approved: bool
    person: Person | None
    via: str
    words: str
    reached_at: datetime
    at: datetime
    actor: Actor
    recorded_by: Person | None = None


@transaction.atomic
def answer_approval(
    approval: Approval,
    *,
    person: Person,
    is_approved: bool,
    words: str = "",
    via: str,
    at: datetime | None = None,
) -> Approval:
    """A client approver answers on the page of their link or in the portal; `at` is when the answer reached
    us.

    Refused: `not_an_approver`, `words_missing` ('not fixed' says what is still seen), `answered` when it came
    later than another answer. The same answer twice does no harm.
    """
    words = rules.require_what_is_seen(words, is_approved=is_approved)
    ticket = Ticket.objects.locked(approval.ticket_id)
    approval = locked_approval(approval.pk)
    _require_approver(ticket, person, via=via)
    outcome = Outcome.APPROVED if is_approved else Outcome.NOT_FIXED
    if approval.ended_at is not None and (approval.by_id, approval.outcome) == (person.pk, outcome):
        return approval
    _require_unanswered(approval, by=person)
    now = clock.now()
    if via == Via.LINK:
        Person.objects.filter(pk=person.pk, confirmed_at=None).update(
            confirmed_at=now
        )  # the link came to them alone
    answer = _Answer(
        is_approved=is_approved,
        person=person,
        via=via,
        words=words,
        reached_at=at or now,
        at=now,
        actor=person.actor,
    )
    return _end(ticket, approval, answer)


@transaction.atomic
def record_client_answer(
    approval: Approval,
    *,
    answer: str,
    words: str = "",
    message: Message | None = None,
    person: Person | None = None,
    via: str = "",
    by: Person,
) -> Approval:
    """An agent records what the client answered: in the reply `message`, or on the phone as `person`.

    `answer` is approved, not_fixed (both as of the reply's arrival) or still_testing. Only whoever may
    approve can be recorded as approving; that it is not fixed is taken from anybody who takes part, for it
    only sends it back. Refused: `other_message`, `person_missing` (field `person`), `not_an_approver`,
    `no_such_answer`, `answered`.
    """
    require_may(by, Act.RECORD_CLIENT_ANSWER)
    ticket = Ticket.objects.locked(approval.ticket_id)
    approval = locked_approval(approval.pk)
    _require_unanswered(approval, by=by)
    if message is not None and (
        message.ticket_id != ticket.pk or message.side != Side.CLIENT or message.is_machine
    ):
        raise Refused("This is no reply of the client on this ticket.", code="other_message", field="message")
    at = clock.now()
    reached_at = message.at if message else at
    if answer == JudgementVerdict.STILL_TESTING:
        return _still_testing(
            ticket, approval, message, words=words.strip(), reached_at=reached_at, at=at, by=by
        )
    if answer not in (JudgementVerdict.APPROVED, JudgementVerdict.NOT_FIXED):
        raise Refused("Say approved, not fixed, or still testing.", code="no_such_answer", field="answer")
    is_approved = answer == JudgementVerdict.APPROVED
    person = person or (message.author if message else None)
    if person is None:
        raise Refused("Say who of the client answered.", code="person_missing", field="person")
    via = via or (_VIA.get(Channel(message.channel), Via.PORTAL) if message else Via.PHONE)
    if is_approved or not is_participant(ticket, person):
        _require_approver(ticket, person, via=via)
    words = rules.require_what_is_seen(words or (message.text if message else ""), is_approved=is_approved)
    if message is not None:
        settle_message(message, verdict=answer, words=words, by=by, at=at)
    said = _Answer(
        is_approved=is_approved,
        person=person,
        via=via,
        words=words,
        reached_at=reached_at,
        at=at,
        actor=by.actor,
        recorded_by=by,
    )
    return _end(ticket, approval, said)


def approve_by_silence(ticket: Ticket, approval: Approval, *, at: datetime) -> Approval:
    """Take a locked approval's long silence for approval, as the policy says; whoever calls has asked the
    policy.
    """
    answer = _Answer(
        is_approved=True, person=None, via=Via.SILENCE, words="", reached_at=at, at=at, actor=POLICY
    )
    return _end(ticket, approval, answer)


def _require_approver(ticket: Ticket, person: Person, *, via: str) -> None:
    approvers = client_approvers(ticket)
    if ticket.is_machine:
        raise Forbidden("A ticket of machine mail has nobody who approves.", code="not_an_approver")
    rules.require_client_approver(
        person,
        approvers={each.pk for each in approvers},
        requester=requester_reached_by_link(ticket),
        via=via,
    )


def _require_unanswered(approval: Approval, *, by: Person) -> None:
    if approval.ended_at is not None:
        raise Refused(ended_in_words(approval, to=by), code="answered")


def _end(ticket: Ticket, approval: Approval, answer: _Answer) -> Approval:
    """End a locked approval with its answer: resolve and explain, or send it back to whoever made the fix."""
    approval.ended_at, approval.remind_at = answer.at, None
    approval.outcome = Outcome.APPROVED if answer.is_approved else Outcome.NOT_FIXED
    approval.by, approval.recorded_by = answer.person, answer.recorded_by
    approval.via, approval.words = answer.via, answer.words
    approval.save(update_fields=["ended_at", "remind_at", "outcome", "by", "recorded_by", "via", "words"])
    settle_open(approval, at=answer.at)
    if answer.is_approved:
        _resolve(ticket, approval, answer)
    else:
        _return(ticket, approval, answer)
    return approval


def _resolve(ticket: Ticket, approval: Approval, answer: _Answer) -> None:
    record(
        ClientApproved(
            ticket=ticket.pk,
            approval=approval.pk,
            fix=approval.fix_id,
            person=answer.person.pk if answer.person else None,
            via=answer.via,
            as_of=(approval.accepted_at or answer.reached_at).isoformat(),
        ),
        by=answer.actor,
        at=answer.at,
    )
    ticket = resolve_ticket(ticket, at=answer.at, by=answer.actor)
    explain(ticket, approval, at=answer.at, by=answer.actor)


def _return(ticket: Ticket, approval: Approval, answer: _Answer) -> None:
    fixer = send_back(ticket, approval.fix, at=answer.at, by=answer.actor)
    record(
        ClientRefused(
            ticket=ticket.pk,
            approval=approval.pk,
            fix=approval.fix_id,
            person=answer.person.pk if answer.person else None,
            via=answer.via,
            words=answer.words,
            reached_at=answer.reached_at.isoformat(),
            back_to=fixer.pk if fixer else None,
        ),
        by=answer.actor,
        at=answer.at,
    )
    notices.tell_fixer_not_fixed(approval, at=answer.at)


def _still_testing(
    ticket: Ticket,
    approval: Approval,
    message: Message | None,
    *,
    words: str,
    reached_at: datetime,
    at: datetime,
    by: Person,
) -> Approval:
    """The client looks at it yet: silence is counted anew from their word."""
    if message is not None:
        settle_message(message, verdict=JudgementVerdict.STILL_TESTING, words=words, by=by, at=at)
    settle_open(approval, kinds=[JudgementKind.SILENCE], at=at, by=by)
    silence.count_anew(ticket, approval, heard_at=reached_at, at=at)
    record(
        ClientStillTesting(
            ticket=ticket.pk,
            approval=approval.pk,
            message=message.pk if message else None,
            reached_at=reached_at.isoformat(),
        ),
        by=by.actor,
        at=at,
    )
    return approval
