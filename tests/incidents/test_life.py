"""An interruption from suspicion to the known cause, and what each client is promised on the way (E1 to E5)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from holdfast.incidents.actions.confirming import (
    Hit,
    confirm_interruption,
    dismiss_interruption,
    retract_interruption,
    suspect_interruption,
    widen_interruption,
)
from holdfast.incidents.actions.explaining import write_sections
from holdfast.incidents.actions.telling import (
    close_interruption,
    restore_interruption,
    send_analysis,
    send_cause_update,
    send_report,
    send_update,
)
from holdfast.incidents.models import Interruption, Level
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.refusal import Forbidden, Missing, Refused
from holdfast.notices.models import Delivery, Lane
from holdfast.notices.rendering import render
from holdfast.project.demo.world import World
from holdfast.promises.actions.sweeping import sweep
from holdfast.promises.invariants import violations
from holdfast.promises.models import Promise
from holdfast.vendor.models import the_vendor
from tests.incidents.estate import Estate, listed
from tests.promises.acceptance import accept, accept_one, bounce
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db

WHOLE = {
    "affected": "The inbox",
    "noticed": "Messages arrive late.",
    "who": "Whoever works in Frankfurt.",
    "workaround": "None yet.",
    "doing": "We move the traffic away.",
}


def run_sweeps() -> None:
    while sweep("test"):
        pass


def confirmed(world: World, estate: Estate, *, place: str = "Frankfurt") -> Interruption:
    found = suspect_interruption(title="Messages arrive late", by=SYSTEM)
    return confirm_interruption(found, hits=[Hit(estate.inbox, Level.PARTIAL, place)], by=world.kaveh)


def outcomes(client: str, clause: str) -> list[tuple[str, datetime]]:
    """State and due time of each promise of that clause to the client, in order."""
    rows = Promise.objects.filter(organisation__name__startswith=client, clause=clause).order_by(
        "start_at", "pk"
    )
    return [(each.state, each.due_at) for each in rows]


def states(client: str, clause: str) -> list[str]:
    return [state for state, _ in outcomes(client, clause)]


def test_confirming_promises_the_report_and_the_hourly_word_to_each_client_it_reaches_and_to_nobody_else(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = suspect_interruption(title="Messages arrive late", by=SYSTEM)
    assert not Promise.objects.exists()
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR, "Frankfurt")], by=world.kaveh)
    an_hour = NOON + timedelta(hours=1)
    for client in ("Osprey", "Velda"):
        assert outcomes(client, "interruption_report") == [("running", an_hour)]
        assert outcomes(client, "hourly_update") == [("running", an_hour)]
    assert not Promise.objects.filter(organisation=world.quillon).exists()


def test_a_component_that_is_only_degraded_owes_the_report_and_no_hourly_word(
    world: World, estate: Estate
) -> None:
    found = suspect_interruption(title="Slow", by=SYSTEM)
    confirm_interruption(found, hits=[Hit(estate.reports, Level.DEGRADED)], by=world.kaveh)
    assert states("Quillon", "interruption_report") == ["running"]
    assert states("Quillon", "hourly_update") == []


def test_only_those_who_may_confirm_and_only_what_is_suspected_or_restored(
    world: World, estate: Estate
) -> None:
    found = suspect_interruption(title="Messages arrive late", by=SYSTEM)
    hits = [Hit(estate.inbox, Level.MAJOR)]
    with pytest.raises(Forbidden):
        confirm_interruption(found, hits=hits, by=world.tobin)
    with pytest.raises(Refused, match="which component"):
        confirm_interruption(found, hits=[], by=world.kaveh)
    with pytest.raises(Refused, match="no place"):
        confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR, "Mars")], by=world.kaveh)
    confirm_interruption(found, hits=hits, by=world.kaveh)
    with pytest.raises(Refused, match="can't be confirmed"):
        confirm_interruption(found, hits=hits, by=world.kaveh)


def test_a_report_that_is_not_complete_is_refused_with_every_part_that_is_missing(
    world: World, estate: Estate
) -> None:
    found = confirmed(world, estate)
    with pytest.raises(Missing) as refused:
        send_report(found, said={"affected": "The inbox", "who": "  "}, next_at=None, by=world.kaveh)
    assert set(refused.value.fields) == {"noticed", "who", "workaround", "doing"}
    assert not Delivery.objects.filter(notice__kind="interruption_report").exists()
    for wrong in (None, NOON):
        with pytest.raises(Refused, match="next update"):
            send_report(found, said=WHOLE, next_at=wrong, by=world.kaveh)


def test_the_complete_report_goes_to_the_list_of_each_client_and_is_its_first_update(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    the_clock.forward(minutes=20)
    send_report(found, said=WHOLE, next_at=the_clock.now + timedelta(hours=1), by=world.kaveh)
    rows = Delivery.objects.filter(to_client=True).select_related("notice").order_by("address")
    assert [row.address for row in rows] == sorted([world.persons["orla"].email, world.persons["lutz"].email])
    assert {row.lane for row in rows} == {Lane.INTERRUPTION}
    assert {row.subject for row in rows} == {"[Interruption] Messages arrive late"}
    assert states("Osprey", "interruption_report") == ["running"]  # written is not accepted
    at = the_clock.forward(minutes=5)
    accept("interruption_report")
    for client in ("Osprey", "Velda"):
        assert states(client, "interruption_report") == ["kept"]
        assert outcomes(client, "hourly_update") == [
            ("kept", NOON + timedelta(hours=1)),
            ("running", at + timedelta(hours=1)),
        ]


def test_a_missed_hour_is_one_broken_promise_each_hour_and_one_update_makes_them_kept_late(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    send_report(found, said=WHOLE, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    accept("interruption_report")
    the_clock.forward(hours=2, minutes=30)
    run_sweeps()
    assert states("Osprey", "hourly_update") == ["kept", "broken", "broken", "running"]
    send_update(
        found,
        text="Half is moved.",
        state="identified",
        next_at=the_clock.now + timedelta(hours=1),
        by=world.tobin,
    )
    accept("interruption_update")
    assert states("Osprey", "hourly_update") == ["kept", "kept_late", "kept_late", "kept", "running"]
    limits = [due for _, due in outcomes("Osprey", "hourly_update")]
    assert limits[:4] == [NOON + timedelta(hours=each) for each in (1, 1, 2, 3)][:1] + [
        NOON + timedelta(hours=each) for each in (1, 2, 3)
    ]


def test_a_late_acceptance_of_an_older_word_keeps_no_later_promise(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    listed(world.osprey, world.persons["orla"], world.persons["bram"])
    found = confirmed(world, estate)
    send_report(found, said=WHOLE, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    first = Delivery.objects.get(address=world.persons["orla"].email)
    Delivery.objects.exclude(pk=first.pk).update(state="kept")
    accept("interruption_report")
    Delivery.objects.filter(address=world.persons["bram"].email).update(state="waiting")
    the_clock.forward(minutes=30)
    accept("interruption_report")
    assert states("Osprey", "hourly_update") == ["kept", "running"]


def test_a_late_acceptance_that_keeps_only_a_missed_hour_starts_no_second_chain(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    the_clock.forward(minutes=50)
    send_report(found, said=WHOLE, next_at=the_clock.now + timedelta(hours=1), by=world.kaveh)
    the_clock.forward(minutes=30)
    run_sweeps()
    assert states("Osprey", "hourly_update") == ["broken", "running"]
    accept("interruption_report")
    assert states("Osprey", "hourly_update") == ["kept_late", "running"]


def test_what_was_owed_again_after_a_bounce_and_is_missed_starts_no_second_chain(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    send_report(found, said=WHOLE, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    (delivery,) = accept("interruption_report")[:1]
    client = Delivery.objects.get(pk=delivery).person.contact.organisation.name  # type: ignore[union-attr]
    the_clock.forward(minutes=10)
    bounce(delivery)
    assert states(client, "hourly_update") == ["running", "running"]
    the_clock.forward(hours=1)
    run_sweeps()
    assert states(client, "hourly_update") == ["broken", "broken", "running"]


def test_a_restoration_that_beats_the_sweep_leaves_every_missed_hour_broken(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    the_clock.forward(hours=2, minutes=30)
    restore_interruption(
        found, text="All is back.", next_at=the_clock.now + timedelta(days=1), by=world.kaveh
    )
    assert states("Osprey", "hourly_update") == ["broken", "broken", "waived"]


def test_a_bounce_of_the_only_acceptance_owes_the_word_again(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    send_report(found, said=WHOLE, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    accept("interruption_report")
    bounce(Delivery.objects.get(address=world.persons["orla"].email).pk)
    assert states("Osprey", "interruption_report") == ["running"]
    assert states("Velda", "interruption_report") == ["kept"]


def test_in_whatever_order_acceptances_come_back_the_first_that_stands_keeps_and_with_the_last_it_is_owed_again(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    """Two contacts of one client; the one that kept it comes back, and so does the other."""
    listed(world.osprey, world.persons["orla"], world.persons["bram"])
    found = confirmed(world, estate)
    send_report(found, said=WHOLE, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    orla, bram = (
        Delivery.objects.get(about=found.about, person=world.persons[name]).pk for name in ("orla", "bram")
    )
    accept_one(orla)
    accept_one(bram, at=the_clock.forward(minutes=5))

    def evidence() -> list[tuple[str, str]]:
        rows = Promise.objects.filter(organisation=world.osprey, clause="interruption_report")
        return list(rows.values_list("state", "evidence"))

    assert evidence() == [("kept", f"delivery-{orla}")]
    bounce(orla)
    assert evidence() == [("kept", f"delivery-{bram}")]
    bounce(bram)
    assert evidence() == [("running", "")]
    accept("interruption_of_clients")
    letter = Delivery.objects.filter(notice__kind="interruption_of_clients").first()
    assert letter and states("Osprey", "account_manager_told") == ["kept"]
    for each in Delivery.objects.filter(notice__kind="interruption_of_clients"):
        bounce(each.pk)
    assert states("Osprey", "account_manager_told") == ["running"]


def test_a_word_that_reaches_nobody_on_the_list_goes_to_the_next_contacts_at_once_and_the_account_manager_knows(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    report = send_report(found, said=WHOLE, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    accept("interruption_report")
    orla = Delivery.objects.get(notice__told__bulletin=report, address=world.persons["orla"].email)
    bounce(orla.pk)
    others = Delivery.objects.filter(notice=orla.notice).exclude(pk=orla.pk)
    assert others and {(each.is_substitute, each.state) for each in others} == {(True, "waiting")}
    assert {each.person.contact.organisation for each in others if each.person} == {world.osprey}  # type: ignore[union-attr]
    (letter,) = Delivery.objects.filter(notice__kind="contact_not_reached").select_related("notice")
    assert letter.address == world.osprey.account_manager.email
    text = render(letter.notice, letter, the_vendor()).text
    assert "did not reach Orla" in text and "no such mailbox" in text and "may get it yet" in text
    accept("interruption_report")
    assert states("Osprey", "interruption_report") == ["kept"]
    send_update(found, text="Half is moved.", next_at=NOON + timedelta(hours=2), by=world.kaveh)
    accept("interruption_update")
    bounce(Delivery.objects.get(notice__kind="interruption_update", address=orla.address).pk)
    assert (
        Delivery.objects.filter(notice__kind="contact_not_reached").count() == 1
    )  # once for the interruption


def test_an_empty_list_is_told_through_other_contacts_marked_as_substitutes(
    world: World, estate: Estate
) -> None:
    found = suspect_interruption(title="No reports", by=SYSTEM)
    confirm_interruption(found, hits=[Hit(estate.reports, Level.MAJOR)], by=world.kaveh)
    send_report(found, said=WHOLE, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    rows = list(Delivery.objects.filter(about=found.about, to_client=True))
    assert rows and all(row.is_substitute for row in rows)
    foot = render(rows[0].notice, rows[0], the_vendor()).text.rpartition("-- ")[2]
    assert "nobody on the emergency list of Quillon" in foot and "account manager" in foot
    letter = Delivery.objects.filter(notice__kind="interruption_of_clients").select_related("notice")[0]
    assert "Nobody is on the emergency list of: Quillon" in render(letter.notice, letter, the_vendor()).text
    accept("interruption_report")
    assert states("Quillon", "interruption_report") == ["kept"]


def test_restored_ends_the_hourly_chain_and_owes_the_notice_and_the_cause(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    send_report(found, said=WHOLE, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    accept("interruption_report")
    at = the_clock.forward(minutes=40)
    restore_interruption(found, text="All is delivered.", next_at=at + timedelta(days=1), by=world.kaveh)
    assert states("Osprey", "hourly_update") == ["kept", "waived"]
    assert outcomes("Osprey", "restored_notice") == [("running", at + timedelta(minutes=15))]
    assert outcomes("Osprey", "cause_update") == [("running", at + timedelta(hours=24))]
    accept("interruption_restored")
    assert states("Osprey", "restored_notice") == ["kept"]
    the_clock.forward(hours=6)
    run_sweeps()
    assert "broken" not in states("Osprey", "hourly_update")


def test_the_cause_is_owed_every_24_business_hours_until_all_three_sections_are_sent(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    accept("interruption_of_clients")
    send_report(found, said=WHOLE, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    accept("interruption_report")
    restore_interruption(found, text="Back.", next_at=NOON + timedelta(days=1), by=world.kaveh)
    accept("interruption_restored")
    friday = the_clock.set(datetime(2026, 11, 27, 11, 0, tzinfo=NOON.tzinfo))
    run_sweeps()
    assert states("Velda", "cause_update") == [
        "broken",
        "broken",
        "running",
    ]  # due Wednesday and Thursday noon
    send_cause_update(
        found, text="A broker held messages.", next_at=friday + timedelta(days=3), by=world.kaveh
    )
    accept("interruption_cause")
    assert outcomes("Velda", "cause_update")[-1] == (
        "running",
        datetime(2026, 11, 30, 11, 0, tzinfo=NOON.tzinfo),
    )
    write_sections(found, said={"cause": "A full disk."}, by=world.kaveh)
    with pytest.raises(Missing) as refused:
        send_analysis(found, by=world.kaveh)
    assert set(refused.value.fields) == {"impact", "steps"}
    write_sections(found, said={"impact": "Forty minutes.", "steps": " "}, by=world.tobin)
    send_analysis(found, said={"steps": "Alarms on the disk."}, by=world.kaveh)
    assert [str(each.by) for each in found.sections.order_by("part")] == [
        *(str(world.kaveh), str(world.tobin), str(world.kaveh)),
    ]
    accept("interruption_analysis")
    assert states("Velda", "cause_update") == ["kept_late", "kept_late", "kept", "kept"]
    found = close_interruption(found, by=world.kaveh)
    assert found.state == "closed"
    the_clock.forward(days=30)
    run_sweeps()
    assert not Promise.objects.filter(affected__isnull=False, state__in=("running", "broken")).exists()


def test_what_was_restored_and_breaks_again_is_the_same_interruption_with_a_new_hourly_chain(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    send_report(found, said=WHOLE, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    accept("interruption_report")
    restore_interruption(found, text="Back.", next_at=NOON + timedelta(days=1), by=world.kaveh)
    accept("interruption_restored")
    at = the_clock.forward(hours=2)
    found = confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)
    assert found.round == 2
    assert states("Osprey", "cause_update") == ["waived"]
    assert states("Osprey", "interruption_report") == ["kept"]
    assert outcomes("Osprey", "hourly_update")[-1] == ("running", at + timedelta(hours=1))


def test_a_client_that_is_not_hit_again_stays_owed_the_cause_and_hears_of_that_instead_of_updates(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate, place="")
    send_report(found, said=WHOLE, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    accept("interruption_report")
    restore_interruption(found, text="Back.", next_at=NOON + timedelta(days=1), by=world.kaveh)
    accept("interruption_restored")
    the_clock.forward(hours=25)  # the first word on the cause is missed, and no sweep comes by
    found = confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR, "Virginia")], by=world.kaveh)
    assert states("Osprey", "cause_update") == ["broken", "waived"]  # it uses Virginia, too
    run_sweeps()
    assert states("Velda", "cause_update") == ["broken", "running"]
    assert states("Velda", "hourly_update") == ["kept", "waived"]
    assert violations() == []
    at = the_clock.forward(minutes=30)
    send_update(found, text="It is the same disk.", next_at=at + timedelta(hours=1), by=world.kaveh)
    accept("interruption_update")
    assert states("Velda", "cause_update") == ["broken", "running"]
    send_cause_update(found, text="A disk wears out.", next_at=at + timedelta(hours=24), by=world.kaveh)
    assert Interruption.objects.get(pk=found.pk).next_update_at == at + timedelta(hours=1)  # for the others
    accept("interruption_cause")
    assert states("Velda", "cause_update") == ["kept_late", "kept", "running"]
    assert outcomes("Velda", "cause_update")[-1] == ("running", at + timedelta(hours=24))
    assert states("Osprey", "cause_update") == ["broken", "waived"]
    restore_interruption(found, text="Back.", next_at=at + timedelta(days=1), by=world.kaveh)
    accept("interruption_restored")
    assert states("Velda", "cause_update") == ["kept_late", "kept", "running"]
    assert states("Osprey", "cause_update") == ["broken", "waived", "running"]
    send_cause_update(found, text="It was replaced.", next_at=at + timedelta(hours=24), by=world.kaveh)
    accept("interruption_cause")
    assert states("Osprey", "cause_update")[:3] == ["kept_late", "waived", "kept"]
    run_sweeps()
    assert violations() == []


def test_a_client_found_later_gets_its_promises_from_that_moment(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    at = the_clock.forward(minutes=50)
    widen_interruption(found, hits=[Hit(estate.reports, Level.PARTIAL)], by=world.delphine)
    assert outcomes("Quillon", "interruption_report") == [("running", at + timedelta(hours=1))]
    assert outcomes("Osprey", "interruption_report") == [("running", NOON + timedelta(hours=1))]


def test_what_was_none_is_retracted_with_its_reason_to_all_who_were_told_and_owes_nothing_more(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    send_report(found, said=WHOLE, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    with pytest.raises(Refused, match="Say why"):
        retract_interruption(found, reason=" ", by=world.kaveh)
    retract_interruption(found, reason="A wrong alarm.", by=world.kaveh)
    notices = {row.notice for row in Delivery.objects.filter(notice__kind="interruption_retraction")}
    assert [each.said["public_state"] for each in notices] == ["retracted", "retracted"]
    assert set(states("Osprey", "interruption_report") + states("Osprey", "hourly_update")) == {"waived"}
    assert found.impacts.exclude(excluded_because="").count() == 1


def test_a_retraction_that_beats_the_sweep_leaves_every_missed_hour_broken(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    the_clock.forward(hours=2, minutes=30)
    retract_interruption(found, reason="A wrong alarm.", by=world.kaveh)
    rows = Promise.objects.filter(organisation=world.osprey, clause="hourly_update").order_by("start_at")
    assert [(each.state, each.broken_at and each.broken_at - NOON) for each in rows] == [
        ("waived", timedelta(hours=1)),
        ("waived", timedelta(hours=2)),
        ("waived", None),
    ]
    report = Promise.objects.get(organisation=world.osprey, clause="interruption_report")
    assert (report.state, report.broken_at) == ("waived", NOON + timedelta(hours=1))


def test_a_suspicion_that_is_dismissed_promised_nothing_and_says_why(world: World, estate: Estate) -> None:
    found = suspect_interruption(title="Slow?", organisation=world.osprey, by=SYSTEM)
    found = dismiss_interruption(found, reason="Their own network.", by=world.kaveh)
    assert (found.state, found.because) == ("dismissed", "Their own network.")
    assert not Promise.objects.exists()


def test_who_must_act_is_told_once_when_a_word_is_missed(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    confirmed(world, estate)
    the_clock.forward(hours=1, minutes=1)
    run_sweeps()
    run_sweeps()
    rows = Delivery.objects.filter(notice__kind="word_missed", address=world.kaveh.email)
    assert sorted(row.notice.said["clause"] for row in rows.select_related("notice")) == [
        "Account manager told",
        "Hourly update",
        "Interruption report",
    ]
    assert {row.notice.said["clients"] for row in rows.select_related("notice")} == {2}


def test_an_hour_that_is_missed_is_told_of_once_though_each_client_had_the_last_word_at_its_own_moment(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    send_report(found, said=WHOLE, next_at=the_clock.now + timedelta(hours=1), by=world.kaveh)
    accept_one(Delivery.objects.get(address=world.persons["orla"].email).pk)
    the_clock.forward(seconds=20)
    accept("interruption_report")
    for _ in range(2):  # the one is noticed before the other is due
        the_clock.forward(hours=1, seconds=-10)
        run_sweeps()
        the_clock.forward(seconds=20)
        run_sweeps()
    due = [at for _, at in outcomes("Osprey", "hourly_update")]
    assert [state for state, _ in outcomes("Velda", "hourly_update")] == [
        "kept",
        "broken",
        "broken",
        "running",
    ]
    rows = Delivery.objects.filter(notice__kind="word_missed", address=world.kaveh.email).order_by("pk")
    told = [row.notice.said for row in rows.select_related("notice") if "Hourly" in row.notice.said["clause"]]
    assert [each["clients"] for each in told] == [2, 2]
    assert [each["due_at"] for each in told] == [at.isoformat() for at in due[1:3]]


def test_d4_the_account_manager_knows_of_it_before_the_clients_do_by_one_letter_for_all_of_theirs(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    for client in (world.osprey, world.velda):
        client.account_manager = world.ines
        client.save()
    found = confirmed(world, estate)
    (row,) = Delivery.objects.filter(address=world.ines.email).select_related("notice")
    assert "Osprey Lane Clinics" in row.notice.said["names"]
    assert "Velda" in row.notice.said["names"]
    assert outcomes("Osprey", "account_manager_told") == [("running", NOON + timedelta(minutes=15))]
    the_clock.forward(minutes=20)
    accept("interruption_of_clients")
    assert states("Osprey", "account_manager_told") == ["kept_late"]
    assert states("Velda", "account_manager_told") == ["kept_late"]
    widen_interruption(found, hits=[Hit(estate.reports, Level.MAJOR)], by=world.kaveh)  # not one of hers
    retract_interruption(found, reason="A wrong alarm.", by=world.kaveh)
    (row,) = Delivery.objects.filter(
        address=world.ines.email, notice__kind="interruption_of_clients_retracted"
    ).select_related("notice")
    words = render(row.notice, row, the_vendor()).text
    assert "This was no interruption after all" in words and "A wrong alarm." in words
    assert "Osprey Lane Clinics, Velda" in words and "Quillon" not in words
