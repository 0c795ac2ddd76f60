"""Where a ticket stands, and what may be done there by whoever looks at it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TypeVar

from django.db.models import Model, QuerySet

from holdfast.kernel.models import TrailEntry
from holdfast.kernel.prepared import Prepared
from holdfast.look.shapes import Step
from holdfast.look.times import due_in_words, short_time
from holdfast.people.acts import Act, may
from holdfast.people.models import Person
from holdfast.procedure.models import Approval, Fix, HandOver, Judgement, Watching
from holdfast.procedure.queries import replies_to_judge
from holdfast.procedure.rules import may_end_watching
from holdfast.tickets.models import Stage, Ticket

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Deed:
    """One thing that may be done now: its words, its form; `why_not` where it stands there but can't be done."""

    label: str
    noun: str
    icon: str = ""
    is_first: bool = False
    """The one thing that this stage waits for."""
    is_danger: bool = False
    key: str = ""
    why_not: str = ""
    is_plain: bool = False
    """Done by a button at once; everything else opens a form."""


@dataclass(frozen=True)
class Course:
    """The newest of each step in the present cycle; only what the trail says has happened is read."""

    hand_over: HandOver | None = None
    fix: Fix | None = None
    approval: Approval | None = None
    judgements: Sequence[Judgement] = ()
    watching: Watching | None = None
    """Of the newest fix, while it goes on: one that came back is watched no longer."""


_MAKES_TASKS = {"ReplyToJudge", "ApprovalSilent", "ApprovalUnreached", "QuestionSilent", "QuestionUnreached"}


def course(ticket: Ticket, trail: Iterable[TrailEntry]) -> Course:
    """How the ticket's present cycle went so far, without a query for what it has not come to."""
    happened = {entry.fact for entry in trail}
    here = (ticket.pk, ticket.cycle)
    handed = fix = approval = None
    judgements: Sequence[Judgement] = ()
    if ticket.stage == Stage.ENGINEERING and "HandedOver" in happened:
        handed = _hand_over.one(*here)
    if ticket.stage == Stage.CLIENT_APPROVAL and "ApprovalAsked" in happened:
        approval = _approval.one(*here)
        fix = approval.fix if approval else None
    elif ticket.stage >= Stage.QA and "FixRecorded" in happened:
        fix = _fix.one(*here)
    if happened & _MAKES_TASKS:
        judgements = list(replies_to_judge().filter(ticket=ticket))
    watching: Watching | None = getattr(fix, "watching", None)
    is_over = watching is None or watching.ended_at is not None
    return Course(handed, fix, approval, judgements, None if is_over else watching)


def _newest(rows: QuerySet[M]) -> Prepared[M]:
    """The newest of such rows of a ticket's cycle."""
    return Prepared(lambda ticket, nth: rows.filter(ticket=ticket, cycle=nth).order_by("-pk")[:1], int, int)


_hand_over = _newest(HandOver.objects.all())
_approval = _newest(Approval.objects.select_related("fix__by", "fix__watching__person"))
_fix = _newest(Fix.objects.select_related("by", "watching__person"))


def steps(ticket: Ticket, trail: Iterable[TrailEntry], *, now: datetime, zone: tzinfo) -> list[Step]:
    """The seven stages with when each was reached, and how often."""
    reached: dict[int, list[datetime]] = {}
    for entry in trail:
        if entry.fact == "StageMoved":
            reached.setdefault(entry.said["stage"], []).append(entry.at)
    return [
        _step(Stage(stage), reached.get(stage, []), ticket, now=now, zone=zone) for stage in list(Stage)[1:]
    ]


def _step(stage: Stage, reached: Sequence[datetime], ticket: Ticket, *, now: datetime, zone: tzinfo) -> Step:
    is_done = ticket.stage > stage or ticket.stage == stage == Stage.RESOLVED
    is_current = ticket.stage == stage and not is_done
    label = stage.label + (f" ×{len(reached)}" if len(reached) > 1 else "")
    when = ""
    if reached and is_done:
        when = short_time(reached[-1], now=now, zone=zone)
    elif reached and is_current:
        when = f"since {due_in_words(reached[-1], now=now, zone=zone)}"
    return Step(label, when, is_done, is_current)


