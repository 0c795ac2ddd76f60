"""Less is gone than was, while an interruption lasts: what counts, who hears every hour, what clients read (E3, E10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.audience.standing import standing_of
from holdfast.incidents.actions.confirming import (
    Hit,
    confirm_interruption,
    suspect_interruption,
    widen_interruption,
)
from holdfast.incidents.actions.easing import ease_interruption
from holdfast.incidents.actions.linking import link_tickets
from holdfast.incidents.actions.telling import restore_interruption, send_report, send_update
from holdfast.incidents.invariants import words_to_too_few
from holdfast.incidents.models import Impact, Interruption, Level
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.notices.models import Delivery
from holdfast.notices.rendering import render
from holdfast.project.demo.world import World
from holdfast.promises.invariants import violations
from holdfast.reports.proof import proof_for
from holdfast.statuspage.reading import shown_now
from holdfast.tickets.models import Message
from holdfast.vendor.models import the_vendor
from tests.incidents.estate import Estate
from tests.incidents.test_life import WHOLE, outcomes, run_sweeps, states
from tests.portal.visiting import as_
from tests.promises.acceptance import accept
from tests.world import NOON, Clock, ticket_by_mail

pytestmark = pytest.mark.django_db
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def found(world: World, estate: Estate) -> Interruption:
    """Both places of the inbox are down, and it was reported: Osprey Lane uses both, Velda only Frankfurt."""
    suspected = suspect_interruption(title="Messages arrive late", by=SYSTEM)
    hits = [Hit(estate.inbox, Level.MAJOR, place) for place in ("Frankfurt", "Virginia")]
    found = confirm_interruption(suspected, hits=hits, by=world.kaveh)
    send_report(found, said=WHOLE, next_at=NOON + _HOUR, by=world.kaveh)
    accept("interruption_report")
    return found


def down(found: Interruption, *places: str) -> list[int]:
    rows = Impact.objects.filter(interruption=found, ended_at=None, place__in=places)
    return list(rows.values_list("pk", flat=True))


def read(kind: str, client: str) -> str:
    """The newest mail of that kind to this client."""
    rows = Delivery.objects.filter(
        notice__kind=kind, notice__told__affected__organisation__name__startswith=client
    )
    row = rows.select_related("notice").order_by("-pk")[0]
    return render(row.notice, row, the_vendor()).text


def test_what_is_only_degraded_any_more_ends_the_hourly_word_and_counts_only_as_long_as_it_was_down(
    world: World, estate: Estate, found: Interruption, the_clock: Clock
) -> None:
    at = the_clock.forward(minutes=30)
    as_of = at - 10 * _MINUTE
    ease_interruption(
        found, eased=down(found, "Frankfurt"), level=Level.DEGRADED, as_of=as_of, by=world.kaveh
    )
    assert states("Velda", "hourly_update") == ["kept", "waived"]
    assert states("Osprey", "hourly_update") == ["kept", "running"]  # Virginia is down for it
    velda = found.affected.get(organisation=world.organisations["velda"])
    assert (velda.is_unavailable, velda.eased_at, velda.restored_at) == (False, as_of, None)
    assert states("Velda", "restored_notice") == states("Velda", "cause_update") == []  # it is hit still
    uptimes = {name: standing_of(world.organisations[name], now=at).uptime for name in ("velda", "osprey")}
    assert uptimes["velda"].down_for == uptimes["velda"].weighted_for == 20 * _MINUTE
    assert uptimes["osprey"].down_for == 30 * _MINUTE
    (incident,) = shown_now(now=at).incidents
    assert incident.status == "investigating"

    tickets = {each: ticket_by_mail(world, each).pk for each in ("lutz", "dara")}
    link_tickets(found, tickets.values(), by=world.tobin)
    send_update(found, text="Frankfurt is slow, and no more.", next_at=at + _HOUR, by=world.kaveh)
    less = "Less than before: Messages: Inbox, Frankfurt, degraded"
    assert less in read("interruption_update", "Velda")
    answers = {who: Message.objects.filter(ticket=key).latest("pk").text for who, key in tickets.items()}
    assert less in answers["lutz"] and "Less than" not in answers["dara"]  # who uses none of it
    words = proof_for(velda).words
    assert words[-1].parts[-1] == ("Less than before", "Messages: Inbox, Frankfurt, degraded")
    page = as_(world.persons["lutz"]).get("/service-status/").content.decode()
    assert "Less than before:</span> Messages: Inbox, Frankfurt, degraded" in page
    accept("interruption_update")
    the_clock.forward(minutes=90)
    run_sweeps()
    assert states("Velda", "hourly_update") == ["kept", "waived"]  # no hour is missed for it any more
    assert states("Osprey", "hourly_update") == ["kept", "kept", "broken", "running"]
    assert (violations(), words_to_too_few()) == ([], [])

    at = the_clock.forward(minutes=1)  # it goes down once more: a chain of its own from then
    widen_interruption(found, hits=[Hit(estate.inbox, Level.PARTIAL, "Frankfurt")], by=world.kaveh)
    assert outcomes("Velda", "hourly_update")[-1] == ("running", at + _HOUR)
    at = the_clock.forward(minutes=4)
    ease_interruption(found, eased=down(found, "Virginia"), level=Level.PARTIAL, by=world.kaveh)
    assert states("Osprey", "hourly_update")[-1] == "running"  # partly down is down
    frankfurt = down(found, "Frankfurt")
    ease_interruption(found, eased=frankfurt[-1:], level=Level.DEGRADED, by=world.kaveh)
    assert sorted(found.impacts.filter(ended_at=None).values_list("place", "level")) == [
        ("Frankfurt", "degraded"),
        ("Virginia", "partial"),
    ]
    restore_interruption(
        found, text="Virginia is back.", back=down(found, "Virginia"), next_at=at + _HOUR, by=world.kaveh
    )
    assert "running" not in states("Osprey", "hourly_update")  # what is left for it is slow, and no more
    assert states("Osprey", "restored_notice") == []
    run_sweeps()
    assert violations() == []
    restore_interruption(found, text="All is back.", next_at=at + _HOUR, by=world.kaveh)
    assert states("Velda", "restored_notice") == states("Osprey", "restored_notice") == ["running"]


def test_what_ran_out_before_it_was_less_is_broken_and_later_hours_are_not(
    world: World, estate: Estate, found: Interruption, the_clock: Clock
) -> None:
    the_clock.forward(minutes=150)  # no sweep came by
    both = down(found, "Frankfurt", "Virginia")
    ease_interruption(found, eased=both, level=Level.DEGRADED, as_of=NOON + 90 * _MINUTE, by=world.kaveh)
    run_sweeps()
    assert states("Velda", "hourly_update") == ["kept", "broken", "waived"]
    send_update(found, text="It is slow.", next_at=NOON + 4 * _HOUR, by=world.kaveh)
    accept("interruption_update")
    assert states("Velda", "hourly_update") == ["kept", "kept_late", "waived"]
    assert violations() == []


def test_what_is_not_less_is_refused_in_words(world: World, found: Interruption, the_clock: Clock) -> None:
    at = the_clock.forward(minutes=30)
    frankfurt = down(found, "Frankfurt")
    for eased, level, as_of, words in (
        ([], Level.DEGRADED, at, "Say what is less"),
        ([0], Level.DEGRADED, at, "not down any more"),
        (frankfurt, Level.MAJOR, at, "Frankfurt is down: that is not less"),
        (frankfurt, Level.DEGRADED, at + _MINUTE, "not in the future"),
        (frankfurt, Level.DEGRADED, NOON - _MINUTE, "after it began"),
    ):
        with pytest.raises(Refused, match=words):
            ease_interruption(found, eased=eased, level=level, as_of=as_of, by=world.kaveh)
    with pytest.raises(Forbidden):
        ease_interruption(found, eased=frankfurt, level=Level.DEGRADED, by=world.tobin)
    assert down(found, "Frankfurt") == frankfurt
