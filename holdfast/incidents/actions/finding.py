"""Clients that come to use what is down, or whose use is entered late, are found while it lasts (E1)."""

from __future__ import annotations

from django.db import transaction

from holdfast.incidents.actions.confirming import reach_clients
from holdfast.incidents.models import Interruption
from holdfast.incidents.models.interruption import DOWN
from holdfast.incidents.scope import clients_hit
from holdfast.kernel import clock
from holdfast.kernel.actor import POLICY


def find_clients() -> int:
    """Name whom each interruption reaches now and did not before; each is owed its words from this moment."""
    found = 0
    for interruption in Interruption.objects.filter(state__in=DOWN).order_by("pk"):
        if _misses_some(interruption):
            found += _find(interruption.pk)
    return found


def _misses_some(interruption: Interruption) -> bool:
    """Looked at without a lock first, as there hardly ever is one."""
    hit = clients_hit(interruption.impacts.filter(ended_at=None), at=clock.now())
    known = interruption.affected.filter(organisation__in=hit, restored_at=None)
    standing = dict(known.values_list("organisation_id", "is_unavailable"))
    return any(key not in standing or (is_down and not standing[key]) for key, is_down in hit.items())


@transaction.atomic
def _find(key: int) -> int:
    interruption = Interruption.objects.locked(key)
    return len(reach_clients(interruption, at=clock.now(), by=POLICY)) if interruption.is_down else 0
