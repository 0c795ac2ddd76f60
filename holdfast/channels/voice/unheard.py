"""Calls of which nothing is heard any more: the provider tells an end once, and not again to a server that was away."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import DateTimeField, Max, Q
from django.db.models.functions import Coalesce

from holdfast.channels.voice.ending import end
from holdfast.channels.voice.models import Call, CallState, Direction
from holdfast.kernel import clock

WAITS_IN_SILENCE: Final = timedelta(minutes=15)
"""Longer than the longest message; whoever waits in the queue is heard of every twenty seconds."""
SPEAKS_IN_SILENCE: Final = timedelta(hours=5)
"""Longer than the provider lets two speak."""


@transaction.atomic
def end_unheard() -> bool:
    """End the oldest such call, as of when it was heard of last: nobody who called is forgotten, no card stays for ever."""
    now = clock.now()
    live = Call.objects.filter(state__lt=CallState.ENDED).annotate(
        heard_at=Coalesce(Max("events__heard_at"), "began_at", output_field=DateTimeField())
    )
    waits = Q(direction=Direction.IN, state__lt=CallState.TALKING, heard_at__lte=now - WAITS_IN_SILENCE)
    found = live.filter(waits | Q(heard_at__lte=now - SPEAKS_IN_SILENCE)).order_by("pk").first()
    if found is None:
        return False
    call = Call.objects.select_for_update(of=("self",)).get(pk=found.pk)
    end(call, at=found.heard_at)  # told meanwhile, it has ended already
    return True
