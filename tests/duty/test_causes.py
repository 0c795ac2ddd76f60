"""What must page somebody does (communication.md, ledger rule 5)."""

from __future__ import annotations

import pytest

from holdfast.duty.actions.rotas import end_rota
from holdfast.duty.models import Cause, Page
from holdfast.incidents.actions.confirming import Hit, confirm_interruption, suspect_interruption
from holdfast.incidents.actions.suspecting import suspect_on_ticket
from holdfast.incidents.models import Interruption, Level
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.refusal import Forbidden
from holdfast.notices.actions.bounces import record_bounce
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.letters import Reader
from holdfast.notices.models import Delivery, Lane
from holdfast.notices.rendering import render
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.promises import unaccepted
from holdfast.promises.actions.sweeping import sweep
from holdfast.tickets.actions.priority import confirm_priority
from holdfast.vendor.models import the_vendor
from tests.duty.rotas import Manned
from tests.incidents.estate import build_estate, listed
from tests.incidents.many import report
from tests.promises.acceptance import accept_one
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


def test_a_suspicion_of_a_client_that_nobody_weighs_in_time_pages_whatever_the_priority(
    world: World, the_clock: Clock, manned: Manned
) -> None:
    ticket = ticket_by_mail(world)
    confirm_priority(ticket, priority=3, by=world.tobin)
    suspect_on_ticket(ticket, title="Nothing arrives", by=world.tobin.actor)
    the_clock.forward(minutes=16)
    run_sweeps()
    assert causes() == [(Cause.OVERDUE, f"ticket-{ticket.pk}")]
    assert "Priority 1" not in Page.objects.get().words


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
    assert causes() == [(Cause.OVERDUE, found.about)]
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


def test_whoever_is_on_duty_may_confirm_an_interruption_as_long_as_they_are(
    world: World, manned: Manned
) -> None:
    assert hit(world, by=world.tobin).state == "confirmed"
    end_rota(manned.first, by=world.delphine)
    found = suspect_interruption(title="Again", by=SYSTEM)
    with pytest.raises(Forbidden, match="Whoever is on duty may too"):
        confirm_interruption(found, hits=[], by=world.tobin)
