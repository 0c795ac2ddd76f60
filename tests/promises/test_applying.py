"""Editing never moves what stands; *apply to what is open* does, as an act of its own (F3, T68, T71)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from holdfast.calendars.actions import save_calendar
from holdfast.calendars.models import ZoneRules
from holdfast.calendars.zones import rules_in_use, tzdata_version
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Forbidden
from holdfast.notices.models import Notice
from holdfast.policy.actions import draft_policy, publish_policy, save_draft
from holdfast.policy.queries import document_of
from holdfast.project.demo.world import World
from holdfast.promises.actions.applying import apply_to_open, preview_moves
from holdfast.promises.actions.sweeping import sweep
from holdfast.promises.models import Promise, State
from holdfast.promises.reckoning import reckon
from holdfast.tickets.actions.messages import Said, receive_message, send_message
from holdfast.tickets.actions.priority import change_priority
from holdfast.tickets.models import PriorityReason, Ticket
from tests.procedure.steps import fresh, prioritised
from tests.promises.acceptance import accept
from tests.promises.zone_data import another_edition
from tests.world import NOON, Clock, ticket_by_mail

pytestmark = pytest.mark.django_db


def with_holidays(world: World, *days: str) -> None:
    calendar = world.organisations["osprey"].calendar
    assert calendar is not None
    hours = dict(calendar.versions.latest("number").hours) | {"holidays": list(days)}
    save_calendar(key=calendar.key, name=calendar.name, hours=hours, by=SYSTEM)


def turnaround() -> Promise:
    return Promise.objects.get(clause="turnaround")


def test_t71_a_holiday_added_moves_nothing_until_it_is_applied_and_taken_away_again_it_returns(
    world: World,
) -> None:
    with_holidays(world)
    ticket_by_mail(world)
    due = turnaround().due_at
    with_holidays(world, "2026-11-24", "2026-11-25")
    assert turnaround().due_at == due
    (move,) = [move for move in preview_moves() if move.standing.clause == "turnaround"]
    assert move.is_later
    with pytest.raises(Forbidden):
        apply_to_open(reason="A public holiday was proclaimed.", by=world.tobin)
    apply_to_open(reason="A public holiday was proclaimed.", by=world.delphine)
    later = turnaround().due_at
    assert later == move.renewed.due_at > due
    assert Notice.objects.filter(kind="promise_later").exists()
    with_holidays(world)
    apply_to_open(reason="It was none.", by=world.delphine)
    assert turnaround().due_at == due
    assert [
        entry.said["cause"]
        for entry in TrailEntry.objects.filter(fact="PromiseMoved", said__clause="turnaround").order_by("pk")
    ] == [
        "A public holiday was proclaimed.",
        "It was none.",
    ]
    assert preview_moves() == []


def test_a_published_policy_moves_nothing_until_it_is_applied(world: World) -> None:
    ticket_by_mail(world)
    before = turnaround()
    draft = draft_policy(by=world.delphine)
    document = document_of(draft.pk)
    clauses = tuple(
        replace(clause, limit={1: "4 h", 2: "2 business days", 3: "4 business days", 4: "4 business days"})
        if clause.id == "turnaround"
        else clause
        for clause in document.clauses
    )
    save_draft(draft, document=replace(document, clauses=clauses), by=world.delphine)
    publish_policy(draft_policy(by=world.delphine), by=world.delphine)
    assert turnaround().due_at == before.due_at
    assert turnaround().policy_version_id == before.policy_version_id
    apply_to_open(reason="As agreed with everybody.", by=world.delphine)
    assert turnaround().due_at > before.due_at
    assert turnaround().policy_version_id != before.policy_version_id


def test_what_is_applied_holds_for_later_changes_too_where_it_moves_nothing_yet(world: World) -> None:
    ticket = prioritised(world, priority=4)
    standing = turnaround()
    publish_turnaround(
        world, limit={1: "4 h", 2: "3 business days", 3: "3 business days", 4: standing.allowance}
    )
    assert preview_moves() == []
    moved = TrailEntry.objects.filter(fact="PromiseMoved").count()
    apply_to_open(reason="As agreed with everybody.", by=world.delphine)
    assert turnaround().due_at == standing.due_at
    assert TrailEntry.objects.filter(fact="PromiseMoved").count() == moved
    change_priority(
        fresh(ticket), priority=2, reason=PriorityReason.MISJUDGED, words="It is worse.", by=world.tobin
    )
    assert turnaround().allowance == "3 business days"


def test_a_stricter_policy_that_is_applied_breaks_at_the_act_never_before_it(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world, priority=3)
    publish_turnaround(world, limit=dict.fromkeys((1, 2, 3, 4), "1 h"), target={})
    at = the_clock.forward(days=1)
    apply_to_open(reason="The new policy holds for what is open.", by=world.delphine)
    row = Promise.objects.get(ticket=ticket, clause="turnaround")
    assert row.due_at == ticket.opened_at + timedelta(hours=1)
    assert (row.state, row.broken_at) == (State.BROKEN, at)


def publish_turnaround(world: World, **changed: dict[int, str]) -> None:
    """Put a policy in force whose turnaround is other in this."""
    draft = draft_policy(by=world.delphine)
    document = document_of(draft.pk)
    clauses = tuple(
        replace(clause, **changed) if clause.id == "turnaround" else clause for clause in document.clauses
    )
    save_draft(draft, document=replace(document, clauses=clauses), by=world.delphine)
    publish_policy(draft_policy(by=world.delphine), by=world.delphine)


@pytest.fixture
def new_zone_data(tmp_path: Path) -> Callable[[], AbstractContextManager[None]]:
    """An edition in which New York, Osprey Lane's zone, ends its winter time for good on 25 November at two."""
    return lambda: another_edition(
        tmp_path, version="2099z", zone="America/New_York", rule="EST5EDT,J329/2,J306/2"
    )


