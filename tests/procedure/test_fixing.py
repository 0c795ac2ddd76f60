"""The fix is recorded whole (C3), or solved at tier 1 (C2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.kernel import clock
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.notices.models import Notice
from holdfast.people.actions.entering import shut_out
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.actions.fixing import Watch, record_fix, solve_at_tier_1
from holdfast.procedure.actions.verdict import give_verdict
from holdfast.procedure.actions.watching import end_watching, remind_watchers
from holdfast.procedure.models import Fix, Watching
from holdfast.procedure.rules import Missing
from holdfast.project.demo.world import World
from holdfast.tickets.actions.assignment import assign_ticket
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.actions.resolution import reopen_ticket
from holdfast.tickets.models import Message, Side, Stage, Waiting
from tests.procedure.steps import asked, fix, fresh, in_engineering, in_qa, prioritised
from tests.world import Clock

pytestmark = pytest.mark.django_db


def test_a_lead_records_all_four_and_it_goes_to_qa_but_an_agent_may_not(world: World) -> None:
    ticket = in_engineering(world)
    with pytest.raises(Forbidden):
        fix(world, ticket, by="tobin")
    made = fix(world, ticket)
    assert fresh(ticket).stage == Stage.QA
    said = list(Message.objects.filter(ticket=ticket).order_by("pk").values_list("side", flat=True))
    assert said[-2:] == [Side.VENDOR, Side.INTERNAL]
    assert made.watching.person == world.kaveh


def test_everything_that_is_missing_is_named_at_once(world: World) -> None:
    ticket = in_engineering(world)
    with pytest.raises(Missing) as missing:
        record_fix(
            ticket,
            cause=" ",
            solution="",
            prevention="",
            tell_client="",
            tell_colleagues="",
            watching=Watch(what="", person=None, until=None),
            by=world.kaveh,
        )
    assert list(missing.value.fields) == [
        "cause",
        "solution",
        "prevention",
        "tell_client",
        "tell_colleagues",
        "watching_what",
        "watching_person",
        "watching_until",
    ]
    assert not Fix.objects.exists()


@pytest.mark.parametrize(("person", "hours", "field"), [("orla", 24, "person"), ("kaveh", -1, "until")])
def test_t44_only_our_own_people_watch_and_in_the_time_to_come(
    world: World, person: str, hours: int, field: str
) -> None:
    ticket = in_engineering(world)
    said = Watch(what="Chats", person=world.persons[person], until=clock.now() + timedelta(hours=hours))
    with pytest.raises(Missing) as missing:
        record_fix(
            ticket,
            cause="a",
            solution="b",
            prevention="c",
            tell_client="d",
            tell_colleagues="e",
            watching=said,
            by=world.kaveh,
        )
    assert list(missing.value.fields) == [f"watching_{field}"]
    assert not Watching.objects.exists()


def test_a_fix_belongs_to_engineering(world: World) -> None:
    with pytest.raises(Refused, match="stands at Prioritised, not at Engineering"):
        fix(world, prioritised(world))


def test_an_open_question_to_the_client_ends_with_the_fix(world: World) -> None:
    ticket = in_engineering(world)
    send_message(ticket, Said(text="Which browser?", author=world.kaveh), asks=True, by=world.kaveh)
    fix(world, ticket)
    assert fresh(ticket).waiting == Waiting.NOTHING


@pytest.mark.parametrize(("priority", "stage"), [(2, Stage.QA), (3, Stage.CLIENT_APPROVAL)])
def test_tier_1s_own_solution_skips_qa_where_the_policy_says_so(
    world: World, priority: int, stage: Stage
) -> None:
    ticket = prioritised(world, priority=priority)
    said = {"cause": "A setting.", "solution": "It is set.", "tell_client": "We have set it."}
    with pytest.raises(Forbidden):
        solve_at_tier_1(ticket, **said, by=world.mirela)
    made = solve_at_tier_1(ticket, **said, by=world.tobin)
    assert made.by_tier_1
    assert fresh(ticket).stage == stage


def test_tier_1_solves_only_what_engineering_does_not_have(world: World) -> None:
    said = {"cause": "A setting.", "solution": "It is set.", "tell_client": "We have set it."}
    with pytest.raises(Refused, match="past tier 1"):
        solve_at_tier_1(in_engineering(world), **said, by=world.tobin)
    with pytest.raises(Missing):
        solve_at_tier_1(prioritised(world), cause="", solution="", tell_client="", by=world.tobin)


def test_whoever_watches_is_asked_once_and_says_how_it_went(world: World, the_clock: Clock) -> None:
    ticket = in_engineering(world)
    watching = fix(world, ticket).watching
    assert remind_watchers() == 0
    the_clock.forward(days=7, minutes=1)
    assert (remind_watchers(), remind_watchers()) == (1, 0)
    assert Notice.objects.get(kind="watching_due").deliveries.get().person == world.kaveh
    with pytest.raises(Forbidden):
        end_watching(watching, held=True, outcome="None since.", by=world.tobin)
    with pytest.raises(Refused):
        end_watching(watching, held=True, outcome=" ", by=world.kaveh)
    ended = end_watching(watching, held=True, outcome="None since.", by=world.kaveh)
    assert (ended.held, ended.ended_by) == (True, world.kaveh)
    assert end_watching(watching, held=True, outcome="Again.", by=world.kaveh).outcome == "None since."


@pytest.mark.parametrize("kind", ["watching_due", "fix_rejected", "not_fixed"])
def test_what_whoever_made_or_watches_a_fix_must_know_is_told_to_others_once_they_have_left(
    world: World, the_clock: Clock, kind: str
) -> None:
    ticket, approval = asked(world) if kind == "not_fixed" else (in_qa(world), None)
    assign_ticket(ticket, to=world.bea, by=world.tobin)
    shut_out(world.kaveh, by=world.piotr)
    if approval is not None:
        answer_approval(approval, person=world.orla, is_approved=False, words="It is back.", via="portal")
    elif kind == "fix_rejected":
        give_verdict(ticket, is_approved=False, reason="It still happens.", by=world.mirela)
    else:
        the_clock.forward(days=8)
        assert remind_watchers() == 1
    told = {each.person for each in Notice.objects.get(kind=kind).deliveries.all()}
    assert told and world.kaveh not in told


@pytest.mark.parametrize("came_back", ["rejected", "refused", "reopened"])
def test_a_fix_that_comes_back_is_watched_no_longer(world: World, the_clock: Clock, came_back: str) -> None:
    if came_back == "rejected":
        ticket = in_qa(world)
        give_verdict(ticket, is_approved=False, reason="It still happens.", by=world.mirela)
    else:
        ticket, approval = asked(world)
        refused = came_back == "refused"
        answer_approval(
            approval, person=world.orla, is_approved=not refused, words="It is back.", via="portal"
        )
        if not refused:
            reopen_ticket(fresh(ticket), reached_at=the_clock.forward(hours=1), days=14, by=world.tobin)
    the_clock.forward(days=8)
    assert remind_watchers() == 0
    with pytest.raises(Refused, match="came back"):
        end_watching(ticket.watchings.get(), held=True, outcome="It holds.", by=world.kaveh)
