"""A maintenance begins, is told of while it runs, is extended and completed (E6)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.incidents import maintenance_rules as rules
from holdfast.incidents.actions.announcing import announce
from holdfast.incidents.actions.asking import overtake_question
from holdfast.incidents.actions.planning import reach_more
from holdfast.incidents.maintenance_facts import (
    MaintenanceCompleted,
    MaintenanceExtended,
    MaintenanceStarted,
    MaintenanceVerifying,
)
from holdfast.incidents.models import Announcement, AnnouncementKind, Maintenance, MaintenanceState
from holdfast.incidents.rules import require_next
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person

_RUNS = (MaintenanceState.IN_PROGRESS, MaintenanceState.VERIFYING)


@transaction.atomic
def start_maintenance(
    maintenance: Maintenance, *, text: str = "", next_at: datetime | None, by: Person
) -> Announcement:
    """It begins, not before its time; from now on a word is owed every hour.

    Refused: `forbidden`, `wrong_stage`, `not_announced`, `too_early`, `next_missing`, `next_past`.
    """
    require_may(by, Act.PLAN_MAINTENANCE)
    maintenance = Maintenance.objects.locked(maintenance.pk)
    rules.require_stage(maintenance, MaintenanceState.SCHEDULED, to="begun")
    rules.require_announced(maintenance)
    at = clock.now()
    if at < maintenance.start_at:
        raise Refused("It is announced for later; move it if it must be sooner.", code="too_early")
    next_at = require_next(next_at, now=at)
    overtake_question(maintenance, at=at)
    maintenance.state, maintenance.begun_at = MaintenanceState.IN_PROGRESS, at
    maintenance.save()
    record(MaintenanceStarted(maintenance=maintenance.pk), by=by.actor, at=at, row=maintenance)
    reach_more(maintenance, at=at, by=by.actor)
    return announce(
        maintenance, AnnouncementKind.STARTED, {"text": text.strip()}, next_at=next_at, at=at, by=by
    )


@transaction.atomic
def send_maintenance_update(
    maintenance: Maintenance, *, text: str, is_verifying: bool = False, next_at: datetime | None, by: Person
) -> Announcement:
    """What is new while it runs; `is_verifying` where the work is done, and it is watched whether it holds."""
    require_may(by, Act.TELL_OF_MAINTENANCE)
    maintenance = Maintenance.objects.locked(maintenance.pk)
    rules.require_stage(maintenance, *_RUNS, to="updated")
    at = clock.now()
    text = rules.require_words(text, missing="Say what is new.", field="text")
    next_at = require_next(next_at, now=at)
    if is_verifying and maintenance.state != MaintenanceState.VERIFYING:
        maintenance.state = MaintenanceState.VERIFYING
        maintenance.save()
        record(MaintenanceVerifying(maintenance=maintenance.pk), by=by.actor, at=at, row=maintenance)
    return announce(maintenance, AnnouncementKind.UPDATE, {"text": text}, next_at=next_at, at=at, by=by)


@transaction.atomic
def extend_maintenance(
    maintenance: Maintenance, *, end_at: datetime, text: str, next_at: datetime | None, by: Person
) -> Announcement:
    """It takes longer than was announced: what lies past the announced window counts as down."""
    require_may(by, Act.PLAN_MAINTENANCE)
    maintenance = Maintenance.objects.locked(maintenance.pk)
    rules.require_stage(maintenance, *_RUNS, to="extended")
    at = clock.now()
    text = rules.require_words(text, missing="Say why it takes longer.", field="text")
    if end_at <= max(at, maintenance.end_at):
        raise Refused("The new end lies after the old one, and ahead.", code="wrong_time", field="end_at")
    rules.require_window(maintenance.start_at, end_at, now=at, is_emergency=True)
    next_at = require_next(next_at, now=at)
    formerly, maintenance.end_at = maintenance.end_at, end_at
    maintenance.sequence += 1
    maintenance.changed_at = at
    maintenance.save()
    fact = MaintenanceExtended(
        maintenance=maintenance.pk, formerly=formerly.isoformat(), end_at=end_at.isoformat()
    )
    record(fact, by=by.actor, at=at, row=maintenance)
    return announce(maintenance, AnnouncementKind.EXTENDED, {"text": text}, next_at=next_at, at=at, by=by)


@transaction.atomic
def complete_maintenance(maintenance: Maintenance, *, text: str, by: Person) -> Announcement:
    """All of it is back; with this word the hourly chain ends."""
    require_may(by, Act.PLAN_MAINTENANCE)
    maintenance = Maintenance.objects.locked(maintenance.pk)
    rules.require_stage(maintenance, *_RUNS, to="completed")
    at = clock.now()
    text = rules.require_words(text, missing="Say what was done, and that it is back.", field="text")
    maintenance.state, maintenance.ended_at = MaintenanceState.COMPLETED, at
    maintenance.save()
    record(MaintenanceCompleted(maintenance=maintenance.pk), by=by.actor, at=at, row=maintenance)
    return announce(maintenance, AnnouncementKind.COMPLETED, {"text": text}, at=at, by=by)
