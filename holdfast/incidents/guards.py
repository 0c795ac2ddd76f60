"""What stands before something that is about to be done."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.incidents.linked import linked_keys
from holdfast.incidents.models import Interruption, Maintenance
from holdfast.notices.facts import Settling
from holdfast.tickets.models import Ticket


def lock_incidents(intent: Settling) -> None:
    """The interruptions and maintenances of a batch are locked before its tickets and its rows, in key order, as everybody
    locks them.

    With the tickets of the batch those that are linked, for a word that was missed climbs there.
    """
    interruptions = _keys(intent.concerning, "interruption-")
    if interruptions:
        Interruption.objects.all_locked(interruptions)
    if maintenances := _keys(intent.concerning, "maintenance-"):
        Maintenance.objects.all_locked(maintenances)
    if interruptions and (linked := linked_keys(interruptions)):
        Ticket.objects.all_locked(linked | _keys(intent.concerning, "ticket-"))


def _keys(concerning: Iterable[str], prefix: str) -> set[int]:
    return {int(each.removeprefix(prefix)) for each in concerning if each.startswith(prefix)}