def deeds(ticket: Ticket, so_far: Course, person: Person) -> list[Deed]:
    """What this stage waits for, and what else may be done at it, by this person."""
    if ticket.merged_into_id is not None:
        return []
    if ticket.is_machine:
        return _of_machine_mail(ticket, person)
    found = [_judging(each) for each in so_far.judgements if may(person, Act.RECORD_CLIENT_ANSWER)]
    if ticket.is_open:
        found += _AT[Stage(ticket.stage)](ticket, so_far, person)
    watching = so_far.watching
    if watching is not None and may_end_watching(person, watched_by=watching.person_id):
        found.append(Deed("Say how the watching went", f"watchings/{watching.pk}", "eye"))
    return found


def _of_machine_mail(ticket: Ticket, person: Person) -> list[Deed]:
    """Whose words are they? Until a person says so nothing else is done on it."""
    why_not = (
        "" if may(person, Act.JUDGE_MACHINE_MAIL) else "An agent or lead says whether a person wrote it."
    )
    found = [Deed("A person wrote this", "writer", "user-round", not why_not, key="s", why_not=why_not)]
    if ticket.is_open:
        found.append(Deed("Needs no answer", "no-answer", "archive", why_not=why_not))
    return found


def _judging(judgement: Judgement) -> Deed:
    words = "Say what the reply means" if judgement.message_id else "See to it: no answer yet"
    return Deed(words, f"judgements/{judgement.pk}", "mail-question-mark", is_first=True)


def _at_tier_1(ticket: Ticket, so_far: Course, person: Person) -> list[Deed]:
    found = []
    if ticket.is_provisional and may(person, Act.CONFIRM_PRIORITY):
        found.append(Deed("Confirm the priority", "priority", "flag", is_first=True, key="p"))
    elif ticket.is_provisional:
        found.append(
            Deed("Confirm the priority", "priority", "flag", why_not="An agent or lead confirms it.")
        )
    why_not = "Confirm the priority first." if ticket.is_provisional else ""
    if may(person, Act.HAND_OVER):
        found.append(
            Deed("Hand over to engineering", "hand-over", "git-branch", not why_not, key="s", why_not=why_not)
        )
    if may(person, Act.SOLVE_AT_TIER_1):
        found.append(Deed("Solve it here", "solution", "check", why_not=why_not))
    return found


def _at_engineering(ticket: Ticket, so_far: Course, person: Person) -> list[Deed]:
    why_not = "" if may(person, Act.RECORD_FIX) else "A lead records the fix."
    found = []
    if so_far.hand_over and so_far.hand_over.taken_at is None and not why_not:
        found.append(Deed("Take it over", "taking", "user-plus", is_first=True, is_plain=True, key="s"))
    is_next = not found and not why_not
    key = "s" if is_next else ""
    found.append(Deed("Record the fix", "fix", "wrench", is_first=is_next, key=key, why_not=why_not))
    return found


def _at_qa(ticket: Ticket, so_far: Course, person: Person) -> list[Deed]:
    why_not = "" if may(person, Act.GIVE_QA_VERDICT) else "Somebody in QA gives the verdict."
    if not why_not and so_far.fix and so_far.fix.by_id == person.pk:
        why_not = "You made this fix. Somebody else in QA gives the verdict."
    return [
        Deed("QA approves", "verdict/approved", "check", is_first=not why_not, key="s", why_not=why_not),
        Deed("Send back", "verdict/rejected", "undo-2", is_danger=True, why_not=why_not),
    ]


def _at_approval(ticket: Ticket, so_far: Course, person: Person) -> list[Deed]:
    if so_far.approval is None or so_far.approval.ended_at is not None:
        return []
    why_not = "" if may(person, Act.RECORD_CLIENT_ANSWER) else "An agent or lead records the answer."
    return [
        Deed(
            "Record the client’s answer", "approval", "phone", not so_far.judgements, key="s", why_not=why_not
        ),
        Deed("Ask again", "question", "send", is_plain=True, why_not=why_not),
    ]


def _when_resolved(ticket: Ticket, so_far: Course, person: Person) -> list[Deed]:
    return []


_AT = {
    Stage.NEW: _at_tier_1,
    Stage.ACKNOWLEDGED: _at_tier_1,
    Stage.PRIORITISED: _at_tier_1,
    Stage.TIER_1: _at_tier_1,
    Stage.ENGINEERING: _at_engineering,
    Stage.QA: _at_qa,
    Stage.CLIENT_APPROVAL: _at_approval,
    Stage.RESOLVED: _when_resolved,
}
