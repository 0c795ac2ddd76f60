"""A heartbeat's secret address is made, made anew, and called."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.tokens import digest, mint
from holdfast.monitors.actions.keeping import naming
from holdfast.monitors.actions.measuring import take
from holdfast.monitors.checks import Finding
from holdfast.monitors.facts import HeartbeatAddressMade
from holdfast.monitors.models import Kind, Monitor
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person

_AT_MOST: Final = timedelta(seconds=10)
"""A job that calls more often than this is heard all the same, and nothing is written."""


@transaction.atomic
def make_address(monitor: Monitor, *, by: Person) -> str:
    """A new secret, which is shown this once: only its digest is kept. The old one counts until this one is called."""
    require_may(by, Act.CHANGE_MONITORS)
    monitor = Monitor.objects.locked(monitor.pk)
    if not monitor.is_heartbeat:
        raise Refused("Only a heartbeat has an address.", code="no_heartbeat")
    secret = mint(160)
    is_first = monitor.secret is None
    monitor.former_secret, monitor.secret = monitor.secret or "", digest(secret)
    monitor.save(update_fields=["secret", "former_secret"])
    fact = HeartbeatAddressMade(**naming(monitor), is_first=is_first)
    record(fact, by=by.actor, at=clock.now(), row=monitor)
    return secret


@transaction.atomic
def hear_heartbeat(secret: str) -> bool:
    """Somebody called this address; whether it is one of ours. One that is paused is heard, and nothing follows."""
    given = digest(secret)
    rows = Monitor.objects.current().select_for_update(of=("self",)).filter(kind=Kind.HEARTBEAT)
    monitor = rows.filter(Q(secret=given) | Q(former_secret=given)).first()
    if monitor is None:
        return False
    at = clock.now()
    is_new = monitor.former_secret and monitor.secret == given
    if is_new:
        monitor.former_secret = ""
        monitor.save(update_fields=["former_secret"])
    if monitor.paused_at is not None or _is_fresh(monitor, at - _AT_MOST):
        return True
    take(monitor, Finding(True, "Called."), at=at)
    monitor.next_at = monitor.patience_after(at)
    monitor.save()
    return True


def _is_fresh(monitor: Monitor, since: datetime) -> bool:
    """Whether it was heard a moment ago and nothing else is to be said of it."""
    return monitor.next_at is not None and monitor.looked_at is not None and monitor.looked_at > since
