"""Calls of the demo world, as a provider would tell of them: one answered, one missed and called back, one voicemail."""

from __future__ import annotations

import io
import math
import wave
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final

from holdfast.channels.voice import receiving, urgent
from holdfast.channels.voice.hearing import Told
from holdfast.channels.voice.models import Call, Direction, RecordingState
from holdfast.channels.voice.noting import Spoken, log_call
from holdfast.files.storage import store
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.people.actions.changing import change_person
from holdfast.project.demo.world import World
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.actions.priority import confirm_priority
from holdfast.tickets.models import Ticket

Step = Callable[[], object]

ORLA: Final = "+442079460958"
LUTZ: Final = "+493023125042"
UNKNOWN: Final = "+12025550178"
"""Numbers of ranges that are kept for stories."""
_OURS: Final = "+12025550143"
_LEFT: Final = (
    "Hello, this is Marisol from the night desk. Nobody of us can open the boards since eleven. "
    "Please call me back on this number, I am here until seven."
)


def call_story(world: World, *, until: datetime) -> Iterator[tuple[datetime, Step]]:
    """Each step with its time."""
    yield from _answered(world, began=until - timedelta(hours=5))
    yield from _missed_and_called_back(world, began=until - timedelta(hours=3))
    yield from _voicemail(began=until - timedelta(minutes=22))


def _answered(world: World, *, began: datetime) -> Iterator[tuple[datetime, Step]]:
    line, tobin = _Line("a", ORLA), world.persons["tobin"]

    def begin() -> None:
        change_person(world.persons["orla"], phone=ORLA, by=SYSTEM)
        line.comes_in()

    def write_down() -> None:
        ticket = line.ticket
        confirm_priority(ticket, priority=4, by=tobin)
        words = "As we said on the telephone: I send you the list of fields that an export can hold by tomorrow noon."
        send_message(ticket, Said(text=words, author=tobin), by=tobin)

    yield began, begin
    yield began + timedelta(seconds=30), lambda: urgent.take(line.told(Digits="1"), line.call.pk, tobin.pk)
    yield began + timedelta(minutes=8), lambda: line.ends(480)
    yield began + timedelta(minutes=14), write_down


def _missed_and_called_back(world: World, *, began: datetime) -> Iterator[tuple[datetime, Step]]:
    line, saoirse = _Line("b", LUTZ), world.persons["saoirse"]

    def begin() -> None:
        change_person(world.persons["lutz"], phone=LUTZ, by=SYSTEM)
        line.comes_in()

    def call_back() -> None:
        spoken = Spoken(
            direction=Direction.OUT,
            number=LUTZ,
            minutes=6,
            note="Asked whether holidays of two countries fit into one calendar. They do; he tries it this week.",
            ended_at=clock.now(),
            for_client="As I said on the telephone: one calendar takes the holidays of several countries.",
        )
        log_call(line.ticket, spoken, by=saoirse)
        confirm_priority(line.ticket, priority=4, by=saoirse)

    yield began, begin
    yield began + timedelta(seconds=20), lambda: receiving.wait(line.told(QueueTime="0", QueuePosition="2"))
    yield began + timedelta(seconds=95), lambda: line.ends(95)
    yield began + timedelta(minutes=35), call_back


def _voicemail(*, began: datetime) -> Iterator[tuple[datetime, Step]]:
    line = _Line("c", UNKNOWN)

    def leave() -> None:
        receiving.take_left_message(line.told(RecordingSid="RE" + "c" * 32, RecordingDuration="19"))
        # No provider has it to be fetched: it is kept as if it had been.
        Call.objects.filter(pk=line.call.pk).update(
            recording=store(_sound(), at=clock.now()),
            recording_state=RecordingState.KEPT,
            recording_next_at=None,
            transcription=_LEFT,
        )
        line.ends(60)

    yield began, line.comes_in
    yield began + timedelta(minutes=1), leave


class _Line:
    """One call; what a provider tells of it."""

    def __init__(self, letter: str, caller: str) -> None:
        self.sid, self.caller = "CA" + letter * 32, caller

    def told(self, **more: str) -> Told:
        said = {"CallSid": self.sid, "Direction": "inbound", "From": self.caller, "To": _OURS}
        return Told({**said, "CallStatus": "in-progress", **more})

    def comes_in(self) -> None:
        receiving.come_in(self.told(CallStatus="ringing"))

    def ends(self, seconds: int) -> None:
        receiving.hear_status(self.told(CallStatus="completed", CallDuration=str(seconds)))

    @property
    def call(self) -> Call:
        return Call.objects.get(provider_id=self.sid)

    @property
    def ticket(self) -> Ticket:
        ticket = self.call.ticket
        assert ticket is not None
        return ticket


def _sound() -> bytes:
    """Two seconds of a soft tone, for there is nobody who would speak."""
    rate, written = 8000, io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(rate)
        sound.writeframes(
            bytes(128 + int(24 * math.sin(nth / rate * 440 * math.tau)) for nth in range(2 * rate))
        )
    return written.getvalue()
