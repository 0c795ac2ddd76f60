"""The manager who is asked approves a shorter notice, or declines it with words (E6)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.incidents import maintenance_rules as rules
from holdfast.incidents.actions.asking import waiting_question
from holdfast.incidents.actions.planning import set_window, tell_of_move, tell_of_plan
from holdfast.incidents.maintenance_calls import tell_decision
from holdfast.incidents.maintenance_facts import ShortNoticeApproved, ShortNoticeDeclined
from holdfast.incidents.models import Maintenance, MaintenanceState, ShortNotice
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@transaction.atomic
def approve_short_notice(maintenance: Maintenance, *, by: Person) -> Maintenance:
    """With this the clients are told: of a draft by its notice, of what was announced for another window by the move.

    Refused: `forbidden`, `not_asked`, `wrong_stage`, `in_the_past`.
    """
    maintenance, asked = _asked(maintenance, by)
    at = clock.now()
    rules.require_window(asked.start_at, asked.end_at, now=at, is_emergency=False)
    is_move = asked.is_move
    if is_move:
        set_window(maintenance, asked.start_at, asked.end_at, at=at, by=by)
    maintenance.why_short, maintenance.approved_by = asked.why_short, by
    maintenance.save()
    _decide(asked, is_approved=True, at=at)
    record(
        ShortNoticeApproved(
            maintenance=maintenance.pk,
            reason=asked.why_short,
            approver=by.pk,
            approver_name=str(by),
        ),
        by=by.actor,
        at=at,
        row=maintenance,
    )
    if is_move:
        tell_of_move(maintenance, asked.reason, is_outside=True, at=at, by=by)
    else:
        tell_of_plan(maintenance, at=at, by=by)
    tell_decision(asked, is_move=is_move, at=at)
    return maintenance


@transaction.atomic
def decline_short_notice(maintenance: Maintenance, *, words: str, by: Person) -> Maintenance:
    """It is not to be had so soon: a draft stays one, and what was announced keeps its window.

    Refused: `forbidden`, `not_asked`, `wrong_stage`, `no_words`.
    """
    maintenance, asked = _asked(maintenance, by)
    words = rules.require_words(words, missing="Say why not: whoever asks reads it.", field="words")
    at = clock.now()
    _decide(asked, is_approved=False, words=words[:2000], at=at)
    fact = ShortNoticeDeclined(maintenance=maintenance.pk, words=asked.words, approver_name=str(by))
    record(fact, by=by.actor, at=at, row=maintenance)
    tell_decision(asked, is_move=asked.is_move, at=at)
    return maintenance


def _asked(maintenance: Maintenance, by: Person) -> tuple[Maintenance, ShortNotice]:
    """The maintenance, locked, and what this manager is asked about it; never of a plan of their own."""
    require_may(by, Act.APPROVE_SHORT_NOTICE)
    maintenance = Maintenance.objects.locked(maintenance.pk)
    asked = waiting_question(maintenance)
    if asked is None:
        raise Refused("Nobody is asked about it any more.", code="not_asked")
    asked.maintenance = maintenance
    if asked.asked_of != by or by.pk == maintenance.planned_by_id:
        raise Forbidden(f"{asked.asked_of} is asked, and decides.")
    rules.require_stage(maintenance, MaintenanceState.SCHEDULED, to="approved")
    return maintenance, asked


def _decide(asked: ShortNotice, *, is_approved: bool, words: str = "", at: datetime) -> None:
    asked.decided_at, asked.is_approved, asked.words = at, is_approved, words
    asked.save(update_fields=["decided_at", "is_approved", "words"])
