"""A maintenance is planned, announced, moved and cancelled; clients found later are added (E6)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from holdfast.incidents import maintenance_rules as rules
from holdfast.incidents.actions.announcing import announce
from holdfast.incidents.actions.asking import (
    Shortening,
    ask,
    is_less_than_owed,
    lacks_approval,
    overtake_question,
    waiting_question,
)
from holdfast.incidents.actions.confirming import Hit, require_title
from holdfast.incidents.actions.drafting import drop_drafts
from holdfast.incidents.maintenance_facts import (
    ClientReached,
    MaintenanceCancelled,
    MaintenanceMoved,
    MaintenancePlanned,
)
from holdfast.incidents.maintenance_notices import reached_by
from holdfast.incidents.models import (
    Announcement,
    AnnouncementKind,
    Maintenance,
    MaintenanceKind,
    MaintenanceState,
    Reached,
    Work,
)
from holdfast.incidents.scope import clients_hit
from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import Happening, record, record_all
from holdfast.kernel.refusal import Refused
from holdfast.kernel.rows import insert
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is planned, as the planner fills it in."""

    title: str
    text: str
    hits: Sequence[Hit]
    start_at: datetime
    end_at: datetime
    kind: MaintenanceKind = MaintenanceKind.SCHEDULED
    remind_minutes: int = 60


@transaction.atomic
def plan_maintenance(plan: Plan, *, shortening: Shortening | None = None, by: Person) -> Maintenance:
    """Keep a plan: from now on each client whom it reaches is owed notice, and nobody outside is told yet.

    Refused: `forbidden`, `nothing_hit`, `in_the_past`, `wrong_time`; `no_reason`, `no_approver` and `own_plan` of a
    short one, of which a manager is asked.
    """
    require_may(by, Act.PLAN_MAINTENANCE)
    at = clock.now()
    title = require_title(plan.title)
    text = rules.require_words(plan.text, missing="Say what is done, and what clients notice.", field="text")
    if not plan.hits:
        raise Refused("Say which component it takes away.", code="nothing_hit", field="components")
    is_emergency = plan.kind == MaintenanceKind.EMERGENCY
    rules.require_window(plan.start_at, plan.end_at, now=at, is_emergency=is_emergency)
    maintenance = Maintenance(
        title=title,
        text=text,
        kind=plan.kind,
        start_at=plan.start_at,
        end_at=plan.end_at,
        remind_minutes=plan.remind_minutes,
        planned_at=at,
        planned_by=by,
        changed_at=at,
    )
    if is_emergency:
        why = (shortening or Shortening()).why
        maintenance.why_short = rules.require_words(why, missing="Say why it can't wait.", field="why_short")
    maintenance.save()
    insert([_work(maintenance, hit) for hit in plan.hits])
    record(
        MaintenancePlanned(maintenance=maintenance.pk, kind=plan.kind, **_window(maintenance)),
        by=by.actor,
        at=at,
        row=maintenance,
    )
    reach_more(maintenance, at=at, by=by.actor)
    _ask_where_short(maintenance, shortening, planners=[by.pk], at=at, by=by)
    return maintenance


@transaction.atomic
def announce_maintenance(maintenance: Maintenance, *, by: Person) -> Announcement:
    """Tell each client whom it reaches: its notice is kept once its channel takes the word in time (E6).

    Refused: `forbidden`, `wrong_stage`, `announced`, `in_the_past`; `not_approved` where it is short by now.
    """
    require_may(by, Act.PLAN_MAINTENANCE)
    maintenance = Maintenance.objects.locked(maintenance.pk)
    rules.require_stage(maintenance, MaintenanceState.SCHEDULED, to="announced")
    if maintenance.announced_at is not None:
        raise Refused("It is announced; move it, or write an update.", code="announced")
    at = clock.now()
    rules.require_window(
        maintenance.start_at, maintenance.end_at, now=at, is_emergency=maintenance.is_emergency
    )
    _require_notice(maintenance, at=at)
    return tell_of_plan(maintenance, at=at, by=by)


