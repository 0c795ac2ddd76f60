"""Less notice than is owed is asked of a manager, for each window by itself; until then nobody outside is told (E6)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from holdfast.clients.models import Organisation
from holdfast.incidents import maintenance_rules as rules
from holdfast.incidents.maintenance_calls import ask_manager
from holdfast.incidents.maintenance_facts import ShortNoticeAsked
from holdfast.incidents.models import Maintenance, MaintenanceState, ShortNotice
from holdfast.incidents.notice_owed import longest_owed
from holdfast.incidents.scope import clients_hit
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.prepared import Prepared
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@dataclass(frozen=True)
class Shortening:
    """Why there is less notice than is owed, and who is asked to allow it; of an emergency the reason alone."""

    why: str = ""
    approver: Person | None = None


def waiting_question(maintenance: Maintenance) -> ShortNotice | None:
    """What a manager is asked about it and has not decided."""
    asked = _waiting.one(maintenance.pk)
    if asked is not None:
        asked.maintenance = maintenance
    return asked


_waiting = Prepared(
    lambda maintenance: (
        ShortNotice.objects.filter(maintenance=maintenance, decided_at=None)
        .select_related("asked_of", "asked_by")
        .order_by("pk")[:1]
    ),
    int,
)


def lacks_approval(maintenance: Maintenance, *, at: datetime) -> bool:
    """Whether a notice sent now would leave less than is owed, and no manager has approved that of this window."""
    if maintenance.is_emergency or maintenance.approved_by_id is not None:
        return False
    return is_less_than_owed(maintenance, maintenance.start_at, at=at)


def is_less_than_owed(maintenance: Maintenance, start_at: datetime, *, at: datetime) -> bool:
    """Whether a word sent now of that start leaves any of the clients less notice than it is owed."""
    known = set(maintenance.reached.values_list("organisation_id", flat=True))
    hit = clients_hit(maintenance.works.order_by("pk"), at=max(at, start_at))
    clients = Organisation.objects.filter(pk__in=known | set(hit))
    return rules.is_short(start_at, owed=longest_owed(clients, at=at), now=at)


@transaction.atomic
def ask_for_short_notice(maintenance: Maintenance, *, shortening: Shortening, by: Person) -> ShortNotice:
    """Ask for the window that stands, or somebody else for the one that is asked for.

    Refused: `forbidden`, `wrong_stage`, `not_short`, `no_reason`, `no_approver`, `own_plan`.
    """
    require_may(by, Act.PLAN_MAINTENANCE)
    maintenance = Maintenance.objects.locked(maintenance.pk)
    rules.require_stage(maintenance, MaintenanceState.SCHEDULED, to="told at shorter notice")
    at, waiting = clock.now(), waiting_question(maintenance)
    if waiting is None and (maintenance.announced_at is not None or not lacks_approval(maintenance, at=at)):
        raise Refused("It has all the notice that is owed, or an approval.", code="not_short")
    window = (waiting.start_at, waiting.end_at) if waiting else (maintenance.start_at, maintenance.end_at)
    planners = [maintenance.planned_by_id]
    if waiting is not None and waiting.is_move:
        planners.append(waiting.asked_by_id)
    reason = waiting.reason if waiting else ""
    return ask(maintenance, shortening, window=window, reason=reason, planners=planners, at=at, by=by)


def ask(
    maintenance: Maintenance,
    shortening: Shortening | None,
    *,
    window: tuple[datetime, datetime],
    reason: str = "",
    planners: Collection[int],
    at: datetime,
    by: Person,
) -> ShortNotice:
    """Of a locked maintenance; whoever was asked before is asked no more."""
    given = shortening or Shortening()
    why, approver = rules.require_approval(given.why, given.approver, planners=planners)
    overtake_question(maintenance, at=at)
    asked = ShortNotice.objects.create(
        maintenance=maintenance,
        start_at=window[0],
        end_at=window[1],
        reason=reason,
        why_short=why,
        asked_of=approver,
        asked_by=by,
        asked_at=at,
    )
    fact = ShortNoticeAsked(
        maintenance=maintenance.pk,
        question=asked.pk,
        approver=approver.pk,
        approver_name=str(approver),
        reason=why,
    )
    record(fact, by=by.actor, at=at, row=maintenance)
    if approver != by:
        ask_manager(asked, at=at)
    return asked


def overtake_question(maintenance: Maintenance, *, at: datetime) -> None:
    """What waits about a locked maintenance is asked no more, and stays undecided."""
    maintenance.short_notices.filter(decided_at=None).update(decided_at=at)
