"""May this step of the procedure happen? Pure: no database, no clock.

Who may approve for the client is `may_answer_for_client`, at the end of the first part.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from holdfast.kernel.refusal import Forbidden, Missing, Refused
from holdfast.people.acts import Act, may
from holdfast.people.models import Person, Role
from holdfast.procedure.models import Via
from holdfast.tickets.models import Stage, Ticket

# Who


def require_lead(person: Person, *, field: str) -> None:
    """Only a senior developer or lead takes a ticket over from tier 1 (C2)."""
    if not (person.is_active and person.has_role(Role.LEAD)):
        raise Refused(
            f"{person} is no lead. Choose a senior developer or lead.", code="not_a_lead", field=field
        )


def require_another_pair_of_eyes(*, fixed_by: int, by: Person) -> None:
    """QA is never whoever made the fix (C4), whatever roles they hold."""
    if by.pk == fixed_by:
        raise Forbidden("You made this fix. Somebody else in QA gives the verdict.", code="own_fix")


def may_answer_for_client(
    person: Person, *, approvers: Collection[int], requester: int | None, via: str
) -> bool:
    """Who may approve or refuse: the client approvers of the organisation; without one, the requester.

    `approvers` are the keys of those who may now, by `approvers.client_approvers`. Whoever was reached by the
    link mailed to them also counts as the requester whom we asked, when an approver was named only later; None
    when they are of the client no more.
    """
    if not person.is_active:
        return False
    return person.pk in approvers or (via == Via.LINK and person.pk == requester)


def require_client_approver(
    person: Person, *, approvers: Collection[int], requester: int | None, via: str
) -> None:
    if not may_answer_for_client(person, approvers=approvers, requester=requester, via=via):
        raise Forbidden(f"{person} can't approve or refuse for this client.", code="not_an_approver")


def may_end_watching(person: Person, *, watched_by: int) -> bool:
    """Whoever watches says how it went, or a lead for them."""
    return person.is_active and person.is_vendor and (person.pk == watched_by or may(person, Act.RECORD_FIX))


# When


def require_before_engineering(ticket: Ticket) -> None:
    """Tier 1 works with a confirmed priority, and only until engineering has it."""
    if ticket.is_provisional:
        raise Refused(f"Confirm the priority of #{ticket.pk} first.", code="priority_first", field="priority")
    if ticket.stage >= Stage.ENGINEERING:
        raise Refused(f"#{ticket.pk} is past tier 1: {Stage(ticket.stage).label}.", code="wrong_stage")


def require_stage(ticket: Ticket, stage: Stage) -> None:
    if ticket.stage != stage:
        raise Refused(
            f"#{ticket.pk} stands at {Stage(ticket.stage).label}, not at {stage.label}.", code="wrong_stage"
        )


def stage_after_tier_1(priority: int, *, without_qa: Collection[int]) -> Stage:
    """Its own solution skips QA where the policy says so for this priority; never the client's approval."""
    return Stage.CLIENT_APPROVAL if priority in without_qa else Stage.QA


def stage_to_return_to(*, by_tier_1: bool) -> Stage:
    """A fix that was refused goes back to those who made it."""
    return Stage.TIER_1 if by_tier_1 else Stage.ENGINEERING


# What must be said


def require_reason(reason: str, *, is_approved: bool) -> str:
    """A rejection has its reason (C4); an approval needs none."""
    reason = reason.strip()
    if not is_approved and not reason:
        raise Refused("Say why it is rejected.", code="reason_missing", field="reason")
    return reason


def require_what_is_seen(words: str, *, is_approved: bool) -> str:
    """'Not fixed' says what the client still sees (C5)."""
    words = words.strip()
    if not is_approved and not words:
        raise Refused("Say what you still see.", code="words_missing", field="words")
    return words


@dataclass(frozen=True, kw_only=True)
class Watch:
    """Who watches that the fix holds, what they look at, and until when (aware)."""

    what: str
    person: Person | None
    until: datetime | None


def require_whole_fix(said: Mapping[str, str], watching: Watch, *, at: datetime) -> None:
    """All four of C3 at once: solution and cause, prevention, client and colleagues told, watching.

    `said` holds the texts by field. Everything that is missing is named, so that nobody is asked twice.
    """
    missing = {field: want for field, want in _WANTED.items() if not said.get(field, "").strip()}
    if not watching.what.strip():
        missing["watching_what"] = "Say what is watched."
    if watching.person is None:
        missing["watching_person"] = "Say who watches that the fix holds."
    elif not (watching.person.is_active and watching.person.is_vendor):
        missing["watching_person"] = f"{watching.person} does not work here."
    if watching.until is None:
        missing["watching_until"] = "Say until when it is watched."
    elif watching.until <= at:
        missing["watching_until"] = "Choose a time that is still to come."
    if missing:
        raise Missing("The fix is not recorded yet: " + " ".join(missing.values()), fields=missing)


_WANTED = {
    "cause": "Give the cause.",
    "solution": "Give the solution.",
    "prevention": "Say what keeps it from coming back.",
    "tell_client": "Write what the client is told.",
    "tell_colleagues": "Write what your colleagues are told.",
}


def require_own_solution(said: Mapping[str, str]) -> None:
    """Tier 1's own solution has its cause, the solution, and the words to the client."""
    missing = {
        field: _WANTED[field] for field in ("cause", "solution", "tell_client") if not said[field].strip()
    }
    if missing:
        raise Missing("The solution is not recorded yet: " + " ".join(missing.values()), fields=missing)


# Silence


@dataclass(frozen=True)
class Step:
    """One step against silence: `remind` (with its number), `call`, or `approve`; due at that instant."""

    kind: str
    due_at: datetime
    number: int = 0


def steps_left(
    *,
    reminders: Sequence[datetime],
    call: datetime | None,
    approve: datetime | None,
    reminded: int,
    is_called_for: bool,
) -> list[Step]:
    """What is still to be done about a client who does not answer, in the order of its time."""
    left = [
        Step("remind", due, number) for number, due in enumerate(sorted(reminders), 1) if number > reminded
    ]
    if call is not None and not is_called_for:
        left.append(Step("call", call))
    if approve is not None:
        left.append(Step("approve", approve))
    return sorted(left, key=lambda step: (step.due_at, step.kind))


def step_due(left: Sequence[Step], *, at: datetime) -> Step | None:
    """The newest step whose time has come; those that it overtakes are stale and left out (T76).

    Approval by silence ends it all, so nothing overtakes it.
    """
    due = [step for step in left if step.due_at <= at]
    ends = [step for step in due if step.kind == "approve"]
    newest = ends or due
    return newest[-1] if newest else None
