"""A part of what was down is back: for the clients of whom nothing else is hit, while it goes on for the others (E4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.incidents.actions.confirming import (
    Hit,
    confirm_interruption,
    retract_interruption,
    suspect_interruption,
    widen_interruption,
)
from holdfast.incidents.actions.linking import link_tickets
from holdfast.incidents.actions.telling import (
    restore_interruption,
    send_cause_update,
    send_report,
    send_update,
)
from holdfast.incidents.invariants import words_to_too_few
from holdfast.incidents.models import Impact, Interruption, Level, Told
from holdfast.incidents.scope import scope_of, would_be_back
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.refusal import Refused
from holdfast.notices.models import Delivery, Notice
from holdfast.project.demo.world import World
from holdfast.promises.invariants import violations
from holdfast.statuspage.reading import shown_now
from holdfast.tickets.models import Message
from tests.incidents.estate import Estate
from tests.incidents.test_life import WHOLE, outcomes, run_sweeps, states
from tests.promises.acceptance import accept
from tests.world import NOON, Clock, ticket_by_mail

pytestmark = pytest.mark.django_db
_DAY = timedelta(days=1)


@pytest.fixture
def found(world: World, estate: Estate) -> Interruption:
    """Both places of the inbox are down, and it was reported: Osprey Lane uses both, Velda only Frankfurt."""
    suspected = suspect_interruption(title="Messages arrive late", by=SYSTEM)
    hits = [Hit(estate.inbox, Level.MAJOR, place) for place in ("Frankfurt", "Virginia")]
    found = confirm_interruption(suspected, hits=hits, by=world.kaveh)
    send_report(found, said=WHOLE, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    accept("interruption_report")
    return found


def down(found: Interruption, *places: str) -> list[int]:
    rows = Impact.objects.filter(interruption=found, ended_at=None, place__in=places)
    return list(rows.values_list("pk", flat=True))


def told(kind: str) -> list[list[str]]:
    """The clients that each word of that kind went to, in order."""
    words: dict[int, list[str]] = {}
    for each in Told.objects.filter(bulletin__kind=kind).order_by("bulletin", "affected__organisation__name"):
        words.setdefault(each.bulletin_id, []).append(each.affected.organisation.name.split()[0])
    return list(words.values())


def test_each_client_is_restored_with_its_own_components_and_it_goes_on_for_the_others(
    world: World, estate: Estate, found: Interruption, the_clock: Clock
) -> None:
    tickets = {name: ticket_by_mail(world, name) for name in ("orla", "lutz")}
    link_tickets(found, [each.pk for each in tickets.values()], by=world.kaveh)
    at = the_clock.forward(minutes=30)
    frankfurt = down(found, "Frankfurt")
    (velda,) = would_be_back(found, frankfurt, at=at)
    assert velda.organisation == world.organisations["velda"]
    assert str(scope_of(found, "restored", [velda])) == "1 client, 1 contact"
    as_of = at - timedelta(minutes=5)
    restore_interruption(
        found, text="Frankfurt is back.", back=frankfurt, as_of=as_of, next_at=at + _DAY, by=world.kaveh
    )
    found.refresh_from_db()
    assert (found.state, found.restored_at) == ("confirmed", None)
    assert found.next_update_at == NOON + timedelta(hours=1)
    assert told("restored") == [["Velda"]]
    assert Notice.objects.get(kind="interruption_restored").said["public_state"] == "resolved"
    said = Message.objects.filter(ticket__in=list(tickets.values()), text__contains="Frankfurt is back.")
    assert [each.ticket for each in said] == [tickets["lutz"]]
    assert states("Velda", "hourly_update") == ["kept", "waived"]
    assert outcomes("Velda", "restored_notice") == [("running", as_of + timedelta(minutes=15))]
    assert states("Velda", "cause_update") == ["running"]
    assert states("Osprey", "hourly_update") == ["kept", "running"]
    assert states("Osprey", "restored_notice") == []
    accept("interruption_restored")
    assert states("Velda", "restored_notice") == ["kept"]

    send_update(found, text="Virginia soon.", next_at=at + timedelta(hours=1), by=world.kaveh)
    send_cause_update(found, text="A cable.", next_at=at + _DAY, by=world.kaveh)
    assert (told("update"), told("cause")) == ([["Osprey"]], [["Velda"]])
    found.refresh_from_db()
    assert found.next_update_at == at + timedelta(hours=1)
    accept("interruption_update")
    accept("interruption_cause")
    assert states("Velda", "cause_update") == ["kept", "running"]
    assert states("Osprey", "hourly_update") == ["kept", "kept", "running"]
    with pytest.raises(Refused, match="It was down before"):
        retract_interruption(found, reason="None.", by=world.kaveh)
    run_sweeps()
    assert (violations(), words_to_too_few()) == ([], [])

    (incident,) = shown_now(now=the_clock.now).incidents
    assert (incident.status, incident.resolved_at) == ("investigating", None)
    at = the_clock.forward(minutes=10)
    restore_interruption(
        found, text="All is back.", as_of=as_of - timedelta(minutes=5), next_at=at + _DAY, by=world.kaveh
    )
    found.refresh_from_db()
    assert (found.state, found.restored_at, found.next_update_at) == ("restored", as_of, at + _DAY)
    assert found.affected.get(organisation=world.osprey).restored_at == as_of  # its Frankfurt came back then
    assert told("restored") == [["Velda"], ["Osprey"]]
    assert states("Osprey", "hourly_update") == ["kept", "kept", "waived"]
    send_cause_update(found, text="Two cables.", next_at=at + _DAY, by=world.kaveh)
    assert told("cause") == [["Velda"], ["Osprey", "Velda"]]
    assert words_to_too_few() == []
    for kind in ("cause", "restored"):  # what was not written to a client is seen
        newest = found.bulletins.filter(kind=kind).order_by("-pk")[0]
        Told.objects.filter(bulletin=newest, affected__organisation=world.osprey).delete()
        assert f"bulletin-{newest.pk}" in words_to_too_few()


def test_a_component_that_is_back_works_again_on_the_page_while_the_other_is_down(
    world: World, estate: Estate, found: Interruption, the_clock: Clock
) -> None:
    widen_interruption(found, hits=[Hit(estate.reports, Level.PARTIAL)], by=world.kaveh)
    at = the_clock.forward(minutes=30)
    reports = list(found.impacts.filter(component=estate.reports).values_list("pk", flat=True))
    restore_interruption(found, text="Reports are back.", back=reports, next_at=at + _DAY, by=world.kaveh)
    shown = {each.name: str(each.status) for each in shown_now(now=at).components}
    assert (shown["Inbox"], shown["Reports"]) == ("partial_outage", "operational")
    assert told("restored") == [["Quillon"]]
    the_clock.forward(minutes=5)
    widen_interruption(found, hits=[Hit(estate.reports, Level.DEGRADED)], by=world.kaveh)
    the_clock.forward(minutes=5)
    run_sweeps()
    assert states("Quillon", "cause_update") == ["waived"]  # hit again, and only degraded now
    assert "running" not in states("Quillon", "hourly_update")
    assert violations() == []


def test_what_can_not_be_back_is_refused_in_words(
    world: World, estate: Estate, found: Interruption, the_clock: Clock
) -> None:
    at = the_clock.forward(minutes=30)
    frankfurt = down(found, "Frankfurt")
    restore_interruption(found, text="Back.", back=frankfurt, next_at=at + _DAY, by=world.kaveh)
    virginia = down(found, "Virginia")
    for back, as_of, words in (
        ([], at, "Say what is back"),
        (frankfurt, at, "not down any more"),
        (virginia, at + timedelta(minutes=1), "not in the future"),
        (virginia, NOON - timedelta(minutes=1), "after it began"),
    ):
        with pytest.raises(Refused, match=words):
            restore_interruption(
                found, text="Back.", back=back, as_of=as_of, next_at=at + _DAY, by=world.kaveh
            )
    assert down(found, "Virginia") == virginia
    assert Delivery.objects.filter(notice__kind="interruption_restored").count() == 1
    assert not Message.objects.filter(text__contains="Back.").exists()
