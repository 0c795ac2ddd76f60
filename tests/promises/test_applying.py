"""Editing never moves what stands; *apply to what is open* does, as an act of its own (F3, T68, T71)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from holdfast.calendars.actions import save_calendar
from holdfast.calendars.models import ZoneRules
from holdfast.calendars.zones import rules_in_use
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Forbidden
from holdfast.notices.models import Notice
from holdfast.policy.actions import draft_policy, publish_policy, save_draft
from holdfast.policy.queries import document_of
from holdfast.project.demo.world import World
from holdfast.promises.actions.applying import apply_to_open, preview_moves
from holdfast.promises.models import Promise
from holdfast.tickets.actions.messages import Said, receive_message, send_message
from tests.procedure.steps import fresh, prioritised
from tests.promises.acceptance import accept
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


def test_t68_new_zone_data_is_offered_and_dues_keep_their_version_till_then(world: World) -> None:
    ticket_by_mail(world)
    due = turnaround().due_at
    Promise.objects.update(tzdata="2020a")
    assert {move.standing.clause for move in preview_moves()} >= {"turnaround", "first_response"}
    assert turnaround().tzdata == "2020a"
    apply_to_open(reason="New zone data.", by=world.delphine)
    assert turnaround().due_at == due + timedelta(0)
    assert turnaround().tzdata != "2020a"


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
