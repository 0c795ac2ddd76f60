"""A call as a line of a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.channels.voice.models import Call, CallState, RecordingState
from holdfast.channels.voice.wording import call_in_words, recording_in_words
from holdfast.look.pieces import when
from holdfast.people.numbers import readable
from holdfast.web.frame import ticket_url


@dataclass(frozen=True)
class CallLine:
    """Who, what became of it, on which ticket, when."""

    key: int
    who: str
    client: str
    number: str
    what: str
    tone: str
    by: str
    ticket: str
    ticket_url: str
    when: SafeString
    recording_url: str
    call_back_url: str
    trouble: str


def line_of(call: Call, *, now: datetime, zone: tzinfo) -> CallLine:
    contact = getattr(call.person, "contact", None)
    is_owed = call.missed_at is not None and call.returned_at is None
    is_live = call.state < CallState.ENDED
    return CallLine(
        key=call.pk,
        who=str(call.person) if call.person else readable(call.other),
        client=str(contact.organisation) if contact else "",
        number=readable(call.other) if call.person and call.other else "",
        what=CallState(call.state).label if is_live else call_in_words(call).capitalize(),
        tone="late" if is_owed else "accent" if is_live else "",
        by=str(call.answered_by or ""),
        ticket=f"#{call.ticket_id} {call.ticket.subject}" if call.ticket else "",
        ticket_url=ticket_url(call.ticket_id) if call.ticket_id else "",
        when=when(call.missed_at or call.began_at, now=now, zone=zone),
        recording_url=recording_url(call),
        call_back_url=_call_back_url(call) if is_owed else "",
        trouble=recording_in_words(call),
    )


def _call_back_url(call: Call) -> str:
    """Where one calls them; nothing where no calls can be made, or nobody knows the number."""
    if not (settings.ENV.twilio_token and call.ticket_id and call.other):
        return ""
    return reverse("desk:ticket-dial", args=[call.ticket_id])


def recording_url(call: Call) -> str:
    """Where it is listened to, once it is there."""
    is_kept = call.recording_state == RecordingState.KEPT
    return reverse("desk:call-recording", args=[call.pk]) if is_kept else ""
