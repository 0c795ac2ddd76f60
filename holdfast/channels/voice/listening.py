"""Listen to a recording: whoever may see the ticket of the call, and the trail says who did."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from holdfast.channels.voice.facts import RecordingHeard
from holdfast.channels.voice.models import Call, RecordingState
from holdfast.files.models import StoredFile
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.models import TrailEntry
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets.access import visible_tickets

_AT_ONCE: Final = timedelta(minutes=15)


def recording_for(key: int, *, by: Person) -> StoredFile | None:
    """The recording of this call, in the caller's transaction; None where there is none that they may hear.

    A call that is on no ticket yet is heard by nobody: there is no rule of whose it is.
    """
    require_may(by, Act.WORK_TICKETS)
    kept = Call.objects.filter(pk=key, recording_state=RecordingState.KEPT, ticket__in=visible_tickets(by))
    call = kept.select_related("recording").first()
    if call is None or call.recording is None:
        return None
    if not _is_listening(call, by):
        heard = RecordingHeard(call=call.pk, person=by.pk, ticket=call.ticket_id)
        record(heard, by=by.actor, at=clock.now())
    return call.recording


def _is_listening(call: Call, by: Person) -> bool:
    """A player asks for a piece each time that somebody seeks: who is at it already is recorded."""
    told = TrailEntry.objects.filter(about=f"call-{call.pk}", fact=RecordingHeard.__name__)
    return told.filter(actor_person=by.pk, at__gt=clock.now() - _AT_ONCE).exists()
