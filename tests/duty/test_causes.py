"""What must page somebody does (communication.md, ledger rule 5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.duty import loop as duty_loop
from holdfast.duty.actions.rotas import end_rota
from holdfast.duty.models import Cause, Page, Via
from holdfast.incidents.actions.confirming import (
    Hit,
    confirm_interruption,
    dismiss_interruption,
    suspect_interruption,
)
from holdfast.incidents.actions.suspecting import join_suspicions, suspect_on_ticket
from holdfast.incidents.actions.telling import restore_interruption, send_analysis
from holdfast.incidents.models import Interruption, Level
from holdfast.incidents.paging import page_for_suspicion
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.refusal import Forbidden
from holdfast.monitors.actions.keeping import pause_monitor
from holdfast.monitors.models import Monitor
from holdfast.notices.actions.bounces import record_bounce
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.letters import Reader
from holdfast.notices.models import Delivery, Lane
from holdfast.notices.rendering import render
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.promises import unaccepted
from holdfast.promises.actions.sweeping import sweep
from holdfast.promises.models import Promise
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.actions.priority import confirm_priority
from holdfast.tickets.models import Ticket
from holdfast.vendor.models import the_vendor
from tests.duty.rotas import Manned, call, paged
from tests.incidents.estate import build_estate, listed
from tests.incidents.many import report
from tests.monitors.watching import entered, look_through
from tests.promises.acceptance import accept, accept_one
from tests.world import Clock, ticket_by_mail

pytestmark = pytest.mark.django_db


def causes() -> list[tuple[str, str]]:
    return list(Page.objects.order_by("pk").values_list("cause", "about"))


def run_sweeps() -> None:
    while sweep("test"):
        pass


def test_a_broken_promise_of_priority_1_pages_and_of_priority_3_does_not(
    world: World, the_clock: Clock, manned: Manned
) -> None:
    first, third = ticket_by_mail(world), ticket_by_mail(world, subject="A question")
    confirm_priority(first, priority=1, by=world.tobin)
    confirm_priority(third, priority=3, by=world.tobin)
    the_clock.forward(hours=8)
    run_sweeps()
    assert causes() == [(Cause.OVERDUE, f"ticket-{first.pk}")]
    assert "Priority 1" in Page.objects.get().words


def test_the_page_of_a_missed_word_to_a_client_of_priority_1_ends_as_it_is_answered_and_not_before(
    world: World, the_clock: Clock, manned: Manned
) -> None:
    ticket = ticket_by_mail(world)
    confirm_priority(ticket, priority=1, by=world.tobin)
    the_clock.forward(minutes=20)
    run_sweeps()
    page = Page.objects.get()
    assert (
        page.is_open
    )  # late are the acknowledgement, the first word of a person, and the account manager's letter
    ticket = Ticket.objects.get(pk=ticket.pk)
    send_message(ticket, Said(text="We are at it.", author=world.tobin), by=world.tobin)
    page.refresh_from_db()
    assert page.is_open
    accept("acknowledgement")
    accept("account_manager_told")
    page.refresh_from_db()
    assert (page.acknowledged_via, page.acknowledged_by, page.next_at) == (Via.DONE, None, None)


def hit(world: World, *, by: Person, client: str = "quillon") -> Interruption:
    estate = build_estate(world)
    found = suspect_interruption(title="No reports", by=SYSTEM)
    component = estate.reports if client == "quillon" else estate.inbox
    return confirm_interruption(found, hits=[Hit(component, Level.MAJOR)], by=by)


def test_a_report_that_is_not_sent_in_time_pages_once_for_all_clients_who_wait(
    world: World, the_clock: Clock, manned: Manned
) -> None:
    found = hit(world, by=world.kaveh, client="osprey")
    assert causes() == []
    the_clock.forward(minutes=61)
    run_sweeps()
    assert causes() == [(Cause.OVERDUE, found.about)]
    assert "2 clients wait" in Page.objects.get().words


def test_a_page_for_missed_words_ends_as_the_last_of_them_is_taken_or_its_cause_ends(
    world: World, the_clock: Clock, manned: Manned
) -> None:
    found = hit(world, by=world.kaveh, client="osprey")
    accept("interruption_of_clients")
    the_clock.forward(minutes=61)
    run_sweeps()
    report(found, by=world.kaveh)
    osprey, velda = Delivery.objects.filter(about=found.about, notice__kind="interruption_report")
    accept_one(osprey.pk)
    assert Page.objects.get().is_open  # the other client still waits
    accept_one(velda.pk)
    page = Page.objects.get()
    assert (page.acknowledged_via, page.acknowledged_by, page.next_at) == (Via.DONE, None, None)
    the_clock.forward(minutes=61)
    run_sweeps()
    duty_loop.run_once()
    again = Page.objects.latest("pk")
    assert again.is_open and again.steps.count() == 1
    restore_interruption(
        Interruption.objects.get(), text="Back.", next_at=the_clock.now + timedelta(days=1), by=world.kaveh
    )
    the_clock.forward(minutes=6)
    duty_loop.run_once()
    again.refresh_from_db()
    assert again.is_done and again.steps.count() == 1  # nobody else was called


def test_once_the_cause_is_told_nobody_is_called_for_a_report_that_never_went(
    world: World, the_clock: Clock, manned: Manned
) -> None:
    found = hit(world, by=world.kaveh, client="osprey")
    accept("interruption_of_clients")
    the_clock.forward(minutes=61)
    run_sweeps()
    later = the_clock.now + timedelta(days=1)
    restore_interruption(found, text="Back.", next_at=later, by=world.kaveh)
    assert Page.objects.get().is_open  # the report is owed still, though it is short
    send_analysis(found, said={"cause": "A.", "impact": "B.", "steps": "C."}, by=world.kaveh)
    assert Page.objects.get().is_done
    assert "broken" in Promise.objects.filter(clause="interruption_report").values_list("state", flat=True)


def test_a_page_that_something_of_another_cause_joined_goes_on_when_the_word_is_taken(
    world: World, the_clock: Clock, manned: Manned
) -> None:
    found = hit(world, by=world.kaveh, client="osprey")
    accept("interruption_of_clients")
    the_clock.forward(minutes=61)
    run_sweeps()
    paged(call(found.about, cause=Cause.CHANNELS_FAILED))
    report(found, by=world.kaveh)
    accept("interruption_report")
    assert Page.objects.get().is_open


def test_a_client_that_is_hit_and_whose_list_is_empty_pages_at_once(world: World, manned: Manned) -> None:
    found = hit(world, by=world.kaveh)
    assert causes() == [(Cause.LIST_EMPTY, found.about)]
    assert "Quillon" in Page.objects.get().words


def test_a_contact_without_an_acceptance_by_the_limit_pages_once_though_another_of_the_client_has_the_word(
    world: World, the_clock: Clock, manned: Manned
) -> None:
    found = hit(world, by=world.kaveh, client="osprey")
    listed(world.osprey, world.persons["orla"], world.persons["bram"])
    report(found, by=world.kaveh)
    accept_one(Delivery.objects.get(about=found.about, person=world.persons["orla"]).pk)
    accept_one(Delivery.objects.get(about=found.about, person=world.persons["lutz"]).pk)
    the_clock.forward(minutes=59)
    unaccepted.run_once()
    assert causes() == []
    the_clock.forward(minutes=2)
    for _ in range(2):
        unaccepted.run_once()
    assert causes() == [(Cause.NOT_TAKEN, found.about)]
    assert "Not taken by the limit, 1 contact waits" in Page.objects.get().words
    letters = Delivery.objects.filter(notice__kind="word_unaccepted")
    assert world.kaveh.email in [each.address for each in letters]  # who confirmed it
    assert "one contact has it by no channel" in render(letters[0].notice, letters[0], the_vendor()).text


def test_a_contact_whom_no_channel_reaches_pages(world: World, manned: Manned) -> None:
    found = hit(world, by=world.kaveh, client="osprey")
    write_notice(
        event="report",
        kind="plain",
        about=found.about,
        readers=[Reader(world.orla, to_client=True, channels=[("mail", world.orla.email)])],
        subject="Messages arrive late",
        lane=Lane.INTERRUPTION,
    )
    row = Delivery.objects.get(notice__event="report")
    record_bounce(row.mail_id, failed_address="", reason="no such mailbox", permanent=True, at=clock.now())
    assert causes() == [(Cause.CHANNELS_FAILED, found.about)]
    assert "Orla" in Page.objects.get().words


def test_a_monitor_s_suspicion_pages_once_until_somebody_has_weighed_it(
    world: World, the_clock: Clock, manned: Manned
) -> None:
    estate = build_estate(world)
    quiet = entered(estate.reports, world.kaveh, "Staging", pages=False)
    look_through("+---", the_clock)
    first = Interruption.objects.get()
    assert causes() == [], "this one is to page nobody"
    entered(estate.inbox, world.kaveh, team=manned.team)
    look_through("+---", the_clock)
    page = Page.objects.get()
    assert (page.cause, page.about, page.team) == (Cause.SUSPECTED, first.about, manned.team)
    assert page.words.startswith("Suspected: Messages: Reports is down (Port: It refuses")
    assert page.url.endswith(f"/desk/interruptions/{first.pk}/")
    look_through("++---", the_clock)
    duty_loop.run_once()
    assert [each.person for each in page.steps.all()] == [world.tobin], (
        "paged once, however often it comes and goes"
    )
    confirm_interruption(first, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.tobin)
    page.refresh_from_db()
    assert (page.acknowledged_by, page.next_at) == (world.tobin, None)

    look_through("++", the_clock)
    restore_interruption(first, text="Back.", next_at=the_clock.now + timedelta(hours=8), by=world.kaveh)
    pause_monitor(quiet, by=world.kaveh)
    look_through("+" * 12 + "---", the_clock)
    again = Page.objects.filter(cause=Cause.SUSPECTED).latest("pk")
    assert again.pk != page.pk and again.words.startswith("Down again: ")
    other = suspect_interruption(title="A switch", by=SYSTEM)
    page_for_suspicion(other, quiet, words="x", at=the_clock.now)
    page_for_suspicion(other, Monitor.objects.get(pages=True), words="x", at=the_clock.now)
    dismiss_interruption(other, reason="A switch was changed.", by=world.kaveh)
    assert Page.objects.get(about=other.about).acknowledged_by == world.kaveh
    assert Page.objects.get(pk=again.pk).is_open, "that one waits still"


def test_what_a_client_suspects_and_nobody_weighs_in_time_pages_and_joining_it_acknowledges(
    world: World, the_clock: Clock, manned: Manned
) -> None:
    ticket = ticket_by_mail(world, subject="Nothing works")
    found = suspect_on_ticket(ticket, title="Exports are late", by=SYSTEM)
    assert causes() == []
    the_clock.forward(hours=30)
    run_sweeps()
    page = Page.objects.get(cause=Cause.SUSPECTED)
    assert (page.about, page.words) == (
        found.about,
        f"Not weighed in time: Exports are late (suspected on #{ticket.pk})",
    )
    join_suspicions(found, into=suspect_interruption(title="The same", by=SYSTEM), by=world.tobin)
    assert Page.objects.get(pk=page.pk).acknowledged_by == world.tobin, "an agent who is on duty"


def test_whoever_is_on_duty_may_confirm_an_interruption_as_long_as_they_are(
    world: World, manned: Manned
) -> None:
    assert hit(world, by=world.tobin).state == "confirmed"
    end_rota(manned.first, by=world.delphine)
    found = suspect_interruption(title="Again", by=SYSTEM)
    with pytest.raises(Forbidden, match="Whoever is on duty may too"):
        confirm_interruption(found, hits=[], by=world.tobin)