def tell_of_plan(maintenance: Maintenance, *, at: datetime, by: Person) -> Announcement:
    """A locked draft becomes public, in the words that stand."""
    reach_more(maintenance, at=at, by=by.actor)
    maintenance.announced_at = at
    _leave_out_late_reminder(maintenance, at=at)
    maintenance.save()
    return announce(maintenance, AnnouncementKind.NOTICE, _words(maintenance), at=at, by=by)


@transaction.atomic
def move_maintenance(
    maintenance: Maintenance,
    *,
    start_at: datetime,
    end_at: datetime,
    reason: str,
    shortening: Shortening | None = None,
    by: Person,
) -> Maintenance:
    """Another window, earlier or later: whoever was told is told, and outside the former window notice is owed anew.

    What is announced and would have less notice than is owed keeps its window until a manager approves the new one.
    Refused: `forbidden`, `wrong_stage`, `same_window`, `no_words`, and all that planning refuses of a window.
    """
    require_may(by, Act.PLAN_MAINTENANCE)
    maintenance = Maintenance.objects.locked(maintenance.pk)
    rules.require_stage(maintenance, MaintenanceState.SCHEDULED, to="moved")
    at = clock.now()
    rules.require_window(start_at, end_at, now=at, is_emergency=maintenance.is_emergency)
    if (start_at, end_at) == (maintenance.start_at, maintenance.end_at):
        raise Refused("That is the window that it has.", code="same_window", field="start_at")
    if maintenance.announced_at is not None:
        reason = rules.require_words(reason, missing="Say why it moves: clients read it.", field="reason")
    planners = [maintenance.planned_by_id, by.pk]
    drop_drafts(maintenance, AnnouncementKind.MOVED)
    if maintenance.announced_at is not None and _is_short_move(maintenance, start_at, end_at, at=at):
        window = start_at, end_at
        ask(maintenance, shortening, window=window, reason=reason, planners=planners, at=at, by=by)
        return maintenance
    is_outside = set_window(maintenance, start_at, end_at, at=at, by=by)
    if maintenance.announced_at is not None or is_outside:
        overtake_question(maintenance, at=at)
    else:
        maintenance.short_notices.filter(decided_at=None).update(start_at=start_at, end_at=end_at)
    if maintenance.announced_at is not None:
        tell_of_move(maintenance, reason, is_outside=is_outside, at=at, by=by)
    elif is_outside:
        _ask_where_short(maintenance, shortening, planners=planners, at=at, by=by)
    return maintenance


def set_window(
    maintenance: Maintenance, start_at: datetime, end_at: datetime, *, at: datetime, by: Person
) -> bool:
    """Give a locked maintenance another window; returns whether it lies outside the one before, and is a new round."""
    formerly = maintenance.start_at, maintenance.end_at
    is_outside = _is_outside(maintenance, start_at, end_at)
    maintenance.start_at, maintenance.end_at, maintenance.changed_at = start_at, end_at, at
    if is_outside:
        maintenance.round += 1
        if not maintenance.is_emergency:
            maintenance.why_short, maintenance.approved_by = "", None
    maintenance.save()
    record(
        MaintenanceMoved(
            maintenance=maintenance.pk,
            formerly_start_at=formerly[0].isoformat(),
            formerly_end_at=formerly[1].isoformat(),
            is_outside=is_outside,
            **_window(maintenance),
        ),
        by=by.actor,
        at=at,
        row=maintenance,
    )
    reach_more(maintenance, at=at, by=by.actor)
    return is_outside


def tell_of_move(
    maintenance: Maintenance, reason: str, *, is_outside: bool, at: datetime, by: Person
) -> None:
    """Whoever was told of the window before is told of this one."""
    maintenance.sequence += 1
    _leave_out_late_reminder(maintenance, at=at)
    said = _words(maintenance) if is_outside else {"text": maintenance.text}
    announce(maintenance, AnnouncementKind.MOVED, said | {"reason": reason}, at=at, by=by)


def _is_outside(maintenance: Maintenance, start_at: datetime, end_at: datetime) -> bool:
    return start_at < maintenance.start_at or end_at > maintenance.end_at


def _is_short_move(maintenance: Maintenance, start_at: datetime, end_at: datetime, *, at: datetime) -> bool:
    """Whether that window is a new notice, and leaves less of it than is owed."""
    if maintenance.is_emergency or not _is_outside(maintenance, start_at, end_at):
        return False
    return is_less_than_owed(maintenance, start_at, at=at)


