"""What stands before something that is about to be done."""

from __future__ import annotations

from holdfast.notices.facts import Settling
from holdfast.tickets.models import Ticket


def lock_tickets(intent: Settling) -> None:
    """The tickets of a batch are locked before its rows, in key order, as everybody locks them.

    What follows from each outcome locks its ticket; in the order in which relays answer, two batches, or a
    batch and a sweep or a merge, would wait for each other for good.
    """
    keys = {int(each.removeprefix("ticket-")) for each in intent.concerning if each.startswith("ticket-")}
    Ticket.objects.all_locked(keys)
