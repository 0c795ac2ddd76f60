"""Listen to a recording: whoever may see the ticket of the call, and the trail says who did."""

from __future__ import annotations

from holdfast.channels.voice.facts import RecordingHeard
from holdfast.channels.voice.models import Call, RecordingState
from holdfast.files.models import StoredFile
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets.access import visible_tickets


def recording_for(key: int, *, by: Person) -> StoredFile | None:
    """The recording of this call, in the caller's transaction; None where there is none that they may hear.

    A call that is on no ticket yet is heard by nobody: there is no rule of whose it is.
    """
    require_may(by, Act.WORK_TICKETS)
    kept = Call.objects.filter(pk=key, recording_state=RecordingState.KEPT, ticket__in=visible_tickets(by))
    call = kept.select_related("recording").first()
    if call is None or call.recording is None:
        return None
    heard = RecordingHeard(call=call.pk, person=by.pk, ticket=call.ticket_id)
    record(heard, by=by.actor, at=clock.now())
    return call.recording
