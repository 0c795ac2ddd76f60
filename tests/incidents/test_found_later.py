"""Whom an interruption reaches changes while it lasts: nobody is left out, and nobody is owed less than the others (E1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from holdfast.catalogue.models import Use
from holdfast.clients.models import Contact
from holdfast.incidents.actions.confirming import (
    Hit,
    confirm_interruption,
    retract_interruption,
    suspect_interruption,
    widen_interruption,
)
from holdfast.incidents.actions.easing import ease_interruption
from holdfast.incidents.actions.linking import link_tickets
from holdfast.incidents.actions.telling import restore_interruption
from holdfast.incidents.invariants import words_to_too_few
from holdfast.incidents.loop import run_once
from holdfast.incidents.models import Affected, Bulletin, Impact, Interruption, Level
from holdfast.incidents.scope import scope_of
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.refusal import Refused
from holdfast.notices.models import Delivery, Notice
from holdfast.policy.actions import draft_policy, publish_policy, save_draft
from holdfast.policy.queries import current_version, document_of
from holdfast.policy.reading import read_policy
from holdfast.policy.writing import write_policy
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from holdfast.tickets.models import Side
from tests.incidents.estate import Estate, listed
from tests.incidents.many import report
from tests.incidents.test_life import confirmed, outcomes, states
from tests.promises.acceptance import accept, bounce
from tests.world import NOON, Clock, ticket_by_mail

pytestmark = pytest.mark.django_db


def test_a_client_whose_component_was_only_degraded_hears_every_hour_once_it_is_down(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = suspect_interruption(title="Slow", by=SYSTEM)
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.DEGRADED)], by=world.kaveh)
    assert states("Velda", "hourly_update") == []
    at = the_clock.forward(minutes=20)
    widen_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR, "Virginia")], by=world.kaveh)
    assert outcomes("Osprey", "hourly_update") == [("running", at + timedelta(hours=1))]
    assert outcomes("Osprey", "interruption_report") == [("running", NOON + timedelta(hours=1))]
    assert states("Velda", "hourly_update") == []  # in Frankfurt it is slow, and no more
    the_clock.forward(minutes=5)
    widen_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)
    assert states("Osprey", "hourly_update") == ["running"]  # one chain, however much of it is down
    assert states("Velda", "hourly_update") == ["running"]


def test_degraded_counts_as_down_by_the_version_of_the_policy_in_force_when_a_client_was_found(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = suspect_interruption(title="Slow", by=SYSTEM)
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.DEGRADED)], by=world.kaveh)
    run_once()
    assert states("Velda", "hourly_update") == []
    publish(world, degraded_is_down=True)
    at = the_clock.forward(minutes=20)
    widen_interruption(found, hits=[Hit(estate.reports, Level.DEGRADED)], by=world.kaveh)
    run_once()
    assert states("Velda", "hourly_update") == []  # what stands keeps the version that it was found under
    assert outcomes("Quillon", "hourly_update") == [("running", at + timedelta(hours=1))]
    version = Promise.objects.filter(clause="hourly_update").values_list("policy_version__number").distinct()
    assert list(version) == [(current_version().number,)]
    publish(world, degraded_is_down=False)
    the_clock.forward(minutes=5)
    widen_interruption(
        found, hits=[Hit(each, Level.MAJOR) for each in (estate.inbox, estate.reports)], by=world.kaveh
    )
    run_once()
    for client in ("Velda", "Quillon"):
        assert states(client, "hourly_update") == ["running"]
    down = Impact.objects.filter(interruption=found, level=Level.MAJOR).values_list("pk", flat=True)
    ease_interruption(found, eased=list(down), level=Level.DEGRADED, by=world.kaveh)
    run_once()
    assert states("Velda", "hourly_update") == ["waived"]
    assert states("Quillon", "hourly_update") == ["running"]  # degraded counts for it, as it was found


def publish(world: World, *, degraded_is_down: bool) -> None:
    """By a policy file, as an operator does it."""
    draft = draft_policy(by=world.delphine)
    text = write_policy(replace(document_of(draft.pk), degraded_is_down=degraded_is_down))
    save_draft(draft, document=read_policy(text.encode()), by=world.delphine)
    publish_policy(draft_policy(by=world.delphine), by=world.delphine)


def test_a_client_whose_use_is_entered_while_it_is_down_is_owed_its_words_from_then(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    run_once()
    assert Affected.objects.filter(interruption=found).count() == 2
    at = the_clock.forward(minutes=25)
    began = at - timedelta(days=30)
    Use.objects.create(organisation=world.organisations["quillon"], component=estate.inbox, since_at=began)
    run_once()
    run_once()
    assert outcomes("Quillon", "interruption_report") == [("running", at + timedelta(hours=1))]
    assert outcomes("Quillon", "hourly_update") == [("running", at + timedelta(hours=1))]
    letters = Notice.objects.filter(kind="interruption_of_clients").order_by("-pk")
    assert "Quillon" in letters[0].said["names"]  # whoever looks after it knows
    assert states("Osprey", "hourly_update") == ["running"]


def told(bulletin: Bulletin) -> list[str]:
    rows = Delivery.objects.filter(notice__told__bulletin=bulletin)
    return sorted(rows.values_list("address", flat=True))


def test_a_client_found_later_is_caught_up_by_a_report_of_its_own_and_nobody_reads_one_twice(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    ticket = ticket_by_mail(world, "bram", "Nothing arrives")
    link_tickets(found, [ticket.pk], by=world.tobin)
    report(found, by=world.kaveh)
    accept("interruption_report")
    the_clock.forward(minutes=40)
    widen_interruption(found, hits=[Hit(estate.reports, Level.MAJOR)], by=world.kaveh)
    the_clock.forward(minutes=10)
    expected = Interruption.objects.get(pk=found.pk).next_update_at
    assert str(scope_of(found, "report")) == "1 client, 2 contacts"
    later = report(found, by=world.kaveh)
    of_quillon = Contact.objects.filter(organisation=world.organisations["quillon"])
    assert told(later) and set(told(later)) <= {each.person.email for each in of_quillon}
    assert ticket.messages.filter(side=Side.VENDOR).count() == 1
    assert Interruption.objects.get(pk=found.pk).next_update_at == expected  # nobody else waits longer for it
    the_clock.forward(minutes=2)
    assert words_to_too_few() == []
    accept("interruption_report")
    assert states("Quillon", "interruption_report") == ["kept"]
    assert states("Osprey", "hourly_update") == ["kept", "running"]
    for lost in Delivery.objects.filter(notice__told__bulletin=later):
        bounce(lost.pk)
    assert str(scope_of(found, "report")) == "1 client, 2 contacts"  # it came back: it is to be told again
    assert str(scope_of(found)) == "3 clients, 4 contacts"


def test_a_retraction_goes_to_all_who_were_told_also_off_the_list_and_to_no_client_that_was_not(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    report(found, by=world.kaveh)
    accept("interruption_report")
    listed(world.osprey, world.persons["bram"])  # Orla was told, and is off the list now
    the_clock.forward(minutes=5)
    widen_interruption(found, hits=[Hit(estate.reports, Level.MAJOR)], by=world.kaveh)
    the_clock.forward(minutes=5)
    assert str(scope_of(found, "retraction")).startswith("2 clients")
    retract_interruption(found, reason="A wrong alarm.", by=world.kaveh)
    retraction = found.bulletins.get(kind="retraction")
    assert told(retraction) == sorted(world.persons[each].email for each in ("orla", "bram", "lutz"))
    the_clock.forward(minutes=2)
    assert words_to_too_few() == []


def test_what_was_down_before_is_never_retracted_for_its_cause_is_owed(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    the_clock.forward(minutes=5)
    restore_interruption(found, text="Back.", next_at=the_clock.now + timedelta(days=1), by=world.kaveh)
    the_clock.forward(minutes=5)
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)
    with pytest.raises(Refused, match="its cause is owed"):
        retract_interruption(found, reason="A wrong alarm.", by=world.kaveh)
    before = the_clock.now - timedelta(minutes=1)
    tomorrow = the_clock.now + timedelta(days=1)
    with pytest.raises(Refused, match="after it began"):  # this time, not the first
        restore_interruption(found, text="Back.", as_of=before, next_at=tomorrow, by=world.kaveh)
    restore_interruption(
        found, text="It was none.", next_at=the_clock.now + timedelta(days=1), by=world.kaveh
    )
    assert states("Osprey", "cause_update")[-1] == "running"
