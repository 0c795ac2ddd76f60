"""Whole calls as the provider tells of them: in order, out of order, twice, forged (T88)."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import get_resolver
from twilio.request_validator import RequestValidator

from holdfast.calendars.models import Calendar
from holdfast.channels.voice.models import Call, CallEvent, CallState, MenuEntry, PhoneLine
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.models import TrailEntry
from holdfast.people.actions.changing import change_person
from holdfast.people.models import Team
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise, State
from holdfast.tickets.models import Message, Ticket
from tests.channels.voice.provider import CALLER, RECORDING, TOKEN, Line, verbs, words
from tests.world import NOON, Clock


def known(world: World) -> None:
    change_person(world.orla, phone=CALLER, by=SYSTEM)


def test_a_caller_is_greeted_chooses_waits_and_leaves_a_message_which_is_a_ticket_with_a_call_owed(
    line: Line, world: World, the_clock: Clock
) -> None:
    known(world)
    team = Team.objects.create(name="Chat")
    MenuEntry.objects.create(digit="1", words="Chat & <mail>", team=team, product=world.products["chat"])
    answer = line.asks("incoming", CallStatus="ringing")
    assert verbs(answer) == ["Say", "Gather", "Enqueue"]
    assert words(answer) == "Thank you for calling Pellucid. For Chat & <mail>, press 1."
    call = Call.objects.get()
    assert (call.state, call.person, call.caller, call.ticket) == (
        CallState.RINGING,
        world.orla,
        CALLER,
        None,
    )
    assert "none of the keys" in words(line.asks("menu", Digits="7"))
    assert verbs(line.asks("menu", Digits="1")) == ["Enqueue"]
    assert "number 2" in words(line.asks("wait", QueuePosition="2", QueueTime="0"))
    call.refresh_from_db()
    assert (call.state, call.team, call.product) == (CallState.WAITING, team, world.products["chat"])
    assert verbs(line.asks("wait", QueuePosition="1", QueueTime="20")) == ["Say", "Pause"]
    assert verbs(line.asks("wait", QueuePosition="1", QueueTime="300")) == ["Leave"]
    assert verbs(line.asks("queued", QueueResult="leave", QueueTime="301")) == ["Say", "Record"]
    the_clock.forward(minutes=6)
    left = line.asks("left", RecordingSid=RECORDING, RecordingDuration="42", Digits="hangup")
    assert verbs(left) == ["Say", "Hangup"]
    line.recorded()
    line.status("completed", 3, CallDuration="400")
    call.refresh_from_db()
    ticket = Ticket.objects.get()
    assert (ticket.requester, ticket.organisation, ticket.channel, ticket.team, ticket.product) == (
        world.orla,
        world.osprey,
        "phone",
        team,
        world.products["chat"],
    )
    message = Message.objects.get()
    assert (call.ticket, call.message, call.state) == (ticket, message, CallState.ENDED)
    assert message.text == "Voicemail from +44 20 7946 0958, 42 s."
    assert (call.recording_state, call.recording_name, call.is_message) == ("awaited", RECORDING, True)
    owed = Promise.objects.get(clause="call_returned")
    assert (owed.start_at, owed.due_at) == (the_clock.now, the_clock.now + timedelta(hours=1))


Step = Callable[[Line], Any]
WHOLE: tuple[Step, ...] = (
    lambda line: line.asks("incoming", CallStatus="ringing"),
    lambda line: line.status("ringing", 0, "Tue, 24 Nov 2026 11:50:00 +0000"),
    lambda line: line.status("in-progress", 1, "Tue, 24 Nov 2026 11:50:02 +0000"),
    lambda line: line.asks("wait", QueuePosition="1", QueueTime="0"),
    lambda line: line.asks("queued", QueueResult="leave", QueueTime="301"),
    lambda line: line.asks("left", RecordingSid=RECORDING, RecordingDuration="42"),
    lambda line: line.recorded(),
    lambda line: line.status("completed", 2, "Tue, 24 Nov 2026 11:56:00 +0000"),
)


@pytest.mark.parametrize("seed", range(6))
def test_t88_told_in_any_order_and_each_twice_it_is_one_call_one_ticket_and_one_call_owed(
    line: Line, world: World, seed: int
) -> None:
    known(world)
    steps = [*WHOLE, *WHOLE]
    random.Random(seed).shuffle(steps)
    for step in steps:
        step(line)
    call = Call.objects.get()
    assert (call.state, call.is_message, call.ticket) == (CallState.ENDED, True, Ticket.objects.get())
    assert call.message is not None and call.message.text.startswith("Voicemail")
    assert Promise.objects.filter(clause="call_returned").count() == 1
    assert call.began_at == datetime(2026, 11, 24, 11, 50, tzinfo=UTC)
    assert TrailEntry.objects.filter(fact="CallMissed").count() == 1
    assert CallEvent.objects.count() == len(WHOLE)


def test_t88_what_comes_late_moves_no_call_back(line: Line) -> None:
    line.status("completed", 3, "Tue, 24 Nov 2026 11:58:00 +0000")
    moved = [each.said["state"] for each in TrailEntry.objects.filter(fact="CallMoved")]
    line.status("ringing", 0, "Tue, 24 Nov 2026 11:57:00 +0000")
    line.asks("incoming", CallStatus="ringing")
    call = Call.objects.get()
    assert (call.state, moved) == (CallState.ENDED, [CallState.ENDED])
    assert (call.began_at, call.ended_at) == (NOON - timedelta(minutes=3), NOON - timedelta(minutes=2))
    assert TrailEntry.objects.filter(fact="CallMoved").count() == 1


def test_t88_whatever_is_not_signed_by_our_account_is_refused_and_leaves_nothing(line: Line) -> None:
    patterns = [each for each in get_resolver().url_patterns if str(each.pattern) == "hooks/voice/"]
    pages = [str(each.pattern) for each in patterns[0].url_patterns]
    assert len(pages) >= 11
    form = line.form(Digits="1", RecordingSid=RECORDING, RecordingStatus="completed")
    for page in pages:
        path = page.replace("<int:key>", "1").replace("<int:person>", "1").replace("<int:level>", "1")
        for forged in ("", "bm90IHRydWU=", "ü"):
            assert line.post(path, form, signature=forged).status_code == 403, page
        assert line.client.get(f"/hooks/voice/{path}").status_code == 405
    signed = RequestValidator(TOKEN).compute_signature(f"{settings.SITE_URL}/hooks/voice/status/", form)
    other = {**form, "From": "+12025550199"}
    assert line.post("status/", other, signature=signed).status_code == 403
    assert not Call.objects.exists() and not Ticket.objects.exists()


def test_who_hangs_up_in_the_queue_is_owed_a_call_and_who_calls_again_meanwhile_joins_the_ticket(
    line: Line, world: World, the_clock: Clock
) -> None:
    line.asks("incoming", CallStatus="ringing")
    line.status("completed", 3)
    ticket, promise = Ticket.objects.get(), Promise.objects.get(clause="call_returned")
    assert ticket.subject == "Missed call from +44 20 7946 0958"
    assert ticket.requester.is_known_by_number and ticket.organisation is None
    the_clock.forward(minutes=5)
    again = Line("CA" + "b" * 32)
    again.asks("incoming", CallStatus="ringing")
    again.status("completed", 3)
    assert (Ticket.objects.get(), Promise.objects.get(clause="call_returned")) == (ticket, promise)
    assert Message.objects.filter(ticket=ticket).count() == 2
    withheld = Line("CA" + "c" * 32, caller="anonymous")
    withheld.asks("incoming", CallStatus="ringing")
    withheld.status("no-answer", 3)
    assert str(Ticket.objects.exclude(pk=ticket.pk).get().requester) == "a withheld number"


def test_a_missed_call_answers_no_question_and_starts_no_clock_again(line: Line, world: World) -> None:
    known(world)
    line.asks("incoming", CallStatus="ringing")
    line.status("completed", 3)
    assert not TrailEntry.objects.filter(fact="MessageArrived", said__opens=False).exists()
    assert Promise.objects.get(clause="turnaround").state == State.RUNNING


def test_out_of_hours_the_words_are_others_and_a_message_is_taken_at_once(line: Line, world: World) -> None:
    office = Calendar.objects.get(key="office-hours")
    PhoneLine.objects.create(calendar=office, closed={"en": "Back at <nine>."}, greeting={"de": "Guten Tag."})
    MenuEntry.objects.create(digit="1", words="Chat")
    MenuEntry.objects.create(digit="9", words="what is down", is_urgent=True)
    the_clock = Clock()
    the_clock.set(NOON.replace(day=22))  # a Sunday
    answer = line.asks("incoming", CallStatus="ringing")
    assert verbs(answer) == ["Say", "Gather", "Say", "Record"]
    assert words(answer).startswith("Back at <nine>. For what is down, press 9. Please leave a message")
    assert "none of the keys" in words(line.asks("menu", Digits="1"))
    the_clock.set(NOON.replace(day=24, hour=15))
    change_person(world.orla, phone=CALLER, language="de", by=SYSTEM)
    answer = Line("CA" + "d" * 32).asks("incoming")
    assert verbs(answer) == ["Say", "Gather", "Enqueue"]
    assert (answer[0].text, answer[0].get("language")) == ("Guten Tag.", "de-DE")


def test_a_form_that_names_no_call_is_answered_and_leaves_nothing(line: Line) -> None:
    line.sid = "CA1'; DROP"
    assert verbs(line.asks("incoming")) == ["Hangup"]
    assert not Call.objects.exists()
