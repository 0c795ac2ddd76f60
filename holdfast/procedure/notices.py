"""Who is told of the steps of the procedure, in what words (`templates/notices/`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from holdfast.notices.actions.writing import write_notice, write_notices
from holdfast.notices.letters import Letter, Reader
from holdfast.notices.models import Lane
from holdfast.people.models import Person
from holdfast.procedure.approvers import client_approvers
from holdfast.procedure.links import approval_link
from holdfast.procedure.models import Approval, Explanation, HandOver, Question, Verdict, Watching
from holdfast.tickets.addresses import desk_url
from holdfast.tickets.holders import holders_of
from holdfast.tickets.models import Ticket
from holdfast.tickets.notices import client_readers, thread_root, ticket_values
from holdfast.tickets.references import mail_subject, reply_token

# To the client


def ask_approvers(approval: Approval, approvers: Sequence[Person], *, at: datetime) -> None:
    """Each approver gets a mail with a link of their own; how often it was asked is part of its name."""
    name = f"approval-{approval.pk}-{approval.times_asked}"
    _write_to_approvers(approval, approvers, kind="approval_asked", name=name, said={}, at=at)


def remind_approvers(approval: Approval, approvers: Sequence[Person], *, number: int, at: datetime) -> None:
    name = f"approval-{approval.pk}-{at:%Y%m%d%H%M%S}-reminder"
    said = {"reminder": number, "asked_at": approval.asked_at}
    _write_to_approvers(approval, approvers, kind="approval_reminder", name=name, said=said, at=at)


def remind_of_question(question: Question, *, number: int, at: datetime) -> None:
    """Whoever was asked reads the question once more."""
    said = {"reminder": number, **_question_values(question)}
    event = f"question-{question.pk}-{at:%Y%m%d%H%M%S}-reminder"
    _write_to_client(question.ticket, kind="question_reminder", event=event, said=said, at=at)


def send_explanation(explanation: Explanation, *, at: datetime) -> None:
    """The requester, whoever takes part and the approvers get cause and fix (C6)."""
    ticket = explanation.ticket
    approval = ticket.approvals.filter(cycle=explanation.cycle).select_related("by").order_by("-id").first()
    _write(
        ticket,
        kind="explanation",
        event=f"explanation-{explanation.pk}-{explanation.cycle}",
        readers=_merged(client_readers(ticket), _readers(ticket, client_approvers(ticket))),
        said={
            "cause": explanation.cause,
            "fix": explanation.fix,
            "approved_by": str(approval.by) if approval and approval.by else "",
        },
        at=at,
    )


def tell_client_of_hand_over(row: HandOver, *, at: datetime) -> None:
    """The client learns who has it now, where tier 1 did not say so in words of their own."""
    said = {"to": str(row.to), "title": row.to.title}
    _write_to_client(row.ticket, kind="handed_over", event=f"handed-over-{row.pk}", said=said, at=at)


def tell_client_of_rejection(verdict: Verdict, *, at: datetime) -> None:
    """The client learns that our own check sent the fix back; the reason stays inside."""
    _write_to_client(verdict.fix.ticket, kind="sent_back", event=f"sent-back-{verdict.pk}", said={}, at=at)


# To our own people


def tell_lead(row: HandOver, *, at: datetime) -> None:
    """The lead is told at once (C2)."""
    _write_to_staff(
        row.ticket,
        [row.to],
        kind="hand_over",
        event=f"hand-over-{row.pk}",
        said={"by": str(row.by), "remark": row.words},
        lane=Lane.PAGING,
        at=at,
    )


def tell_fixer_of_rejection(verdict: Verdict, *, at: datetime) -> None:
    ticket = verdict.fix.ticket
    said = {"by": str(verdict.by), "remark": verdict.reason}
    people = _else_holders(ticket, verdict.fix.by)
    _write_to_staff(ticket, people, kind="fix_rejected", event=f"verdict-{verdict.pk}", said=said, at=at)


def tell_fixer_not_fixed(approval: Approval, *, at: datetime) -> None:
    said = {"by": str(approval.by), "remark": approval.words}
    event = f"not-fixed-{approval.pk}"
    people = _else_holders(approval.ticket, approval.fix.by)
    _write_to_staff(approval.ticket, people, kind="not_fixed", event=event, said=said, at=at)


def tell_holder_silent(approval: Approval, *, at: datetime) -> None:
    event = f"silent-{approval.pk}-{at:%Y%m%d%H%M%S}"
    said = {
        "asked_at": approval.asked_at,
        "approvers": ", ".join(map(str, client_approvers(approval.ticket))),
    }
    _write_to_staff(
        approval.ticket,
        _holders(approval.ticket, approval.fix.by),
        kind="client_silent",
        event=event,
        said=said,
        at=at,
    )


def tell_holder_question_silent(question: Question, *, at: datetime) -> None:
    ticket, author = question.ticket, question.message.author
    event = f"question-{question.pk}-{at:%Y%m%d%H%M%S}-silent"
    people = ", ".join(str(reader.person) for reader in client_readers(ticket))
    said = {"people": people, **_question_values(question)}
    _write_to_staff(ticket, _holders(ticket, author), kind="question_silent", event=event, said=said, at=at)


def tell_holder_unreached(approval: Approval, *, at: datetime) -> None:
    event = f"unreached-{approval.pk}-{approval.times_asked}"
    said = {"approvers": ", ".join(map(str, client_approvers(approval.ticket)))}
    _write_to_staff(
        approval.ticket,
        _holders(approval.ticket, approval.fix.by),
        kind="client_unreached",
        event=event,
        said=said,
        at=at,
    )


def ask_watcher(watching: Watching, *, at: datetime) -> None:
    said = {"what": watching.what, "until_at": watching.until}
    event = f"watching-{watching.pk}"
    people = _else_holders(watching.ticket, watching.person)
    _write_to_staff(watching.ticket, people, kind="watching_due", event=event, said=said, at=at)


def _else_holders(ticket: Ticket, person: Person) -> list[Person]:
    """This person, or once they work here no more, whoever the ticket is with now."""
    return [person] if person.is_active and person.is_vendor else holders_of(ticket)


def _holders(ticket: Ticket, worker: Person | None) -> list[Person]:
    """Whoever holds the ticket, else whoever worked on it last, else its team or who stands in."""
    held = [each for each in (ticket.assignee, worker) if each is not None and each.is_active]
    return held[:1] or holders_of(ticket)


def _question_values(question: Question) -> dict[str, Any]:
    message = question.message
    return {"asked_at": message.at, "author": message.author_label, "text": message.text}


def _write_to_approvers(
    approval: Approval,
    approvers: Iterable[Person],
    *,
    kind: str,
    name: str,
    said: dict[str, Any],
    at: datetime,
) -> None:
    ticket, fix = approval.ticket, approval.fix
    values = {
        **ticket_values(ticket),
        "cause": fix.cause,
        "fix": fix.solution,
        "is_checked": hasattr(fix, "verdict"),
        **said,
    }
    write_notices(
        [
            Letter(
                event=f"{name}-{reader.person.pk}",
                kind=kind,
                about=f"ticket-{ticket.pk}",
                readers=[reader],
                subject=mail_subject(ticket),
                said={**values, "approval_link": approval_link(approval.pk, reader.person.pk)},
                thread_root=thread_root(ticket),
            )
            for reader in _readers(ticket, approvers)
        ],
        at=at,
    )


def _write_to_client(ticket: Ticket, *, kind: str, event: str, said: dict[str, Any], at: datetime) -> None:
    if not ticket.is_machine:
        _write(ticket, kind=kind, event=event, readers=client_readers(ticket), said=said, at=at)


def _write_to_staff(
    ticket: Ticket,
    people: Iterable[Person],
    *,
    kind: str,
    event: str,
    said: dict[str, Any],
    lane: Lane = Lane.UPDATE,
    at: datetime,
) -> None:
    readers = [Reader(person=person, to_client=False) for person in people]
    _write(
        ticket,
        kind=kind,
        event=event,
        readers=readers,
        said={**said, "desk_url": desk_url(ticket)},
        lane=lane,
        at=at,
    )


def _write(
    ticket: Ticket,
    *,
    kind: str,
    event: str,
    readers: Sequence[Reader],
    said: dict[str, Any],
    lane: Lane = Lane.UPDATE,
    at: datetime,
) -> None:
    write_notice(
        event=event,
        kind=kind,
        about=f"ticket-{ticket.pk}",
        readers=readers,
        subject=mail_subject(ticket),
        said={**ticket_values(ticket), **said},
        lane=lane,
        thread_root=thread_root(ticket),
        at=at,
    )


def _readers(ticket: Ticket, people: Iterable[Person]) -> list[Reader]:
    return [
        Reader(person=person, to_client=True, reply_token=reply_token(ticket.pk, person.pk))
        for person in people
    ]


def _merged(readers: Iterable[Reader], others: Iterable[Reader]) -> list[Reader]:
    """All of them, nobody twice."""
    return list({reader.person.pk: reader for reader in (*readers, *others)}.values())
