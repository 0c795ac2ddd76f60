"""The line for Priority 1: a ticket at once, the one on duty by telephone, then the next level, then a page."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from holdfast.channels.voice.models import Call, CallState, MenuEntry, PhoneLine
from holdfast.duty.models import Cause, Layer, Page
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.models import TrailEntry
from holdfast.people.actions.changing import change_person
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise, State
from holdfast.tickets.models import Side, Ticket
from tests.channels.voice.provider import CALLER, RECORDING, Line, verbs, words
from tests.duty.rotas import by_text_and_call, man
from tests.portal.visiting import as_
from tests.world import Clock

LEAD = "+447700900456"


def urgent(world: World, line: Line) -> Call:
    """Orla calls, and presses the key of the line for Priority 1."""
    manned = man(world)
    by_text_and_call(world.tobin)  # +447700900123
    change_person(world.kaveh, phone=LEAD, by=SYSTEM)
    change_person(world.orla, phone=CALLER, by=SYSTEM)
    MenuEntry.objects.create(digit="9", words="what is down", is_urgent=True, team=manned.team)
    line.asks("incoming", CallStatus="ringing")
    answer = line.asks("menu", Digits="9")
    assert verbs(answer) == ["Say", "Dial"]
    assert answer.findtext("Dial/Number") == "+447700900123"
    return Call.objects.get()


def pressed(line: Line, call: Call, person: Person, digits: str = "1", leg: str = "f") -> list[str]:
    """The telephone of one of ours was taken up: they hear who calls, and press a key or none."""
    told = {"CallSid": "CA" + leg * 32, "ParentCallSid": line.sid, "Direction": "outbound-dial"}
    heard = line.asks(f"{call.pk}/whisper/{person.pk}", **told)
    assert verbs(heard) == ["Pause", "Gather", "Hangup"]
    assert "Priority 1, from Orla" in words(heard)
    return verbs(line.asks(f"{call.pk}/take/{person.pk}", Digits=digits, **told)) if digits else []


def test_it_is_a_ticket_of_priority_1_before_anybody_answers_and_rings_the_one_on_duty(
    line: Line, world: World, the_clock: Clock
) -> None:
    call = urgent(world, line)
    ticket = Ticket.objects.get()
    assert (ticket.priority, ticket.is_provisional, ticket.requester) == (1, True, world.orla)
    assert Promise.objects.get(ticket=ticket, clause="turnaround").priority == 1
    line.asks("menu", Digits="9")  # told again
    assert (Ticket.objects.count(), call.rung) == (1, world.tobin)
    the_clock.forward(seconds=20)
    assert pressed(line, call, world.tobin) == []  # both are joined
    call.refresh_from_db()
    ticket.refresh_from_db()
    assert (call.state, call.answered_by, ticket.assignee) == (CallState.TALKING, world.tobin, world.tobin)
    the_clock.forward(minutes=7)
    assert verbs(line.asks("duty/1", DialCallStatus="completed", DialCallDuration="420")) == ["Hangup"]
    line.status("completed", 3)
    call.refresh_from_db()
    assert (call.state, call.length, call.missed_at) == (CallState.ENDED, 420, None)
    assert call.message is not None and call.message.side == Side.INTERNAL
    assert "Tobin Adeyar spoke with Orla" in call.message.text
    assert not Page.objects.exists()


def test_of_two_who_take_it_one_is_joined_and_a_telephone_that_ends_does_not_end_the_call(
    line: Line, world: World
) -> None:
    call = urgent(world, line)
    refused = as_(world.kaveh).post(f"/desk/calls/{call.pk}/answer/", follow=True).content.decode()
    assert "The telephone of Tobin Adeyar rings for it already." in refused
    line.asks("duty/1", DialCallStatus="no-answer")  # now Kaveh's rings; Tobin's key comes too late
    line.asks("menu", Digits="9")  # told again, it hands the call to no telephone that has ended
    assert pressed(line, call, world.tobin, leg="d") == ["Say", "Hangup"]
    assert pressed(line, call, world.kaveh, leg="e") == []
    for _ in range(2):  # told again
        assert pressed(line, call, world.tobin, leg="d") == ["Say", "Hangup"]
        assert pressed(line, call, world.kaveh, leg="e") == []
    line.status("completed", 1, CallSid="CA" + "d" * 32, ParentCallSid=line.sid, Direction="outbound-dial")
    call.refresh_from_db()
    assert (call.state, call.answered_by, call.ended_at) == (CallState.TALKING, world.kaveh, None)
    line.status("completed", 3)
    call.refresh_from_db()
    assert call.state == CallState.ENDED


@pytest.mark.parametrize("seed", range(4))
def test_t88_a_call_that_was_taken_is_held_once_in_whatever_order_and_however_often_the_rest_is_told(
    line: Line, world: World, the_clock: Clock, seed: int
) -> None:
    PhoneLine.objects.create(records_calls=True)
    call = urgent(world, line)
    leg = {"CallSid": "CA" + "f" * 32, "ParentCallSid": line.sid, "Direction": "outbound-dial"}
    assert pressed(line, call, world.tobin) == []
    the_clock.forward(minutes=7)
    rest: list[Callable[[], object]] = [
        lambda: line.asks("menu", Digits="9"),
        lambda: line.asks(f"{call.pk}/whisper/{world.tobin.pk}", **leg),
        lambda: line.asks(f"{call.pk}/take/{world.tobin.pk}", Digits="1", **leg),
        lambda: line.asks("duty/1", DialCallStatus="completed", DialCallDuration="420"),
        lambda: line.status("in-progress", 1),
        lambda: line.status("completed", 4, **leg),
        lambda: line.recorded(source="DialVerb"),
        lambda: line.status("completed", 3),
    ]
    rest *= 2
    random.Random(seed).shuffle(rest)
    for step in rest:
        step()
    call.refresh_from_db()
    assert (call.state, call.answered_by, call.rung) == (CallState.ENDED, world.tobin, world.tobin)
    assert (call.length, call.missed_at, call.recording_name) == (420, None, RECORDING)
    held = Ticket.objects.get().messages.filter(text__contains="spoke with Orla")
    assert (held.count(), Page.objects.count()) == (1, 0)
    assert not Promise.objects.filter(clause="call_returned").exists()
    assert TrailEntry.objects.filter(fact="AgentRung").count() == 1
    Layer.objects.all().delete()
    line.asks("menu", Digits="9")
    assert not Page.objects.exists(), "that nobody is on duty by now is no word of a call that was taken"


def test_nobody_takes_it_the_next_level_rings_and_then_whoever_can_be_is_paged_and_a_message_taken(
    line: Line, world: World, the_clock: Clock
) -> None:
    call = urgent(world, line)
    pressed(line, call, world.tobin, digits="")  # a mailbox presses no key
    answer = line.asks("duty/1", DialCallStatus="completed", DialCallDuration="9")
    assert answer.findtext("Dial/Number") == LEAD
    answer = line.asks("duty/2", DialCallStatus="no-answer")
    assert verbs(answer) == ["Say", "Record"]
    line.asks("duty/2", DialCallStatus="no-answer")  # told again
    ticket = Ticket.objects.get()
    page = Page.objects.get(cause=Cause.CALL)
    assert (page.about, page.severity) == (f"ticket-{ticket.pk}", 1)
    line.asks("left", RecordingSid=RECORDING, RecordingDuration="42")
    line.status("completed", 3)
    assert Promise.objects.get(ticket=ticket, clause="call_returned").state == State.RUNNING
    call.refresh_from_db()
    assert (call.ticket, call.is_message, call.answered_at) == (ticket, True, None)


def test_who_hangs_up_while_a_telephone_rings_is_owed_a_call_and_those_on_duty_are_paged(
    line: Line, world: World
) -> None:
    urgent(world, line)
    line.status("completed", 3)
    line.asks("duty/1", DialCallStatus="no-answer")
    assert Page.objects.get().cause == Cause.CALL
    assert Promise.objects.get(clause="call_returned").ticket == Ticket.objects.get()


def test_where_nobody_is_on_duty_a_message_is_taken_at_once(line: Line, world: World) -> None:
    MenuEntry.objects.create(digit="9", words="what is down", is_urgent=True)
    line.asks("incoming", CallStatus="ringing")
    assert verbs(line.asks("menu", Digits="9")) == ["Say", "Record"]
    assert Ticket.objects.get().priority == 1
