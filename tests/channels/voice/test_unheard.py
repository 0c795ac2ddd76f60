"""A call whose end was told while nobody listened: it is ended all the same, and whoever called is owed a call."""

from __future__ import annotations

from datetime import timedelta

from holdfast.channels.voice.loop import run_once
from holdfast.channels.voice.models import Call, CallState
from holdfast.channels.voice.recordings import IDLE
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from tests.channels.voice.provider import Line
from tests.world import Clock


def test_a_caller_of_whom_nothing_is_heard_any_more_is_owed_a_call_from_when_they_were_heard_last(
    line: Line, the_clock: Clock
) -> None:
    line.asks("incoming", CallStatus="ringing")
    line.asks("wait", QueuePosition="1", QueueTime="0")
    the_clock.forward(minutes=14)
    line.asks("wait", QueuePosition="1", QueueTime="20")
    heard = the_clock.now
    the_clock.forward(minutes=14)
    assert run_once() == IDLE and Call.objects.get().state == CallState.WAITING
    the_clock.forward(minutes=1)
    assert run_once() == 0.0
    call = Call.objects.get()
    assert (call.state, call.missed_at) == (CallState.ENDED, heard)
    assert Promise.objects.get(clause="call_returned", ticket=call.ticket).start_at == heard
    line.status("completed", 3)  # told late after all
    assert run_once() == IDLE and Promise.objects.filter(clause="call_returned").count() == 1


def test_two_who_speak_are_not_cut_short_by_silence(line: Line, world: World, the_clock: Clock) -> None:
    line.asks("incoming")
    call = Call.objects.get()
    line.asks(f"{call.pk}/take/{world.tobin.pk}", Digits="1")
    the_clock.forward(hours=4)
    assert run_once() == IDLE and Call.objects.get().state == CallState.TALKING
    the_clock.forward(hours=1, minutes=1)
    assert run_once() == 0.0
    call.refresh_from_db()
    assert (call.state, call.missed_at, call.ticket is None) == (CallState.ENDED, None, False)
    assert call.ended_at is not None and call.ended_at - call.began_at < timedelta(minutes=1)
