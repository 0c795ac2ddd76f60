"""A call in a few words."""

from __future__ import annotations

from holdfast.channels.voice.models import Call, CallState, Direction, RecordingState


def length_in_words(seconds: int | None) -> str:
    """`12 min`, `42 s`; nothing where nothing was spoken."""
    if not seconds:
        return ""
    return f"{seconds} s" if seconds < 60 else f"{round(seconds / 60)} min"


def call_in_words(call: Call) -> str:
    """`incoming call, 12 min`, `missed call`, `voicemail`."""
    if call.is_message:
        return "voicemail"
    if call.missed_at is not None:
        return "missed call"
    way = "incoming call" if call.direction == Direction.IN else "outgoing call"
    if call.state == CallState.ENDED and call.answered_at is None:
        return f"{way}, nobody reached"
    length = length_in_words(call.length)
    return f"{way}, {length}" if length else way


def recording_in_words(call: Call) -> str:
    """What there is to say of a recording that can't be heard."""
    state = RecordingState(call.recording_state)
    return "" if state in (RecordingState.NONE, RecordingState.KEPT) else f"Recording: {state.label.lower()}"