@transaction.atomic
def cancel_maintenance(maintenance: Maintenance, *, reason: str, by: Person) -> Maintenance:
    """It does not take place; whoever was told of it is told so. A draft goes without a word."""
    require_may(by, Act.PLAN_MAINTENANCE)
    maintenance = Maintenance.objects.locked(maintenance.pk)
    if maintenance.state == MaintenanceState.CANCELLED:
        return maintenance
    rules.require_stage(maintenance, MaintenanceState.SCHEDULED, to="cancelled")
    reason = rules.require_words(reason, missing="Say why it is cancelled: clients read it.", field="reason")
    at = clock.now()
    maintenance.state, maintenance.because = MaintenanceState.CANCELLED, reason[:2000]
    maintenance.ended_at = maintenance.changed_at = at
    maintenance.sequence += 1
    maintenance.save()
    record(
        MaintenanceCancelled(maintenance=maintenance.pk, reason=maintenance.because),
        by=by.actor,
        at=at,
        row=maintenance,
    )
    overtake_question(maintenance, at=at)
    drop_drafts(maintenance, AnnouncementKind.CANCELLED)
    if maintenance.announced_at is not None:
        announce(maintenance, AnnouncementKind.CANCELLED, {"text": maintenance.because}, at=at, by=by)
    return maintenance


def reach_more(maintenance: Maintenance, *, at: datetime, by: Actor) -> list[Reached]:
    """Name as reached every client that will use what a locked maintenance takes away, and is not named yet."""
    hit = clients_hit(maintenance.works.order_by("pk"), at=max(at, maintenance.start_at))
    known = {each.organisation_id for each in reached_by(maintenance.pk)}
    fresh = insert(
        [
            Reached(maintenance=maintenance, organisation_id=key, since_at=at)
            for key in sorted(hit)
            if key not in known
        ]
    )
    record_all(
        [
            Happening(
                ClientReached(maintenance=maintenance.pk, reached=each.pk, client=each.organisation_id),
                by,
                maintenance,
            )
            for each in fresh
        ],
        at=at,
    )
    return fresh


def _ask_where_short(
    maintenance: Maintenance,
    shortening: Shortening | None,
    *,
    planners: Collection[int],
    at: datetime,
    by: Person,
) -> None:
    """Where a word sent now would leave less notice than is owed, a manager is asked at once."""
    if lacks_approval(maintenance, at=at):
        window = maintenance.start_at, maintenance.end_at
        ask(maintenance, shortening, window=window, planners=planners, at=at, by=by)


def _require_notice(maintenance: Maintenance, *, at: datetime) -> None:
    """Refuse a word that leaves less notice than is owed, until a manager approved it."""
    if not lacks_approval(maintenance, at=at):
        return
    if (asked := waiting_question(maintenance)) is not None:
        said = f"{asked.asked_of} has not approved it yet: until then nobody outside is told."
    else:
        said = "That is less notice than is owed: ask a manager to approve it, with the operational reason."
    raise Refused(said, code="not_approved")


def _words(maintenance: Maintenance) -> dict[str, str]:
    """What a notice says; why it is short is kept with the word, for another window may have another reason, or none."""
    return {"text": maintenance.text, "why_short": maintenance.why_short}


def _leave_out_late_reminder(maintenance: Maintenance, *, at: datetime) -> None:
    """Told within the time of the reminder, they need none."""
    if maintenance.start_at - timedelta(minutes=maintenance.remind_minutes) <= at:
        maintenance.reminded_for = maintenance.start_at


def _window(maintenance: Maintenance) -> dict[str, str]:
    return {"start_at": maintenance.start_at.isoformat(), "end_at": maintenance.end_at.isoformat()}


def _work(maintenance: Maintenance, hit: Hit) -> Work:
    if hit.place and hit.place not in hit.component.places:
        raise Refused(f"{hit.component} has no place “{hit.place}”.", code="no_place", field="components")
    return Work(maintenance=maintenance, component=hit.component, place=hit.place, level=hit.level)
