"""What stands before something that is about to be done."""

from __future__ import annotations

from holdfast.incidents.models import Interruption
from holdfast.notices.facts import Settling

_PREFIX = "interruption-"


def lock_interruptions(intent: Settling) -> None:
    """The interruptions of a batch are locked before its tickets and its rows, in key order, as everybody locks them."""
    keys = {int(each.removeprefix(_PREFIX)) for each in intent.concerning if each.startswith(_PREFIX)}
    if keys:
        Interruption.objects.all_locked(keys)
