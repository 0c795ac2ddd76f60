"""Freezes are entered and lifted: a while in which nothing may change, for one client or for all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.clients.models import Organisation
from holdfast.incidents.maintenance_facts import FreezeEntered, FreezeLifted
from holdfast.incidents.models import Freeze
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@transaction.atomic
def enter_freeze(
    *, what: str, organisation: Organisation | None, start_at: datetime, end_at: datetime, by: Person
) -> Freeze:
    """From now on it stands beside every window that it covers; it forbids nothing."""
    require_may(by, Act.PLAN_MAINTENANCE)
    what, at = one_line(what, limit=200), clock.now()
    if not what:
        raise Refused("Say what it is for.", code="no_words", field="what")
    if end_at <= max(start_at, at):
        raise Refused("It ends after it begins, and ahead.", code="wrong_time", field="end_at")
    freeze = Freeze.objects.create(
        what=what, organisation=organisation, start_at=start_at, end_at=end_at, by=by
    )
    fact = FreezeEntered(
        freeze=freeze.pk,
        what=what,
        client=organisation.pk if organisation else None,
        start_at=start_at.isoformat(),
        end_at=end_at.isoformat(),
    )
    record(fact, by=by.actor, at=at)
    return freeze


@transaction.atomic
def lift_freeze(freeze: Freeze, *, by: Person) -> Freeze:
    require_may(by, Act.PLAN_MAINTENANCE)
    freeze = Freeze.objects.select_for_update().get(pk=freeze.pk)
    if freeze.lifted_at is None:
        freeze.lifted_at = at = clock.now()
        freeze.save(update_fields=["lifted_at"])
        record(FreezeLifted(freeze=freeze.pk, what=freeze.what), by=by.actor, at=at)
    return freeze
