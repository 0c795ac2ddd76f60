"""Watch that a fix holds: the outcome is a task with a due time, after resolution too (C3)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.people.models import Person
from holdfast.procedure import notices, rules
from holdfast.procedure.facts import WatchingDue, WatchingEnded
from holdfast.procedure.models import Watching
from holdfast.tickets.models import Ticket
from holdfast.tickets.rules import require_words


@transaction.atomic
def end_watching(watching: Watching, *, held: bool, outcome: str, by: Person) -> Watching:
    """Say whether the fix held, and what was seen; only whoever watches it, or a lead for them."""
    outcome = require_words(outcome, of="What was seen", field="outcome")
    ticket = Ticket.objects.locked(watching.ticket_id)
    watching = Watching.objects.select_for_update(of=("self",)).select_related("ended_by").get(pk=watching.pk)
    if not rules.may_end_watching(by, watched_by=watching.person_id):
        raise Forbidden("Whoever watches this fix, or a lead, says how it went.")
    if watching.ended_at is not None:
        if (watching.ended_by_id, watching.held) != (by.pk, held):
            raise Refused(_ended_in_words(watching), code="ended")
        return watching
    at = clock.now()
    watching.ended_at, watching.ended_by, watching.held, watching.outcome = at, by, held, outcome
    watching.save(update_fields=["ended_at", "ended_by", "held", "outcome"])
    record(
        WatchingEnded(ticket=ticket.pk, watching=watching.pk, held=held, outcome=outcome), by=by.actor, at=at
    )
    return watching


def stop_watching(ticket: int, *, at: datetime) -> None:
    """A fix that came back is watched no longer, and nobody is asked how it went; lock the ticket first."""
    Watching.objects.filter(ticket=ticket, ended_at=None).update(ended_at=at)


def remind_watchers(*, limit: int = 100) -> int:
    """Ask each person whose time to watch has passed how it went, once; returns how many were asked."""
    due = Watching.objects.filter(until__lte=clock.now(), ended_at=None, reminded_at=None)
    return sum(
        _remind(key, ticket) for key, ticket in due.order_by("until").values_list("pk", "ticket_id")[:limit]
    )


@transaction.atomic
def _remind(key: int, ticket: int) -> bool:
    Ticket.objects.locked(ticket)
    watching = Watching.objects.select_for_update(of=("self",)).get(pk=key)
    if watching.ended_at is not None or watching.reminded_at is not None:
        return False
    at = clock.now()
    watching.reminded_at = at
    watching.save(update_fields=["reminded_at"])
    record(WatchingDue(ticket=ticket, watching=key, person=watching.person_id), by=SYSTEM, at=at)
    notices.ask_watcher(watching, at=at)
    return True


def _ended_in_words(watching: Watching) -> str:
    if watching.ended_by is None:
        return "This fix came back, so it is watched no longer."
    return f"{watching.ended_by} said already how it went."
