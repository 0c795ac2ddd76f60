"""Put before an agent what only a person can judge, and note how it was settled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.people.models import Person
from holdfast.procedure.facts import ReplyJudged, ReplyToJudge
from holdfast.procedure.models import Approval, Judgement, JudgementKind, JudgementVerdict, Question
from holdfast.tickets.models import Message, Ticket


def put_reply(
    ticket: Ticket, message: Message, *, kind: str, approval: Approval | None, at: datetime, by: Actor
) -> Judgement:
    """Put a reply on a locked ticket before an agent; the same reply is put once."""
    judgement, is_new = Judgement.objects.get_or_create(
        message=message, defaults={"ticket": ticket, "kind": kind, "approval": approval, "asked_at": at}
    )
    if is_new:
        record(
            ReplyToJudge(ticket=ticket.pk, judgement=judgement.pk, kind=kind, message=message.pk),
            by=by,
            at=at,
        )
    return judgement


def put_task(awaited: Approval | Question, *, kind: JudgementKind, at: datetime) -> Judgement | None:
    """Put a silence, or what reached nobody, before an agent; None when it stands there."""
    judgement, is_new = awaited.judgements.get_or_create(
        kind=kind, judged_at=None, defaults={"ticket_id": awaited.ticket_id, "asked_at": at}
    )
    return judgement if is_new else None


def has_open_reply(approval: Approval) -> bool:
    """Whether a reply of the client waits to be judged; as long as one does, nothing is silence."""
    return approval.judgements.filter(kind=JudgementKind.APPROVAL_REPLY, judged_at=None).exists()


def settle(
    judgement: Judgement,
    *,
    verdict: str,
    words: str = "",
    by: Person,
    at: datetime,
    follow_up: Ticket | None = None,
) -> Judgement:
    """Note what a person said it means."""
    judgement.judged_at, judgement.judged_by = at, by
    judgement.verdict, judgement.words, judgement.follow_up = verdict, words, follow_up
    judgement.save(update_fields=["judged_at", "judged_by", "verdict", "words", "follow_up"])
    record(
        ReplyJudged(
            ticket=judgement.ticket_id,
            judgement=judgement.pk,
            kind=judgement.kind,
            message=judgement.message_id,
            verdict=verdict,
            words=words,
            follow_up=follow_up.pk if follow_up else None,
        ),
        by=by.actor,
        at=at,
    )
    return judgement


def settle_message(message: Message, *, verdict: str, words: str, by: Person, at: datetime) -> None:
    """Note what a person said this reply means, if it was put before them."""
    judgement = Judgement.objects.filter(message=message, judged_at=None).first()
    if judgement is not None:
        settle(judgement, verdict=verdict, words=words, by=by, at=at)


def settle_open(
    awaited: Approval | Question,
    *,
    at: datetime,
    kinds: Sequence[str] = JudgementKind.values,
    by: Person | None = None,
) -> None:
    """Close what is open about an approval or a question, for something else has settled it."""
    awaited.judgements.filter(judged_at=None, kind__in=kinds).update(
        judged_at=at, judged_by=by, verdict=JudgementVerdict.OVERTAKEN
    )


def settle_unreached(tickets: Collection[int], *, at: datetime) -> None:
    """Close what is open about questions that reached nobody: the client was asked again, or has spoken."""
    Judgement.objects.filter(
        ticket__in=tickets, question__isnull=False, kind=JudgementKind.UNREACHED, judged_at=None
    ).update(judged_at=at, verdict=JudgementVerdict.OVERTAKEN)


def settle_resolved_replies(ticket: int, *, at: datetime) -> None:
    """Close the replies to a resolved ticket that wait, for it is open again."""
    Judgement.objects.filter(ticket=ticket, kind=JudgementKind.RESOLVED_REPLY, judged_at=None).update(
        judged_at=at, verdict=JudgementVerdict.OVERTAKEN
    )
