"""Down time, caught up with (T76); and whoever is quicker, an act or the sweep: the figures are the same."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from holdfast.escalation.actions import reminding
from holdfast.escalation.actions.climbing import climb_ladder
from holdfast.escalation.models import Climb
from holdfast.kernel.models import TrailEntry
from holdfast.notices.actions.claiming import claim as claim_mail
from holdfast.notices.actions.folding import MORE_THAN
from holdfast.notices.models import Notice
from holdfast.policy.queries import document_of
from holdfast.project.demo.world import World
from holdfast.promises.actions.sweeping import claim, sweep
from holdfast.promises.actions.waiving import waive_promise
from holdfast.promises.invariants import violations
from holdfast.promises.models import Promise, State
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.actions.priority import change_priority
from holdfast.tickets.models import PriorityReason, Ticket
from tests.procedure.steps import fresh, prioritised
from tests.promises.acceptance import accept
from tests.world import NOON, Clock, ticket_by_mail

pytestmark = pytest.mark.django_db


def run_sweeps() -> None:
    while sweep("test"):
        pass


def states(ticket: Ticket, clause: str) -> list[str]:
    rows = Promise.objects.filter(ticket=ticket, clause=clause).order_by("pk")
    return list(rows.values_list("state", flat=True))


def say(world: World, ticket: Ticket) -> None:
    send_message(fresh(ticket), Said(text="We are at it.", author=world.tobin), by=world.tobin)


@pytest.mark.parametrize("swept", [True, False])
def test_a_missed_hour_is_one_broken_promise_each_hour_also_when_the_answer_beats_the_sweep(
    world: World, the_clock: Clock, swept: bool
) -> None:
    ticket = prioritised(world, priority=1)
    the_clock.forward(hours=3, minutes=30)
    if swept:
        run_sweeps()
    say(world, ticket)
    assert states(ticket, "client_update") == [State.KEPT_LATE] * 3 + [State.KEPT, State.RUNNING]
    breaches = Promise.objects.filter(ticket=ticket, clause="client_update").exclude(broken_at=None)
    assert [each.broken_at - NOON for each in breaches.order_by("pk")] == [
        timedelta(hours=hours) for hours in (1, 2, 3)
    ]


@pytest.mark.parametrize("swept", [True, False])
def test_a_breach_is_told_and_climbs_also_when_the_act_beats_the_sweep(
    world: World, the_clock: Clock, swept: bool
) -> None:
    ticket = prioritised(world, priority=2)
    the_clock.forward(hours=2)
    if swept:
        run_sweeps()
    say(world, ticket)
    assert states(ticket, "first_response") == [State.KEPT_LATE]
    late = Promise.objects.get(ticket=ticket, clause="first_response")
    assert (
        Notice.objects.filter(kind="promise_broken", event__startswith=f"promise_broken-{late.pk}-").count()
        == 1
    )
    climbs = document_of(late.policy_version_id).clause("first_response").climbs_for(2)
    assert Climb.objects.filter(ticket=ticket).exists() == climbs


def test_a_priority_raised_breaks_at_the_change_and_not_for_every_hour_before_it(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world, priority=4)
    say(world, ticket)
    changed = the_clock.forward(hours=20)
    change_priority(
        fresh(ticket), priority=1, reason=PriorityReason.MISJUDGED, words="All are hit.", by=world.tobin
    )
    run_sweeps()
    broken = Promise.objects.filter(ticket=ticket, clause="client_update").exclude(broken_at=None)
    assert {each.broken_at for each in broken} == {changed}
    link = Promise.objects.get(ticket=ticket, clause="client_update", state=State.RUNNING)
    assert (link.start_at, link.due_at) == (changed, changed + timedelta(hours=1))


def test_at_the_very_limit_it_is_in_time_also_when_the_sweep_comes_first(
    world: World, the_clock: Clock
) -> None:
    ticket = ticket_by_mail(world)
    the_clock.set(Promise.objects.get(ticket=ticket, clause="acknowledge").due_at)
    assert sweep("test") == 0 or states(ticket, "acknowledge") == [State.RUNNING]
    accept("acknowledgement")
    assert states(ticket, "acknowledge") == [State.KEPT]


@pytest.fixture
def six_hours_down(world: World, the_clock: Clock) -> tuple[Ticket, Ticket, Ticket]:
    """Three tickets, of one of which the client climbed, and nothing that looked at them for six hours."""
    urgent, climbed, slow = (prioritised(world, priority=priority) for priority in (1, 2, 3))
    climb_ladder(climbed, by=world.orla)
    the_clock.forward(hours=6)
    run_sweeps()
    while reminding.run_once():
        pass
    return urgent, climbed, slow


def test_t76_after_six_hours_of_down_time_states_change_in_the_order_of_the_due_times_marked_late(
    six_hours_down: tuple[Ticket, ...], the_clock: Clock
) -> None:
    """Links of chains too, each of which begins where the one before it broke."""
    told = [entry.said for entry in TrailEntry.objects.filter(fact="PromiseBroken").order_by("pk")]
    assert [each["broken_at"] for each in told] == sorted(each["broken_at"] for each in told)
    assert [each["clause"] for each in told].count("client_update") >= 5
    assert {"first_response", "turnaround", "escalation_answered"} <= {each["clause"] for each in told}
    broken = Promise.objects.exclude(broken_at=None)
    assert broken.count() == len(told)
    for each in broken:
        assert (each.noticed_at, each.broken_at) == (the_clock.now, each.due_at)
        assert each.broken_at < each.noticed_at


def test_t76_after_down_time_each_ticket_climbs_one_level(six_hours_down: tuple[Ticket, ...]) -> None:
    urgent, climbed, _ = six_hours_down
    levels = {
        each.pk: list(Climb.objects.filter(ticket=each).order_by("pk").values_list("level", flat=True))
        for each in six_hours_down
    }
    assert (levels[urgent.pk], levels[climbed.pk]) == ([2], [2, 3])
    assert max(len(each) for each in levels.values()) == 2


def test_t76_stale_reminders_are_left_out_and_the_trail_says_so(six_hours_down: tuple[Ticket, ...]) -> None:
    _, climbed, _ = six_hours_down
    assert not Notice.objects.filter(kind="level_reminder").exists()
    dropped = TrailEntry.objects.get(fact="LevelRemindersDropped").said
    assert (dropped["ticket"], dropped["level"], dropped["skipped"]) == (climbed.pk, 2, 3)


def test_t76_what_broke_in_down_time_is_told_in_few_mails_the_most_severe_first(
    six_hours_down: tuple[Ticket, ...],
) -> None:
    urgent, *_ = six_hours_down
    _, claimed = claim_mail("test")
    breaches = [each for each in claimed if each.delivery.notice.kind == "promise_broken"]
    told = Counter(each.delivery.address for each in breaches)
    assert max(told.values()) <= MORE_THAN
    leads = [each.delivery for each in breaches if each.folded]
    assert leads
    assert {each.about for each in leads} == {f"ticket-{urgent.pk}"}
    assert {told[each.address] for each in leads} == {1}


def test_t76_also_after_ten_days_states_change_in_the_order_of_the_due_times(
    world: World, the_clock: Clock
) -> None:
    for person in ("orla", "lutz", "dara"):
        ticket_by_mail(world, person)
        the_clock.forward(minutes=7)
    the_clock.forward(days=10)
    run_sweeps()
    rows = TrailEntry.objects.filter(fact="PromiseBroken").order_by("pk")
    broken = [each.said["broken_at"] for each in rows]
    assert broken == sorted(broken)


def test_one_row_that_fails_stops_no_other(world: World, the_clock: Clock) -> None:
    bad, good = ticket_by_mail(world, "orla"), ticket_by_mail(world, "lutz")
    row = Promise.objects.get(ticket=bad, clause="acknowledge")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF NEW.id = {row.pk} AND NEW.state = 'broken' THEN"
            "  RAISE integrity_constraint_violation USING MESSAGE = 'no'; END IF; RETURN NEW; END $$;"
            "CREATE TRIGGER refuse_row BEFORE UPDATE ON promises_promise"
            " FOR EACH ROW EXECUTE FUNCTION refuse_row()"
        )
    the_clock.forward(minutes=16)
    assert sweep("test") >= 2
    assert states(bad, "acknowledge") == [State.RUNNING]
    assert states(good, "acknowledge") == [State.BROKEN]


def test_waiving_one_link_lets_the_chain_go_on_from_its_limit(world: World, the_clock: Clock) -> None:
    ticket = prioritised(world, priority=1)
    link = Promise.objects.get(ticket=ticket, clause="client_update")
    waive_promise(link, reason="They asked for silence this hour.", by=world.theo)
    following = Promise.objects.get(ticket=ticket, clause="client_update", state=State.RUNNING)
    assert (following.start_at, following.follows_id) == (link.due_at, link.pk)


def test_waiving_what_was_overdue_leaves_the_breach_on_record_and_the_next_link_running(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world, priority=1)
    link = Promise.objects.get(ticket=ticket, clause="client_update")
    the_clock.forward(hours=1, minutes=10)
    waive_promise(link, reason="They were on the phone with us.", by=world.theo)
    link.refresh_from_db()
    assert (link.state, link.broken_at) == (State.WAIVED, NOON + timedelta(hours=1))
    told = [entry.said["promise"] for entry in TrailEntry.objects.filter(fact="PromiseBroken")]
    assert told.count(link.pk) == 1
    assert (
        Promise.objects.get(ticket=ticket, clause="client_update", state=State.RUNNING).start_at
        == link.due_at
    )


def test_a_claim_ends_with_a_new_due_time(world: World, the_clock: Clock) -> None:
    ticket = prioritised(world, priority=4)
    the_clock.set(Promise.objects.filter(ticket=ticket, clause="turnaround").get().next_at)  # type: ignore[arg-type]
    assert claim("gone")
    change_priority(
        fresh(ticket), priority=3, reason=PriorityReason.MISJUDGED, words="It is more.", by=world.tobin
    )
    assert Promise.objects.get(ticket=ticket, clause="turnaround").lease_by == ""


def test_a_turnaround_that_a_manager_waived_is_no_fault_of_the_installation(world: World) -> None:
    ticket = prioritised(world)
    waive_promise(
        Promise.objects.get(ticket=ticket, clause="turnaround"), reason="Agreed by phone.", by=world.theo
    )
    Ticket.objects.filter(pk=ticket.pk).update(opened_at=NOON - timedelta(hours=1))
    assert "no_turnaround" not in {each.code for each in violations()}
