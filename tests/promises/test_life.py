"""The life of promises, rule by rule (promises.md); each test names its rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.people.models import Person
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.models import Via
from holdfast.project.demo.world import World
from holdfast.promises.actions.sweeping import sweep
from holdfast.promises.actions.waiving import waive_promise
from holdfast.promises.models import Promise, State
from holdfast.tickets.actions.messages import Said, receive_message, send_message
from holdfast.tickets.actions.opening import Opening, open_ticket
from holdfast.tickets.actions.priority import change_priority, confirm_priority
from holdfast.tickets.models import Channel, PriorityReason, Stage, Ticket
from tests.procedure.steps import asked, fresh
from tests.promises.acceptance import accept, bounce
from tests.world import NOON, Clock, ticket_by_mail

pytestmark = pytest.mark.django_db


def promise(ticket: Ticket, clause: str, **filters: object) -> Promise:
    return Promise.objects.filter(ticket=ticket, clause=clause, **filters).latest("pk")


def states(ticket: Ticket, clause: str) -> list[str]:
    return list(
        Promise.objects.filter(ticket=ticket, clause=clause).order_by("pk").values_list("state", flat=True)
    )


def run_sweeps() -> None:
    while sweep("test"):
        pass


def test_opening_makes_the_promises_of_the_policy_from_the_arrival(
    world: World, trail: Callable[[], list[str]]
) -> None:
    ticket = ticket_by_mail(world)
    clauses = set(Promise.objects.filter(ticket=ticket).values_list("clause", flat=True))
    assert clauses == {"acknowledge", "first_response", "priority_confirmed", "turnaround", "client_update"}
    assert all(each.start_at == NOON for each in Promise.objects.all())
    assert "PromisesMade" in trail()


def test_machine_mail_is_promised_nothing(world: World) -> None:
    ticket_by_mail(world, is_machine=True)
    assert not Promise.objects.exists()


def test_the_acknowledgement_is_kept_when_the_clients_channel_accepts_it(
    world: World, the_clock: Clock
) -> None:
    ticket = ticket_by_mail(world)
    the_clock.forward(minutes=2)
    accept("acknowledgement")
    kept = promise(ticket, "acknowledge")
    assert (
        kept.state == State.KEPT and kept.ended_at == the_clock.now and kept.evidence.startswith("delivery-")
    )
    assert Ticket.objects.get(pk=ticket.pk).stage == Stage.ACKNOWLEDGED


def test_the_provisional_priority_holds_until_a_person_confirms_from_creation(
    world: World, the_clock: Clock
) -> None:
    ticket = ticket_by_mail(world)
    assert (ticket.priority, ticket.is_provisional) == (2, True)
    the_clock.forward(minutes=20)
    confirm_priority(ticket, priority=1, by=world.tobin)
    turnaround = promise(ticket, "turnaround")
    assert turnaround.priority == 1 and turnaround.due_at == NOON + timedelta(hours=4)
    assert promise(ticket, "priority_confirmed").state == State.KEPT
    assert promise(ticket, "first_response").state == State.BROKEN  # P1: 15 minutes, past at the confirmation
    with pytest.raises(Forbidden):
        confirm_priority(ticket, priority=1, by=world.ines)


def test_a_public_message_is_first_response_and_update_and_starts_the_next_link(
    world: World, the_clock: Clock
) -> None:
    ticket = ticket_by_mail(world)
    at = the_clock.forward(minutes=10)
    send_message(ticket, Said(text="We are looking.", author=world.tobin), by=world.tobin)
    assert promise(ticket, "first_response").state == State.KEPT
    first, following = Promise.objects.filter(ticket=ticket, clause="client_update").order_by("pk")
    assert first.state == State.KEPT and following.state == State.RUNNING
    assert following.start_at == at and following.follows_id == first.pk


def test_a_question_pauses_only_the_turnaround_from_its_acceptance_and_the_reply_resumes_from_its_arrival(
    world: World, the_clock: Clock
) -> None:
    ticket = ticket_by_mail(world)
    due = promise(ticket, "turnaround").due_at
    send_message(ticket, Said(text="Which browser?", author=world.tobin), asks=True, by=world.tobin)
    assert promise(ticket, "turnaround").state == State.RUNNING
    the_clock.set(NOON + timedelta(hours=3))  # ten in New York: the office is open
    accept("question")
    assert promise(ticket, "turnaround").state == State.PAUSED
    assert promise(ticket, "client_update", state=State.RUNNING)
    reached = the_clock.forward(hours=2)
    the_clock.forward(hours=5)  # read late
    receive_message(
        ticket,
        Said(text="Firefox.", author=world.orla),
        channel="mail",
        reached_at=reached,
        by=world.orla.actor,
    )
    resumed = promise(ticket, "turnaround")
    assert resumed.state == State.RUNNING
    assert resumed.due_at == due + timedelta(hours=2)
    assert [(each.began_at, each.ended_at) for each in resumed.pauses.all()] == [
        (NOON + timedelta(hours=3), reached)
    ]


def test_machine_mail_does_not_resume(world: World, the_clock: Clock) -> None:
    ticket = ticket_by_mail(world)
    send_message(ticket, Said(text="Which browser?", author=world.tobin), asks=True, by=world.tobin)
    accept("question")
    said = Said(text="I am away.", author=world.orla, is_machine=True)
    receive_message(ticket, said, channel="mail", reached_at=the_clock.now, by=world.orla.actor)
    assert promise(ticket, "turnaround").state == State.PAUSED


def test_a_bounce_of_the_question_undoes_the_pause(world: World, the_clock: Clock) -> None:
    ticket = ticket_by_mail(world)
    due = promise(ticket, "turnaround").due_at
    send_message(ticket, Said(text="Which browser?", author=world.tobin), asks=True, by=world.tobin)
    (delivery,) = accept("question")
    the_clock.forward(hours=1)
    bounce(delivery)
    turnaround = promise(ticket, "turnaround")
    assert turnaround.state == State.RUNNING and turnaround.due_at == due


def test_what_only_a_bounced_mail_kept_is_owed_again(world: World, the_clock: Clock) -> None:
    ticket = ticket_by_mail(world)
    (delivery,) = accept("acknowledgement")
    bounce(delivery)
    assert promise(ticket, "acknowledge").state == State.RUNNING


def test_what_is_done_after_the_clock_was_set_back_keeps_what_was_promised_before(
    world: World, the_clock: Clock
) -> None:
    ticket = ticket_by_mail(world)
    the_clock.forward(minutes=-5)
    accept("acknowledgement")
    confirm_priority(ticket, priority=1, by=world.tobin)
    send_message(fresh(ticket), Said(text="We are at it.", author=world.tobin), by=world.tobin)
    for clause in ("acknowledge", "priority_confirmed", "first_response"):
        kept = Promise.objects.get(ticket=ticket, clause=clause)
        assert (kept.state, kept.ended_at) == (State.KEPT, NOON), clause


def test_broken_at_is_the_limit_however_late_it_is_noticed_and_stays(world: World, the_clock: Clock) -> None:
    ticket = ticket_by_mail(world)
    the_clock.forward(hours=6)
    run_sweeps()
    broken = promise(ticket, "acknowledge")
    assert (broken.state, broken.broken_at, broken.noticed_at) == (
        State.BROKEN,
        NOON + timedelta(minutes=15),
        the_clock.now,
    )
    accept("acknowledgement")
    late = promise(ticket, "acknowledge")
    assert (late.state, late.broken_at) == (State.KEPT_LATE, NOON + timedelta(minutes=15))


def test_kept_after_the_limit_is_broken_too_even_when_no_sweep_came_by(
    world: World, the_clock: Clock
) -> None:
    ticket = ticket_by_mail(world)
    the_clock.forward(minutes=16)
    accept("acknowledgement")
    late = promise(ticket, "acknowledge")
    assert (late.state, late.broken_at) == (State.KEPT_LATE, NOON + timedelta(minutes=15))


def test_a_missed_hour_is_one_broken_promise_each_hour_and_one_update_keeps_all(
    world: World, the_clock: Clock
) -> None:
    ticket = ticket_by_mail(world)
    confirm_priority(ticket, priority=1, by=world.tobin)
    the_clock.set(NOON + timedelta(hours=3, minutes=30))
    run_sweeps()
    assert states(ticket, "client_update") == ["broken", "broken", "broken", "running"]
    assert [p.start_at for p in Promise.objects.filter(clause="client_update").order_by("pk")] == [
        NOON + timedelta(hours=hours) for hours in range(4)
    ]
    send_message(ticket, Said(text="The cause is found.", author=world.tobin), by=world.tobin)
    assert states(ticket, "client_update") == ["kept_late", "kept_late", "kept_late", "kept", "running"]
    assert promise(ticket, "client_update").start_at == the_clock.now


def test_t76_each_warning_fires_once_and_one_that_a_breach_overtook_is_skipped(
    world: World, the_clock: Clock
) -> None:
    ticket = ticket_by_mail(world)
    acknowledgement = promise(ticket, "acknowledge").pk

    def warnings() -> list[float]:
        said = TrailEntry.objects.filter(fact="PromiseWarned", said__promise=acknowledgement).order_by("pk")
        return [each.said["fraction"] for each in said]

    the_clock.set(NOON + timedelta(minutes=8))
    run_sweeps()
    run_sweeps()
    assert warnings() == [0.5]
    the_clock.set(NOON + timedelta(minutes=14))  # 75 % passed unseen: only the newest fires
    run_sweeps()
    assert warnings() == [0.5, 0.9]
    late = ticket_by_mail(world, "lutz")
    the_clock.forward(days=30)
    run_sweeps()
    assert warnings() == [0.5, 0.9]
    overtaken = promise(late, "acknowledge").pk
    assert not TrailEntry.objects.filter(fact="PromiseWarned", said__promise=overtaken).exists()
    assert not Promise.objects.filter(next_at__lte=the_clock.now).exists()


def test_misjudged_counts_from_the_original_start_and_may_be_broken_at_once(
    world: World, the_clock: Clock
) -> None:
    ticket = ticket_by_mail(world)
    confirm_priority(ticket, priority=2, by=world.tobin)
    the_clock.forward(hours=5)
    change_priority(
        ticket, priority=1, reason=PriorityReason.MISJUDGED, words="It is a total outage.", by=world.tobin
    )
    turnaround = promise(ticket, "turnaround")
    assert turnaround.due_at == NOON + timedelta(hours=4)
    assert (turnaround.state, turnaround.broken_at) == (State.BROKEN, the_clock.now)


def test_a_changed_situation_gives_the_earlier_of_the_old_limit_and_the_new_allowance_from_now(
    world: World, the_clock: Clock
) -> None:
    ticket = ticket_by_mail(world)
    confirm_priority(ticket, priority=2, by=world.tobin)
    old = promise(ticket, "turnaround").due_at
    at = the_clock.forward(hours=5)
    change_priority(
        ticket, priority=1, reason=PriorityReason.SITUATION_CHANGED, words="Now all are down.", by=world.tobin
    )
    assert promise(ticket, "turnaround").due_at == at + timedelta(hours=4) < old
    change_priority(
        ticket, priority=4, reason=PriorityReason.SITUATION_CHANGED, words="It is back.", by=world.tobin
    )
    assert promise(ticket, "turnaround").due_at == at + timedelta(hours=4)
    assert promise(ticket, "client_told").state == State.RUNNING


def test_a_change_of_priority_needs_its_reason_and_the_client_is_told(world: World) -> None:
    ticket = ticket_by_mail(world)
    confirm_priority(ticket, priority=2, by=world.tobin)
    with pytest.raises(Refused, match="reason"):
        change_priority(ticket, priority=3, reason=PriorityReason.MISJUDGED, words=" ", by=world.tobin)
    change_priority(
        ticket, priority=3, reason=PriorityReason.MISJUDGED, words="Only one screen.", by=world.tobin
    )
    accept("priority_changed")
    assert promise(ticket, "client_told").state == State.KEPT


def test_only_a_manager_waives_and_only_with_a_reason(world: World) -> None:
    ticket = ticket_by_mail(world)
    owed = promise(ticket, "first_response")
    with pytest.raises(Forbidden):
        waive_promise(owed, reason="They called us off.", by=world.tobin)
    with pytest.raises(Refused):
        waive_promise(owed, reason="  ", by=world.delphine)
    waived = waive_promise(owed, reason="They called us off.", by=world.delphine)
    assert (waived.state, waived.waived_by, waived.waived_by_rule) == (
        State.WAIVED,
        "Delphine Quarrie",
        False,
    )


def test_a_broken_promise_does_not_pause(world: World, the_clock: Clock) -> None:
    ticket = ticket_by_mail(world)
    the_clock.forward(days=10)
    run_sweeps()
    send_message(ticket, Said(text="Which browser?", author=world.tobin), asks=True, by=world.tobin)
    accept("question")
    assert promise(ticket, "turnaround").state == State.BROKEN


def test_the_next_promise_stands_on_the_ticket_for_the_working_order(world: World, the_clock: Clock) -> None:
    ticket = ticket_by_mail(world)
    ticket.refresh_from_db()
    assert (ticket.next_due_clause, ticket.next_due_at) == ("acknowledge", NOON + timedelta(minutes=15))
    accept("acknowledgement")
    ticket.refresh_from_db()
    assert ticket.next_due_clause == "priority_confirmed"


def mail_of_a_newcomer(address: str = "wren@newcomer.example") -> Ticket:
    person, _ = Person.objects.get_or_create(email=address)
    said = Said(text="The queue stands still.", author=person)
    opening = Opening(requester=person, subject="Still", said=said, channel=Channel.MAIL)
    return open_ticket(opening, by=person.actor)


def test_an_acknowledgement_that_comes_back_after_resolution_broke_and_is_owed_no_more(
    world: World, the_clock: Clock
) -> None:
    ticket, approval = asked(world)
    (delivery,) = accept("acknowledgement")
    accept("approval_asked")
    answer_approval(approval, person=world.orla, is_approved=True, via=Via.PORTAL)
    the_clock.forward(hours=1)
    bounce(delivery)
    run_sweeps()
    ended = promise(ticket, "acknowledge")
    assert (ended.state, ended.waiver, ended.broken_at) == (State.WAIVED, "condition ended", ended.due_at)
    assert promise(ticket, "explanation").state in (State.RUNNING, State.BROKEN)


def test_t10_an_acknowledgement_that_the_cap_holds_back_is_waived_by_rule(
    world: World, the_clock: Clock, trail: Callable[[], list[str]]
) -> None:
    first, second, third = (mail_of_a_newcomer() for _ in range(3))
    accept("acknowledgement")
    assert promise(first, "acknowledge").state == State.KEPT
    for muted in (second, third):
        waived = promise(muted, "acknowledge")
        assert (waived.state, waived.waiver, waived.waived_by_rule) == (
            State.WAIVED,
            "suppressed by a cap",
            True,
        )
        assert promise(muted, "turnaround").state == State.RUNNING
    assert (trail().count("NoticeLeftOut"), trail().count("NoticeMuted")) == (2, 1)
    the_clock.forward(hours=2)
    run_sweeps()
    assert not Promise.objects.filter(clause="acknowledge", broken_at__isnull=False).exists()
    fourth = mail_of_a_newcomer()
    assert promise(fourth, "acknowledge").state == State.RUNNING


def test_an_acknowledgement_that_no_address_takes_is_waived_by_rule(world: World) -> None:
    waived = promise(mail_of_a_newcomer("no-reply@newcomer.example"), "acknowledge")
    assert (waived.state, waived.waiver) == (State.WAIVED, "nothing can be sent to the address")
    assert waived.waived_by_rule
