"""A client climbs at any time, one level at a time (D2); a broken promise climbs on its own (D3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from msgspec.structs import replace

from holdfast.escalation.actions.climbing import AutomaticClimb, climb_automatically, climb_ladder
from holdfast.escalation.ladder import unmanned_levels
from holdfast.escalation.models import Climb
from holdfast.escalation.queries import ladder_state
from holdfast.kernel import clock
from holdfast.kernel.facts import wire
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.notices.models import Delivery, Lane, Notice
from holdfast.people.models import Person
from holdfast.policy.actions import draft_policy, publish_policy, save_draft
from holdfast.policy.queries import document_of
from holdfast.project.demo.world import World
from holdfast.project.wiring import WIRING
from holdfast.promises.models import Promise, State
from holdfast.tickets.models import Message, Side, Ticket
from tests.procedure.steps import asked, fresh, prioritised
from tests.world import Clock

pytestmark = pytest.mark.django_db


def told(kind: str) -> list[Person | None]:
    rows = Delivery.objects.filter(notice__kind=kind).select_related("person").order_by("pk")
    return [row.person for row in rows]


def automatically(*tickets: Ticket, cause: str = "Turnaround") -> list[Climb]:
    with transaction.atomic():
        locked = [Ticket.objects.locked(ticket.pk) for ticket in tickets]
        return climb_automatically(
            [AutomaticClimb(ticket=ticket, cause=cause) for ticket in locked], at=clock.now()
        )


def leave(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)


def test_a_client_climbs_to_level_2_which_is_told_at_once_with_the_account_manager(
    world: World, trail: Callable[[], list[str]]
) -> None:
    ticket = prioritised(world)
    climb = climb_ladder(ticket, words="No news since noon.", by=world.orla)
    assert (climb.level, climb.person, climb.by_client) == (2, world.kaveh, True)
    assert fresh(ticket).level == 2
    assert told("level_told") == [world.kaveh]
    assert told("account_manager_told") == [world.ines]
    assert Notice.objects.get(kind="level_told").lane == Lane.PAGING
    message = Message.objects.filter(ticket=ticket).latest("pk")
    assert (message.side, message.text, message.author) == (Side.CLIENT, "No news since noon.", world.orla)
    assert Promise.objects.get(clause="escalation_answered").state == State.RUNNING
    assert {"LevelTold", "AccountManagerToBeTold"} <= set(trail())


@pytest.mark.parametrize(
    ("person", "may"),
    [
        ("orla", True),  # the client's administrator and approver
        ("bram", False),  # of the same client, but it is not his
        ("lutz", False),  # another client's
        ("tobin", True),  # an agent, for the client
        ("ines", True),
        ("mirela", False),  # QA
        ("piotr", False),  # an administrator of the installation
    ],
)
def test_t41_who_may_climb(world: World, person: str, may: bool) -> None:
    ticket = prioritised(world)
    if may:
        assert climb_ladder(ticket, words="They ask for it.", by=world.persons[person]).level == 2
    else:
        with pytest.raises(Forbidden):
            climb_ladder(ticket, words="Please.", by=world.persons[person])
        assert not Climb.objects.exists()


def test_an_agent_says_why_and_a_client_need_not(world: World) -> None:
    ticket = prioritised(world)
    with pytest.raises(Refused) as refused:
        climb_ladder(ticket, by=world.tobin)
    assert refused.value.field == "words"
    assert climb_ladder(ticket, by=world.orla).words == ""


def test_one_level_at_a_time_to_the_top_which_is_told_again_after_its_answer_time(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world)
    holders = [climb_ladder(ticket, by=world.orla).person for _ in range(4)]
    assert holders == [world.kaveh, world.theo, world.juno, world.delphine]
    assert ladder_state(fresh(ticket), at=the_clock.now).again_at == the_clock.now + timedelta(hours=1)
    with pytest.raises(Refused) as refused:
        climb_ladder(ticket, by=world.orla)
    assert refused.value.code == "at_the_top"
    assert "answers by 24 November 2026, 08:00 EST." in str(refused.value)
    the_clock.forward(hours=1)
    again = climb_ladder(ticket, by=world.orla)
    assert (again.level, again.person) == (5, world.delphine)
    assert world.theo in told("top_told_again")


def test_the_same_form_twice_climbs_once(world: World) -> None:
    ticket = prioritised(world)
    first = climb_ladder(ticket, level=2, by=world.orla)
    assert climb_ladder(ticket, level=2, by=world.orla) == first
    assert climb_ladder(ticket, level=3, by=world.orla).level == 3
    assert climb_ladder(ticket, level=2, by=world.orla).level == 3
    assert Climb.objects.count() == 2


def test_a_resolved_ticket_does_not_climb(world: World) -> None:
    from holdfast.procedure.actions.answering import answer_approval

    ticket, approval = asked(world)
    answer_approval(approval, person=world.orla, is_approved=True, via="portal")
    with pytest.raises(Refused) as refused:
        climb_ladder(ticket, by=world.orla)
    assert refused.value.code == "resolved"


def test_t80_a_level_that_nobody_holds_falls_through_and_the_managers_know(
    world: World, trail: Callable[[], list[str]]
) -> None:
    leave(world.kaveh)
    leave(world.theo)
    assert [level.number for level in unmanned_levels()] == [2, 3]
    climb = climb_ladder(prioritised(world), by=world.orla)
    assert (climb.level, climb.person) == (4, world.juno)
    assert trail().count("LevelUnmanned") == 2
    assert world.delphine in told("level_unmanned")


def test_t80_when_nobody_holds_the_top_the_managers_stand_in(world: World) -> None:
    for key in ("kaveh", "theo", "juno", "delphine"):
        leave(world.persons[key])
    climb = climb_ladder(prioritised(world), by=world.orla)
    assert (climb.level, climb.person) == (5, None)
    assert told("level_told") == [world.nell]


def test_a_level_named_by_an_address_of_no_person_of_the_vendor_is_not_held(world: World) -> None:
    draft = draft_policy(by=world.delphine)
    document = document_of(draft.pk)
    Person.objects.filter(pk=world.kaveh.pk).update(roles=[])
    assert document.ladder[1].person == world.kaveh.email
    assert climb_ladder(prioritised(world), by=world.orla).person == world.theo


def test_each_clients_ladder_is_its_own_policys(world: World) -> None:
    draft = draft_policy(by=world.delphine)
    document = document_of(draft.pk)
    levels = (
        document.ladder[0],
        replace(document.ladder[1], person=world.bea.email, answer="4 business hours"),
    )
    publish_policy(
        save_draft(draft, document=replace(document, ladder=levels), by=world.delphine), by=world.delphine
    )
    climb = climb_ladder(prioritised(world), by=world.orla)
    assert (climb.person, climb.answer) == (world.bea, "4 business hours")
    assert climb.answer_until == climb.at + timedelta(hours=4)  # the clause's calendar is round the clock


def test_many_broken_promises_climb_one_level_within_a_levels_answer_time(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world)
    with transaction.atomic():
        locked = Ticket.objects.locked(ticket.pk)
        causes = ("Turnaround", "First human response", "Turnaround")
        (climb,) = climb_automatically(
            [AutomaticClimb(ticket=locked, cause=cause) for cause in causes], at=clock.now()
        )
    assert (climb.level, climb.is_automatic, climb.words) == (2, True, "Turnaround, First human response")
    the_clock.forward(minutes=59)
    assert automatically(ticket) == []
    the_clock.forward(minutes=1)
    assert [each.level for each in automatically(ticket)] == [3]
    assert told("account_manager_told") == [world.ines, world.ines]


def test_a_breach_right_after_a_client_climbed_does_not_climb_too(world: World) -> None:
    ticket = prioritised(world)
    climb_ladder(ticket, by=world.orla)
    assert automatically(ticket) == []


def test_an_unanswered_level_climbs_when_its_promise_breaks_and_at_the_top_it_repeats(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world)
    levels = []
    for _ in range(6):
        levels += [climb.level for climb in automatically(ticket, cause="Escalation answered")]
        the_clock.forward(hours=1, seconds=1)
    assert levels == [2, 3, 4, 5, 5, 5]
    assert told("top_told_again").count(world.theo) == 2


@pytest.fixture
def _unwired() -> Iterator[None]:
    """Facts that nothing follows."""
    yield
    wire(WIRING)


@pytest.mark.usefixtures("_unwired")
def test_climbing_on_its_own_asks_the_database_as_often_for_many_as_for_one(world: World) -> None:
    """The facts' own reactions apart: what follows each of them is counted where it is written."""
    one = [prioritised(world).pk]
    many = [prioritised(world, person=key).pk for key in ("orla", "lutz", "dara", "mina")]
    wire({})
    counts = []
    for keys in (one, many):
        with transaction.atomic():
            rows = Ticket.objects.filter(pk__in=keys).select_related("organisation")
            breaches = [AutomaticClimb(ticket=ticket, cause="Turnaround") for ticket in rows]
            with CaptureQueriesContext(connection) as queries:
                assert len(climb_automatically(breaches, at=clock.now())) == len(keys)
            counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_ladder_as_a_page_shows_it(world: World, the_clock: Clock) -> None:
    ticket = prioritised(world)
    state = ladder_state(ticket, at=the_clock.now)
    assert [step.level.number for step in state.steps] == [1, 2, 3, 4, 5]
    assert (state.next.number, state.at_top, state.steps[0].is_current) == (2, False, True)
    climb = climb_ladder(ticket, by=world.orla)
    state = ladder_state(fresh(ticket), at=the_clock.now)
    assert (state.next.number, state.steps[1].climb, state.steps[1].is_current) == (3, climb, True)
