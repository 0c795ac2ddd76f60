"""The card of whoever calls, on every page of the desk before anybody answers; and taking the call."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import fromstring

import pytest
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from holdfast.calendars.models import Calendar
from holdfast.channels.voice.models import Call, CallState, PhoneLine
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.models import TrailEntry
from holdfast.people.actions.changing import change_person
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise, State
from holdfast.tickets.models import Message, Ticket
from tests.channels.voice.provider import ACCOUNT, CALLER, OURS, Line, env_with_provider, verbs, words
from tests.web.doors import At
from tests.web_stand_in import StandIn
from tests.world import NOON, Clock, ticket_by_mail

TOBINS = "+447700900777"


@pytest.fixture
def far(world: World, settings: Settings) -> Iterator[StandIn]:
    with StandIn() as far:
        settings.ENV = env_with_provider(twilio_url=far.url, test_inside=True)
        far.answer(200, b'{"sid": "CA1"}')
        yield far


@pytest.fixture
def line(far: StandIn) -> Line:
    return Line()


def card(door: object) -> str:
    return door.get("/desk/calls/live/").content.decode()  # type: ignore[attr-defined, no-any-return]


def test_the_card_of_whoever_calls_shows_them_what_is_open_and_what_is_promised(
    line: Line, world: World, at_desk: At, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    door = at_desk(world.tobin)
    ticket = ticket_by_mail(world)
    assert 'data-src="/desk/calls/live/"' in door.get("/desk/").content.decode()
    assert "<section" not in card(door)
    change_person(world.orla, phone="+44 20 7946 0958", by=SYSTEM)
    line.asks("incoming", CallStatus="ringing", StirVerstat="TN-Validation-Passed-A")
    with django_assert_num_queries(6):
        shown = card(door)
    assert f"{world.orla} calls" in shown and "Osprey Lane" in shown
    assert "network vouches for the number" in shown
    for told, said in {
        "TN-Validation-Passed": "network vouches for the number",
        "TN-Validation-Passed-B": "knows its customer, and does not vouch",
        "TN-Validation-Passed-C-Diverted": "came in from elsewhere",
        "TN-Validation-Failed-A": "may be forged",
        "No-TN-Validation": "Nobody vouches",
        "<b>": "Nobody vouches",
    }.items():
        Call.objects.update(number_check=told)
        assert said in card(door) and "<b>Nobody" not in card(door)
    Call.objects.update(number_check="")
    assert "vouch" not in card(door)
    assert f"#{ticket.pk} Chats are misrouted" in shown and "data-due" in shown
    assert TrailEntry.objects.filter(fact="CallCame").exists()  # upon which every page fetches it
    contacts = Person.objects.filter(roles=[], contact__isnull=False)
    other = contacts.exclude(pk=world.orla.pk).earliest("pk")
    change_person(other, phone=CALLER, by=SYSTEM)
    Call.objects.update(person=None)
    shown = card(door)
    assert "+44 20 7946 0958 calls" in shown
    assert str(world.orla) in shown and str(other) in shown  # both, and neither is taken for the caller
    line.status("completed", 3)
    assert "<section" not in card(door)


def test_the_one_who_answers_is_rung_and_both_are_joined_on_the_ticket_that_was_chosen(
    line: Line, far: StandIn, world: World, at_desk: At, the_clock: Clock
) -> None:
    ticket, door = ticket_by_mail(world), at_desk(world.tobin)
    line.asks("incoming", CallStatus="ringing")
    call = Call.objects.get()
    path = f"/desk/calls/{call.pk}/answer/"
    refused = door.post(path, {"ticket": ticket.pk}, follow=True).content.decode()
    assert "No telephone of yours is known" in refused and not far.asked
    for each in (world.tobin, world.ana):
        change_person(each, phone=TOBINS, by=SYSTEM)
    answer = door.post(path, {"ticket": ticket.pk})
    assert answer.headers["Location"] == f"/desk/tickets/{ticket.pk}/"
    (asked,) = far.asked
    assert asked.path == f"/2010-04-01/Accounts/{ACCOUNT}/Calls/{line.sid}.json"
    dial = fromstring(asked.form["Twiml"]).find("Dial")
    assert dial is not None and dial.findtext("Number") == TOBINS and dial.get("callerId") == OURS
    again = at_desk(world.ana).post(path, follow=True).content.decode()
    assert "The telephone of Tobin Adeyar rings for it already." in again and len(far.asked) == 1
    leg = {"CallSid": "CA" + "f" * 32, "ParentCallSid": line.sid, "Direction": "outbound-dial"}
    line.asks(f"{call.pk}/whisper/{world.tobin.pk}", **leg)
    line.asks(f"{call.pk}/take/{world.tobin.pk}", Digits="5", **leg)
    the_clock.forward(minutes=3)
    assert verbs(line.asks("answered", DialCallStatus="completed", DialCallSid=leg["CallSid"])) == ["Hangup"]
    line.status("completed", 3)
    call.refresh_from_db()
    assert (call.answered_by, call.length, call.ticket) == (world.tobin, 180, ticket)
    assert call.message is not None and "spoke with" in call.message.text
    assert "Nobody waits on this call" in door.post(path, follow=True).content.decode()


def test_who_does_not_take_up_gives_the_call_back_to_the_queue(
    line: Line, far: StandIn, world: World, at_desk: At
) -> None:
    change_person(world.tobin, phone=TOBINS, by=SYSTEM)
    line.asks("incoming", CallStatus="ringing")
    line.asks("wait", QueuePosition="1", QueueTime="0")
    call = Call.objects.get()
    door = at_desk(world.tobin)
    tickets = [ticket_by_mail(world), ticket_by_mail(world)]
    for nth, ticket in enumerate(tickets):
        door.post(f"/desk/calls/{call.pk}/answer/", {"ticket": ticket.pk})
        told = {"DialCallStatus": "no-answer", "DialCallSid": f"CA{nth:032}"}
        assert verbs(line.asks("answered", **told)) == ["Enqueue"]
        call.refresh_from_db()
        assert call.ticket == ticket  # whoever takes it says what it is about, not who tried before
    far.answer(400, b'{"code": 21220}')
    refused = door.post(f"/desk/calls/{call.pk}/answer/", follow=True).content.decode()
    assert "The call can’t be joined" in refused
    call.refresh_from_db()
    assert (call.state, call.rung, call.rung_at) == (CallState.WAITING, None, None)


def test_a_call_that_was_answered_on_no_ticket_opens_one_that_is_with_whoever_spoke(
    line: Line, world: World, the_clock: Clock
) -> None:
    line.asks("incoming", CallStatus="ringing")
    call = Call.objects.get()
    line.asks(f"{call.pk}/take/{world.tobin.pk}", Digits="1", ParentCallSid=line.sid, CallSid="CA" + "f" * 32)
    the_clock.forward(minutes=2)
    line.status("completed", 3)
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.assignee) == ("Call from +44 20 7946 0958", world.tobin)
    assert not Promise.objects.filter(clause="call_returned").exists()


def test_the_number_alone_becomes_a_contact_and_its_ticket_and_promises_theirs(
    line: Line, world: World, at_desk: At
) -> None:
    line.asks("incoming", CallStatus="ringing")
    line.status("completed", 3)
    ticket, call, door = Ticket.objects.get(), Call.objects.get(), at_desk(world.tobin)
    path = f"/desk/calls/{call.pk}/caller/"
    assert "Who calls from +44 20 7946 0958?" in door.get(path).content.decode()
    assert door.post(path, {}).status_code == 422
    answer = door.post(path, {"contact": world.orla.contact.pk}, follow=True).content.decode()
    assert "It is Orla" in answer
    ticket.refresh_from_db()
    world.orla.refresh_from_db()
    assert (ticket.requester, ticket.organisation, world.orla.number) == (world.orla, world.osprey, CALLER)
    owed = Promise.objects.filter(ticket=ticket, state=State.RUNNING)
    assert set(owed.values_list("organisation", "person")) == {(world.osprey.pk, None)}
    somebody = {"email": "new@elsewhere.example", "name": "New"}
    door.post(path, somebody)
    ticket.refresh_from_db()
    assert ticket.requester == world.orla  # it is hers by now
    assert Message.objects.filter(ticket=ticket).count() == 1


def test_click_to_call_rings_ones_own_telephone_then_theirs_and_keeps_the_call_that_was_owed(
    line: Line, far: StandIn, world: World, at_desk: At, the_clock: Clock
) -> None:
    change_person(world.orla, phone=CALLER, by=SYSTEM)
    change_person(world.tobin, phone=TOBINS, by=SYSTEM)
    line.asks("incoming", CallStatus="ringing")
    line.status("completed", 3)
    ticket, door = Ticket.objects.get(), at_desk(world.tobin)
    assert f'action="/desk/tickets/{ticket.pk}/calls/out/"' in door.get("/desk/calls/").content.decode()
    told = door.post(f"/desk/tickets/{ticket.pk}/calls/out/", follow=True).content.decode()
    assert "Your telephone rings." in told and 'aria-label="Call Orla' in told
    told = door.post(f"/desk/tickets/{ticket.pk}/calls/out/", follow=True).content.decode()
    assert "Your telephone rings for it already." in told, "a double press rings once"
    (asked,) = far.asked
    call = Call.objects.latest("pk")
    assert (asked.path.rpartition("/")[2], asked.form["To"], asked.form["From"]) == (
        "Calls.json",
        TOBINS,
        OURS,
    )
    assert asked.form["StatusCallback"].endswith(f"/hooks/voice/{call.pk}/status/")
    own = Line("CA" + "9" * 32)
    assert own.asks(f"{call.pk}/dial", Digits="1").findtext("Dial/Number") == CALLER
    the_clock.forward(minutes=10)
    ended = {"DialCallStatus": "completed", "DialCallDuration": "480"}
    for _ in range(2):  # the end of both legs, in the wrong order, and twice
        own.tells(f"{call.pk}/status", CallStatus="completed", SequenceNumber="0")
        assert verbs(own.asks(f"{call.pk}/dialled", **ended)) == ["Hangup"]
    call.refresh_from_db()
    assert (call.provider_id, call.length, call.answered_by, call.ticket) == (
        own.sid,
        480,
        world.tobin,
        ticket,
    )
    promise = Promise.objects.get(clause="call_returned")
    assert (promise.state, promise.evidence) == (State.KEPT, f"call-{call.pk}")
    assert Message.objects.filter(text__contains="spoke with Orla").count() == 1
    assert "To be called back" not in door.get("/desk/calls/").content.decode()


def test_both_sides_are_told_before_anything_is_recorded(
    line: Line, far: StandIn, world: World, at_desk: At
) -> None:
    PhoneLine.objects.create(records_calls=True, calendar=Calendar.objects.get(key="office-hours"))
    Clock().set(NOON.replace(day=22))  # out of hours as well: the line for Priority 1 is open
    assert "may be recorded" in words(line.asks("incoming"))
    for person, number in ((world.orla, CALLER), (world.tobin, TOBINS)):
        change_person(person, phone=number, by=SYSTEM)
    at_desk(world.tobin).post(f"/desk/clients/{world.osprey.pk}/contacts/{world.orla.contact.pk}/call/")
    call, own = Call.objects.get(direction="out"), Line("CA" + "9" * 32)
    dialled = own.asks(f"{call.pk}/dial", Digits="1")
    told_at = dialled.find("Dial/Number")
    assert told_at is not None and (told_at.get("url") or "").endswith(f"/{call.pk}/announcement/")
    leg = {"CallSid": "CA" + "8" * 32, "ParentCallSid": own.sid}
    assert "may be recorded" in words(own.asks(f"{call.pk}/announcement", **leg))


def test_a_contact_is_called_from_the_page_of_their_client_and_what_was_spoken_is_a_ticket(
    line: Line, far: StandIn, world: World, at_desk: At, the_clock: Clock
) -> None:
    for person, number in ((world.orla, CALLER), (world.tobin, TOBINS)):
        change_person(person, phone=number, by=SYSTEM)
    door, path = at_desk(world.tobin), f"/desk/clients/{world.osprey.pk}/"
    to = f"{path}contacts/{world.orla.contact.pk}/call/"
    assert f'action="{to}"' in door.get(path).content.decode()
    assert "Your telephone rings." in door.post(to, follow=True).content.decode()
    call, own = Call.objects.get(), Line("CA" + "9" * 32)
    the_clock.forward(minutes=2)
    own.asks(f"{call.pk}/dialled", DialCallStatus="completed", DialCallDuration="60")
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.requester, ticket.assignee) == (
        "Call to +44 20 7946 0958",
        world.orla,
        world.tobin,
    )


def test_a_call_that_the_provider_does_not_make_is_over_and_said_so(
    line: Line, far: StandIn, world: World, at_desk: At
) -> None:
    ticket, door = ticket_by_mail(world), at_desk(world.tobin)
    path = f"/desk/tickets/{ticket.pk}/calls/out/"
    change_person(world.tobin, phone=TOBINS, by=SYSTEM)
    assert "No telephone number is known." in door.post(path, follow=True).content.decode()
    change_person(world.orla, phone=CALLER, by=SYSTEM)
    far.answer(400, b'{"code": 21211}')
    assert "The call can’t be made" in door.post(path, follow=True).content.decode()
    call = Call.objects.get()
    assert (call.state, call.answered_at, call.missed_at) == (CallState.ENDED, None, None)
