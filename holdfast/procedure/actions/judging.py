"""An agent says what a reply means, or that a task was seen to."""

from __future__ import annotations

from django.db import transaction

from holdfast.clients.terms import terms_for
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.procedure import silence
from holdfast.procedure.actions.answering import record_client_answer
from holdfast.procedure.actions.approval import locked_approval
from holdfast.procedure.actions.judgement import settle
from holdfast.procedure.actions.question import open_question
from holdfast.procedure.models import Judgement, JudgementKind, JudgementVerdict
from holdfast.tickets.actions.messages import Attached, Said
from holdfast.tickets.actions.opening import Opening, open_ticket
from holdfast.tickets.actions.resolution import link_tickets, reopen_ticket
from holdfast.tickets.models import LinkKind, Message, Ticket
from holdfast.tickets.rules import may_reopen, require_words

MAY_BE_SAID = {
    JudgementKind.APPROVAL_REPLY: (
        JudgementVerdict.APPROVED,
        JudgementVerdict.NOT_FIXED,
        JudgementVerdict.STILL_TESTING,
    ),
    JudgementKind.RESOLVED_REPLY: (
        JudgementVerdict.REOPENED,
        JudgementVerdict.FOLLOW_UP,
        JudgementVerdict.THANKS,
    ),
    JudgementKind.SILENCE: (JudgementVerdict.DONE,),
    JudgementKind.UNREACHED: (JudgementVerdict.DONE,),
}
"""What an agent may say of each kind."""


@transaction.atomic
def judge_reply(judgement: Judgement, *, verdict: str, words: str = "", by: Person) -> Judgement:
    """Say what it means, and let it follow: the client's answer, a new cycle from its arrival, or nothing.

    Reopening a ticket that was resolved longer ago than the policy allows opens a linked follow-up ticket
    instead. Refused: `no_such_verdict`, `judged` when somebody said something else, `words_missing` for a
    task seen to.
    """
    require_may(by, Act.RECORD_CLIENT_ANSWER)
    ticket = Ticket.objects.locked(judgement.ticket_id)
    judgement = _locked(judgement.pk)
    if judgement.judged_at is not None:
        if judgement.judged_by_id != by.pk or judgement.verdict != verdict:
            whom = f"{judgement.judged_by} judged it" if judgement.judged_by else "It was settled"
            raise Refused(f"{whom} already: {judgement.get_verdict_display().lower()}.", code="judged")
        return judgement
    if verdict not in MAY_BE_SAID[JudgementKind(judgement.kind)]:
        raise Refused("That can't be said of it.", code="no_such_verdict", field="verdict")
    if judgement.kind == JudgementKind.APPROVAL_REPLY:
        assert judgement.approval is not None
        record_client_answer(
            judgement.approval, answer=verdict, words=words, message=judgement.message, by=by
        )
    elif judgement.kind == JudgementKind.RESOLVED_REPLY:
        _judge_resolved(ticket, judgement, verdict=verdict, words=words.strip(), by=by)
    else:
        _see_to(ticket, judgement, words=words, by=by)
    return _locked(judgement.pk)


def _locked(key: int) -> Judgement:
    rows = Judgement.objects.select_for_update(of=("self",)).select_related(
        "message__author", "judged_by", "approval"
    )
    return rows.get(pk=key)


def _judge_resolved(ticket: Ticket, judgement: Judgement, *, verdict: str, words: str, by: Person) -> None:
    message, at, follow_up = judgement.message, clock.now(), None
    assert message is not None
    if verdict == JudgementVerdict.REOPENED and not ticket.is_open:
        days = terms_for(ticket.organisation, at=at).document.reopen_days
        if not may_reopen(ticket, at=message.at, days=days):
            verdict = JudgementVerdict.FOLLOW_UP
    if verdict == JudgementVerdict.FOLLOW_UP:
        follow_up = _open_follow_up(ticket, message, by=by)
    settle(judgement, verdict=verdict, words=words, by=by, at=at, follow_up=follow_up)
    if verdict == JudgementVerdict.REOPENED and not ticket.is_open:
        reopen_ticket(ticket, reached_at=message.at, days=days, by=by)


def _open_follow_up(ticket: Ticket, message: Message, *, by: Person) -> Ticket:
    """A ticket of its own for the reply, from its arrival, linked to the one it follows."""
    said = Said(
        text=message.text,
        author=message.author,
        author_label=message.author_label,
        html=message.html,
        quoted=message.quoted,
        raw_mail=message.raw_mail,
        attached=[
            Attached(
                file=each.file, filename=each.filename, is_inline=each.is_inline, content_id=each.content_id
            )
            for each in message.attachments.select_related("file")
        ],
    )
    opening = Opening(
        requester=message.author or ticket.requester,
        subject=ticket.subject,
        said=said,
        channel=message.channel,
        organisation=ticket.organisation,
        product=ticket.product,
        scenario=ticket.scenario,
        kind=ticket.kind,
        follows=ticket,
        reached_at=message.at,
    )
    new = open_ticket(opening, by=by.actor)
    link_tickets(new, other=ticket, kind=LinkKind.FOLLOW_UP, at=clock.now(), by=by.actor)
    return new


def _see_to(ticket: Ticket, judgement: Judgement, *, words: str, by: Person) -> None:
    """A silence was broken by a call, or the question brought to the client another way: counted anew from
    now.
    """
    words = require_words(words, of="What was done", field="words")
    at = clock.now()
    settle(judgement, verdict=JudgementVerdict.DONE, words=words, by=by, at=at)
    awaited = locked_approval(judgement.approval_id) if judgement.approval_id else open_question(ticket.pk)
    if awaited and awaited.ended_at is None and judgement.kind == JudgementKind.SILENCE:
        silence.count_anew(ticket, awaited, heard_at=at, at=at)