def test_t68_new_zone_data_move_nothing_that_stands_and_are_offered_with_what_they_would_move(
    world: World, the_clock: Clock, new_zone_data: Callable[[], AbstractContextManager[None]]
) -> None:
    ticket = prioritised(world)
    stood = {each.clause: each.due_at for each in Promise.objects.filter(state=State.RUNNING)}
    with new_zone_data():
        for each in Promise.objects.filter(state=State.RUNNING):
            assert each.tzdata != tzdata_version()
            assert reckon(each).due_at == stood[each.clause]  # also reckoned again, and explained
        moves = preview_moves()
        assert {move.standing.clause for move in moves} == set(stood)
        by_how_much = {
            move.standing.clause: move.renewed.due_at - stood[move.standing.clause] for move in moves
        }
        assert by_how_much["first_response"] == timedelta(0)  # due before the change
        assert by_how_much["turnaround"] == timedelta(hours=-1)
        the_clock.set(stood["turnaround"])
        while sweep("test"):
            pass
        assert Promise.objects.get(ticket=ticket, clause="turnaround").state == State.RUNNING


def test_t68_what_begins_under_new_zone_data_has_them_and_what_stands_when_they_are_applied(
    world: World, new_zone_data: Callable[[], AbstractContextManager[None]]
) -> None:
    former = prioritised(world)
    due = turnaround().due_at
    with new_zone_data():
        later = prioritised(world)
        assert due_of(later) == due - timedelta(hours=1)
        assert due_of(former) == due
        apply_to_open(reason="New zone data.", by=world.delphine)
        assert due_of(former) == due_of(later)
        assert set(Promise.objects.filter(state=State.RUNNING).values_list("tzdata", flat=True)) == {"2099z"}
        assert preview_moves() == []
        moved = TrailEntry.objects.get(fact="PromiseMoved", said__clause="turnaround").said
        assert (moved["formerly"], moved["cause"]) == (due.isoformat(), "New zone data.")


def due_of(ticket: Ticket) -> datetime:
    return Promise.objects.get(ticket=ticket, clause="turnaround").due_at


def test_t68_what_resumes_is_reckoned_with_the_zone_data_of_then(world: World, the_clock: Clock) -> None:
    ticket = prioritised(world)
    present = turnaround().due_at
    ZoneRules.objects.create(zone="America/New_York", tzdata="2020a", rules=rules_in_use("America/Halifax"))
    Promise.objects.update(tzdata="2020a", due_at=present - timedelta(hours=1))  # as it was reckoned then
    the_clock.set(NOON + timedelta(hours=3))  # the office is open
    said = Said(text="Which browser?", author=world.tobin)
    send_message(fresh(ticket), said, asks=True, by=world.tobin)
    accept("question")
    answered = the_clock.forward(hours=1)
    answer = Said(text="Firefox.", author=world.orla)
    receive_message(fresh(ticket), answer, channel="mail", reached_at=answered, by=world.orla.actor)
    assert turnaround().due_at == present  # an hour later than it was, and an hour earlier than now
    moved = [move.renewed.due_at for move in preview_moves() if move.standing.clause == "turnaround"]
    assert moved == [present + timedelta(hours=1)]
    apply_to_open(reason="New zone data.", by=world.delphine)
    assert turnaround().due_at == present + timedelta(hours=1)
