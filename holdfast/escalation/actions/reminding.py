"""Remind a level that has not acknowledged, every quarter of an hour within its answer time."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from holdfast.clients.account_manager import managers_for
from holdfast.escalation import notices, rules
from holdfast.escalation.actions.answering import locked_climb
from holdfast.escalation.facts import LevelReminded, LevelRemindersDropped
from holdfast.escalation.models import Climb
from holdfast.kernel import clock
from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record
from holdfast.tickets.models import Ticket

_log = logging.getLogger(__name__)


def run_once(*, limit: int = 100) -> int:
    """Send the reminders that have come due, one transaction each; returns how many steps were looked at.

    After down time one reminder is sent, not all that were missed; past the answer time none is (T76).
    """
    due = Climb.objects.filter(remind_at__lte=clock.now()).order_by("remind_at")
    found = list(due.values_list("pk", "ticket_id")[:limit])
    for key, ticket in found:
        try:
            _look_at(key, ticket)
        except Exception:  # one that fails must not keep the rest waiting
            _log.exception("The reminder of climb %d can't be sent", key)
    return len(found)


@transaction.atomic
def _look_at(key: int, number: int) -> None:
    """Remind under the row's lock: a level that acknowledged at the same instant is not reminded (T79)."""
    ticket = Ticket.objects.locked(number)
    climb = locked_climb(key)
    at = clock.now()
    if climb.remind_at is None or climb.remind_at > at or climb.ticket_id != number:
        return  # what a merge has taken along is looked at with the ticket that goes on
    if not ticket.is_open or ticket.cycle != climb.cycle:
        climb.remind_at = None
        climb.save(update_fields=["remind_at"])
        return
    if at >= climb.answer_until:
        _drop(climb, at=at)
        return
    skipped = (at - climb.remind_at) // rules.REMIND_EVERY
    climb.reminders += 1
    climb.remind_at = rules.next_reminder(at=at, answer_until=climb.answer_until)
    climb.save(update_fields=["reminders", "remind_at"])
    record(
        LevelReminded(
            ticket=ticket.pk,
            climb=climb.pk,
            level=climb.level,
            number=climb.reminders,
            skipped=skipped,
        ),
        by=POLICY,
        at=at,
    )
    managers = managers_for([]).managers if climb.holder is None else []
    notices.remind_level(ticket, climb, managers, at=at)


def _drop(climb: Climb, *, at: datetime) -> None:
    """The answer time is over: what was not sent in it is of no use any more, and the trail says so (T76)."""
    assert climb.remind_at is not None
    skipped = rules.missed_reminders(due=climb.remind_at, until=climb.answer_until)
    climb.remind_at = None
    climb.save(update_fields=["remind_at"])
    record(
        LevelRemindersDropped(ticket=climb.ticket_id, climb=climb.pk, level=climb.level, skipped=skipped),
        by=POLICY,
        at=at,
    )
