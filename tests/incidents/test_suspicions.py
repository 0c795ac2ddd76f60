"""A client suspects an interruption: weighed in time, the reporter told, the tickets answered by one word (E5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.escalation.models import Climb
from holdfast.incidents.actions.confirming import (
    Hit,
    confirm_interruption,
    dismiss_interruption,
    retract_interruption,
    suspect_interruption,
)
from holdfast.incidents.actions.linking import link_tickets, unlink_ticket
from holdfast.incidents.actions.suspecting import join_suspicions, suspect_on_ticket
from holdfast.incidents.actions.telling import restore_interruption, send_report, send_update
from holdfast.incidents.linked import linked_tickets
from holdfast.incidents.models import Interruption, Level, State
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.notices.models import Delivery
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from holdfast.tickets.actions.resolution import merge_ticket
from holdfast.tickets.models import Message, Side, Ticket
from tests.incidents.estate import Estate
from tests.incidents.test_life import WHOLE, run_sweeps
from tests.promises.acceptance import accept, bounce
from tests.world import NOON, Clock, ticket_by_mail

pytestmark = pytest.mark.django_db


def suspected(
    world: World, person: str = "bram", subject: str = "Nothing arrives"
) -> tuple[Ticket, Interruption]:
    ticket = ticket_by_mail(world, person, subject)
    found = suspect_on_ticket(ticket, title="Messages arrive late", words=subject, by=world.tobin.actor)
    return ticket, found


def weighed(ticket: Ticket) -> Promise:
    return Promise.objects.get(ticket=ticket, clause="suspicion_weighed")


def told(kind: str) -> list[str]:
    rows = Delivery.objects.filter(notice__kind=kind).order_by("address")
    return [each.address for each in rows]


def words_to_client(ticket: Ticket) -> list[str]:
    return list(
        Message.objects.filter(ticket=ticket, side=Side.VENDOR).order_by("pk").values_list("text", flat=True)
    )


def test_a_suspicion_of_a_client_is_owed_a_verdict_within_a_quarter_of_an_hour(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    ticket, found = suspected(world)
    assert weighed(ticket).due_at == NOON + timedelta(minutes=15)
    assert weighed(ticket).organisation == world.osprey
    assert found.state == State.SUSPECTED and not found.is_public
    # whoever may confirm it hears at once, and so does the account manager
    manager = world.osprey.account_manager
    assert manager.email in told("suspicion_of_client") and world.kaveh.email in told("suspicion_of_client")
    the_clock.forward(minutes=16)
    run_sweeps()
    assert weighed(ticket).state == "broken"


def test_confirming_links_the_ticket_and_keeps_the_promise_once_the_reporter_is_told(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    ticket, found = suspected(world)
    the_clock.forward(minutes=5)
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR, "Frankfurt")], by=world.kaveh)
    assert weighed(ticket).state == "running"  # confirmed is not told
    assert list(linked_tickets(found)) == [ticket]
    assert told("suspicion_confirmed") == [world.persons["bram"].email]
    accept("suspicion_confirmed")
    assert weighed(ticket).state == "kept"
    bounce(Delivery.objects.get(notice__kind="suspicion_confirmed").pk)
    assert weighed(ticket).state == "running"


def test_dismissing_tells_the_reporter_in_the_words_of_whoever_did_and_the_account_manager(
    world: World, the_clock: Clock
) -> None:
    ticket, found = suspected(world)
    link_tickets(found, [ticket_by_mail(world, "orla", "And mine?").pk], by=world.tobin)
    the_clock.forward(minutes=5)
    dismiss_interruption(found, reason="A rule in your mailbox sorts them away.", by=world.kaveh)
    assert words_to_client(ticket) == ["A rule in your mailbox sorts them away."]
    assert not linked_tickets(found)  # what is none has no tickets
    assert told("suspicion_dismissed") == [world.persons["bram"].email]
    assert told("message") == []  # one mail, not two
    accept("suspicion_dismissed")
    assert weighed(ticket).state == "kept"
    outcomes = Delivery.objects.filter(notice__kind="suspicion_of_client", notice__said__outcome="dismissed")
    assert [each.address for each in outcomes] == [world.osprey.account_manager.email]


def test_one_word_answers_every_linked_ticket_and_nobody_gets_it_twice(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    """Orla is on the emergency list of her client, Bram is not: each has one mail of each word."""
    ticket, found = suspected(world)
    of_orla = ticket_by_mail(world, "orla", "Where are my messages")
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR, "Frankfurt")], by=world.kaveh)
    assert link_tickets(found, [of_orla.pk, ticket.pk], by=world.tobin) == [of_orla]
    the_clock.forward(minutes=30)
    send_report(found, said=WHOLE, next_at=the_clock.now + timedelta(hours=1), by=world.kaveh)
    orla, bram = world.persons["orla"].email, world.persons["bram"].email
    by_word = Delivery.objects.filter(notice__kind__in=["interruption_report", "message"])
    assert sorted(by_word.values_list("address", flat=True)) == sorted(
        [orla, bram, world.persons["lutz"].email]
    )
    for each in (ticket, of_orla):
        assert "Messages arrive late. Interruption report." in words_to_client(each)[-1]
        states = Promise.objects.filter(ticket=each, clause="client_update").order_by("pk")
        assert [row.state for row in states] == ["kept", "running"]
    unlink_ticket(found, of_orla, by=world.tobin)
    send_update(found, text="Half is moved.", next_at=the_clock.now + timedelta(hours=1), by=world.tobin)
    assert len(words_to_client(of_orla)) == 1 and len(words_to_client(ticket)) == 2


def test_whoever_holds_a_linked_ticket_is_told_when_it_is_restored(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    ticket, found = suspected(world)
    Ticket.objects.filter(pk=ticket.pk).update(assignee=world.tobin)
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)
    the_clock.forward(minutes=5)
    restore_interruption(
        found, text="All is back.", next_at=the_clock.now + timedelta(days=1), by=world.kaveh
    )
    assert told("linked_restored") == [world.tobin.email]


def test_a_suspicion_joins_what_is_known_and_of_what_is_confirmed_the_reporter_hears_at_once(
    world: World, estate: Estate
) -> None:
    first, found = suspected(world)
    second = ticket_by_mail(world, "lutz", "Empty inbox")
    other = suspect_on_ticket(second, title="Empty inbox", by=world.tobin.actor)
    with pytest.raises(Forbidden):
        join_suspicions(other, into=found, by=world.tobin)
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)
    join_suspicions(other, into=found, by=world.kaveh)
    assert list(linked_tickets(found)) == [first, second]
    other.refresh_from_db()
    assert (other.state, other.part_of) == (State.DISMISSED, found)
    assert sorted(told("suspicion_confirmed")) == sorted(
        world.persons[each].email for each in ("bram", "lutz")
    )
    assert words_to_client(second) == []


def test_what_is_confirmed_already_takes_the_ticket_without_a_suspicion(world: World, estate: Estate) -> None:
    found = suspect_interruption(title="Messages arrive late", by=SYSTEM)
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)
    ticket = ticket_by_mail(world, "bram", "Nothing arrives")
    suspect_on_ticket(ticket, into=found, by=world.tobin.actor)
    assert list(linked_tickets(found)) == [ticket]
    assert not Promise.objects.filter(clause="suspicion_weighed").exists()


def test_a_ticket_suspects_one_thing_at_a_time_and_machine_mail_none(world: World) -> None:
    ticket, found = suspected(world)
    with pytest.raises(Refused, match="weighed already"):
        suspect_on_ticket(ticket, title="Again", by=world.tobin.actor)
    Ticket.objects.filter(pk=ticket.pk).update(is_machine=True)
    with pytest.raises(Refused, match="suspects nothing"):
        suspect_on_ticket(ticket, title="Again", by=world.tobin.actor)
    with pytest.raises(Refused, match="answered to nobody"):
        link_tickets(found, [ticket.pk], by=world.tobin)
    with pytest.raises(Refused, match="at least one"):
        link_tickets(found, [], by=world.tobin)


def test_a_retraction_before_any_word_still_tells_whoever_was_told_that_it_is_one(
    world: World, estate: Estate
) -> None:
    ticket, found = suspected(world)
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)
    retract_interruption(found, reason="It was a test of ours.", by=world.kaveh)
    assert words_to_client(ticket) == ["It was a test of ours."]


def test_a_missed_word_climbs_on_the_ticket_of_the_client_that_is_linked_and_once_for_an_answer_time(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    """D3: the report and the hourly update climb, as the shipped policy says; a client without a ticket has no ladder."""
    ticket, found = suspected(world)
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)
    the_clock.forward(minutes=61)
    run_sweeps()
    climbs = list(Climb.objects.all())
    assert [(each.ticket_id, each.level, each.is_automatic) for each in climbs] == [(ticket.pk, 2, True)]
    assert told("word_missed")  # who confirmed it, and the managers, know of every client


def test_a_ticket_that_suspects_the_same_again_is_weighed_and_told_again(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    ticket, found = suspected(world)
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)
    accept("suspicion_confirmed")
    restore_interruption(found, text="Back.", next_at=the_clock.now + timedelta(days=1), by=world.kaveh)
    the_clock.forward(hours=2)
    other = suspect_on_ticket(ticket, title="Nothing again", by=world.tobin.actor)
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)
    join_suspicions(other, into=found, by=world.kaveh)
    assert told("suspicion_confirmed") == [world.persons["bram"].email] * 2
    accept("suspicion_confirmed")
    rows = Promise.objects.filter(ticket=ticket, clause="suspicion_weighed")
    assert [each.state for each in rows] == ["kept", "kept"]


def test_the_word_of_a_verdict_that_arrives_after_its_ticket_went_into_another_keeps_the_promise_there(
    world: World, estate: Estate
) -> None:
    ticket, found = suspected(world)
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)
    into = ticket_by_mail(world, "orla", "Where are my messages")
    merge_ticket(ticket, into=into, by=world.tobin)
    assert weighed(into).state == "running"
    accept("suspicion_confirmed")
    assert weighed(into).state == "kept"


def test_what_a_ticket_suspects_and_is_linked_to_goes_on_with_the_ticket_that_it_went_into(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    ticket, found = suspected(world)
    into = ticket_by_mail(world, "orla", "Where are my messages")
    merge_ticket(ticket, into=into, by=world.tobin)
    assert (weighed(into).state, weighed(into).due_at) == ("running", NOON + timedelta(minutes=15))
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)
    assert list(linked_tickets(found)) == [into]
    assert told("suspicion_confirmed") == sorted(world.persons[each].email for each in ("bram", "orla"))
    accept("suspicion_confirmed")
    assert weighed(into).state == "kept"
    last = ticket_by_mail(world, "orla", "And now?")
    merge_ticket(into, into=last, by=world.tobin)
    send_update(found, text="Half is moved.", next_at=the_clock.now + timedelta(hours=1), by=world.tobin)
    assert "Half is moved." in words_to_client(last)[-1]
