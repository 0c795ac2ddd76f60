"""A call in a few words."""

from __future__ import annotations

import re
from typing import Final

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


_CHECK: Final = re.compile(r"TN-Validation-(Passed|Failed)(?:-([ABC]))?\b")
_CHECKED: Final = {
    "A": "The caller’s network vouches for the number.",
    "B": "The caller’s network knows its customer, and does not vouch for the number.",
    "C": "The call came in from elsewhere; nobody vouches for the number.",
}


def number_check_in_words(call: Call) -> str:
    """What the networks say of the number that is shown; nothing where none of them said anything."""
    found = _CHECK.match(call.number_check)
    if found is None:
        return "Nobody vouches for the number." if call.number_check else ""
    if found[1] == "Failed":
        return "The number may be forged: its check failed."
    return _CHECKED[found[2] or "A"]


def is_check_failed(call: Call) -> bool:
    found = _CHECK.match(call.number_check)
    return found is not None and found[1] == "Failed"


def recording_in_words(call: Call) -> str:
    """What there is to say of a recording that can't be heard."""
    state = RecordingState(call.recording_state)
    return "" if state in (RecordingState.NONE, RecordingState.KEPT) else f"Recording: {state.label.lower()}"
