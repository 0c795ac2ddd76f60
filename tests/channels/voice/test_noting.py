"""A call that is written down: on its ticket, on a new one, and what it returns."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from holdfast.channels.voice.callers import only_one_with, people_with, requester_for
from holdfast.channels.voice.models import Call, Direction
from holdfast.channels.voice.noting import Spoken, log_call, log_call_on_new_ticket
from holdfast.channels.voice.returning import calls_to_return
from holdfast.channels.voice.wording import call_in_words
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.refusal import Refused
from holdfast.notices.models import Delivery
from holdfast.people.actions.changing import change_person
from holdfast.people.models import Person
from holdfast.people.numbers import e164, readable
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise, State
from holdfast.tickets.actions.calls import Telephoned, put_missed_call
from holdfast.tickets.actions.messages import Said
from holdfast.tickets.actions.opening import Opening
from holdfast.tickets.models import Channel, Message, Side, Ticket
from tests.world import NOON, Clock, ticket_by_mail

ORLAS = "+442079460958"


def spoken(**more: Any) -> Spoken:
    said = {"direction": Direction.OUT, "number": ORLAS, "minutes": 12, "note": "She restarted it."}
    return Spoken(**{**said, "ended_at": NOON, **more})


def missed(ticket: Ticket, world: World, *, at: datetime = NOON) -> Call:
    call = Call.objects.create(direction=Direction.IN, caller=ORLAS, ticket=ticket, began_at=at, missed_at=at)
    said = Said(text="Missed call", author=world.orla)
    put_missed_call(ticket, said, Telephoned(call=call.pk, at=at), by=SYSTEM)
    return call


def owed_call(ticket: Ticket) -> Promise:
    return Promise.objects.get(ticket=ticket, clause="call_returned")


def test_a_call_missed_after_the_last_one_is_overdue_is_owed_its_own_return(
    world: World, the_clock: Clock
) -> None:
    ticket = ticket_by_mail(world)
    for minutes in (0, 40, 80):
        missed(ticket, world, at=NOON + timedelta(minutes=minutes))
    the_clock.forward(minutes=90)
    starts = Promise.objects.filter(ticket=ticket, clause="call_returned").order_by("pk")
    assert [each.start_at for each in starts] == [NOON, NOON + timedelta(minutes=80)]
    log_call(ticket, spoken(ended_at=the_clock.now), by=world.tobin)
    assert [each.state for each in starts.all()] == [State.KEPT_LATE, State.KEPT]


def test_a_number_is_compared_in_one_form_however_it_was_typed(world: World) -> None:
    assert {e164(each) for each in ("+44 20 7946 0958", "+44 (0)20 7946-0958", "+442079460958")} == {ORLAS}
    assert e164("(202) 555-0143") == "+12025550143"  # the vendor's own country
    assert [e164(each) for each in ("", "call me", "12", "+", "+999999999999999999")] == [""] * 5
    assert readable(ORLAS) == "+44 20 7946 0958"
    change_person(world.orla, phone="+44 20 7946 0958", by=SYSTEM)
    assert only_one_with(ORLAS) == world.orla
    assert people_with("") == []
    change_person(world.orla, phone="ask at the desk", by=SYSTEM)
    assert only_one_with(ORLAS) is None


def test_of_several_with_one_number_nobody_is_taken_for_the_caller_nor_is_anybody_of_ours(
    world: World,
) -> None:
    two = list(Person.objects.filter(roles=[], contact__isnull=False).order_by("pk")[:2])
    for each in (*two, world.tobin):
        change_person(each, phone=ORLAS, by=SYSTEM)
    assert sorted(each.pk for each in people_with(ORLAS)) == sorted(each.pk for each in two)
    assert only_one_with(ORLAS) is None


def test_whoever_only_calls_is_one_person_by_their_number_and_is_sent_no_mail(world: World) -> None:
    caller = requester_for(None, ORLAS)
    assert (str(caller), caller.is_known_by_number) == ("+44 20 7946 0958", True)
    assert requester_for(None, ORLAS) == caller != requester_for(None, "")
    opening = Opening(requester=caller, subject="Down", said=Said(text="Down"), channel=Channel.PHONE)
    call = log_call_on_new_ticket(opening, spoken(direction=Direction.IN), by=world.tobin)
    assert call.ticket is not None and call.ticket.requester == caller
    assert call.caller == ORLAS and call.ticket.opened_at == NOON
    assert {row.state for row in Delivery.objects.filter(address=caller.email)} == {"cancelled"}
    told = Promise.objects.get(ticket=call.ticket, clause="acknowledge")
    assert (told.state, told.waiver) == (State.WAIVED, "nothing can be sent to the address")


def test_a_call_stands_on_its_ticket_as_a_note_and_returns_the_one_that_was_missed(
    world: World, the_clock: Clock
) -> None:
    ticket = ticket_by_mail(world)
    lost = missed(ticket, world)
    assert list(calls_to_return()) == [lost]
    promise = owed_call(ticket)
    assert (promise.due_at, promise.state) == (NOON + timedelta(hours=1), State.RUNNING)
    missed(ticket, world)
    assert owed_call(ticket) == promise  # who calls again is owed one call
    the_clock.forward(minutes=20)
    log_call(ticket, spoken(is_reached=False, ended_at=the_clock.now), by=world.tobin)
    assert owed_call(ticket).state == State.RUNNING
    call = log_call(ticket, spoken(ended_at=the_clock.now), by=world.tobin)
    promise.refresh_from_db()
    assert (promise.state, promise.evidence) == (State.KEPT, f"call-{call.pk}")
    assert not calls_to_return()
    assert call.message is not None
    assert (call.message.side, call.message.channel, call.message.text) == (
        Side.INTERNAL,
        Channel.PHONE,
        "She restarted it.",
    )
    assert (call_in_words(call), call.length, call.began_at) == (
        "outgoing call, 12 min",
        720,
        the_clock.now - timedelta(minutes=12),
    )
    first = Promise.objects.get(ticket=ticket, clause="first_response")
    assert first.state == State.RUNNING  # only a public message is one


def test_what_was_agreed_is_sent_to_the_client_and_is_the_first_response(world: World) -> None:
    ticket = ticket_by_mail(world)
    log_call(ticket, spoken(for_client="We restart it at noon."), by=world.tobin)
    assert Promise.objects.get(ticket=ticket, clause="first_response").state == State.KEPT
    sent = Message.objects.get(ticket=ticket, side=Side.VENDOR, is_automatic=False)
    assert (sent.channel, sent.text) == (Channel.PHONE, "We restart it at noon.")


def test_a_call_that_is_not_returned_in_time_is_broken_at_its_limit_and_kept_late(
    world: World, the_clock: Clock
) -> None:
    ticket = ticket_by_mail(world)
    missed(ticket, world)
    the_clock.forward(hours=2)
    log_call(ticket, spoken(ended_at=the_clock.now), by=world.tobin)
    promise = owed_call(ticket)
    assert (promise.state, promise.broken_at) == (State.KEPT_LATE, NOON + timedelta(hours=1))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"note": " "}, "note"),
        ({"minutes": 1441}, "minutes"),
        ({"ended_at": NOON + timedelta(hours=1)}, "ended_at"),
    ],
)
def test_a_call_is_refused_at_the_field_that_is_wrong(
    world: World, wrong: dict[str, Any], field: str
) -> None:
    ticket = ticket_by_mail(world)
    with pytest.raises(Refused) as refused:
        log_call(ticket, spoken(**wrong), by=world.tobin)
    assert (refused.value.field, Call.objects.count()) == (field, 0)
