"""Tickets that machine mail opened: whom they catch, what is refused on them, and the two deeds that end the waiting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from holdfast.escalation.actions.climbing import climb_ladder
from holdfast.kernel import clock
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.notices.models import Delivery
from holdfast.procedure.actions.fixing import record_fix, solve_at_tier_1
from holdfast.procedure.actions.hand_over import hand_over
from holdfast.procedure.actions.verdict import give_verdict
from holdfast.procedure.rules import Watch
from holdfast.project.demo.world import World
from holdfast.promises.actions.giving import give_word
from holdfast.promises.models import Promise
from holdfast.tickets.access import visible_tickets
from holdfast.tickets.actions.machine_mail import need_no_answer, say_person_wrote
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.actions.priority import change_priority, confirm_priority
from holdfast.tickets.actions.resolution import merge_ticket
from holdfast.tickets.models import PriorityReason, Stage, Ticket
from tests.channels.intake.letters import ORLA, bring, letter
from tests.world import Clock, ticket_by_mail

UNSUBSCRIBE = (("List-Unsubscribe", "<https://crm.example/u>"),)


@pytest.fixture
def ticket(world: World) -> Ticket:
    """Of a person whose mail looks like a program's."""
    opened = bring(letter(sender="Wren Halloway <wren@newcomer.example>", headers=UNSUBSCRIBE)).ticket
    assert opened is not None and opened.is_machine
    return opened


def _letters(ticket: Ticket) -> list[str]:
    rows = Delivery.objects.filter(about=f"ticket-{ticket.pk}").order_by("pk")
    return list(rows.values_list("notice__kind", flat=True))


def _clauses(ticket: Ticket) -> set[str]:
    return set(Promise.objects.filter(ticket=ticket).values_list("clause", flat=True))


# a person wrote this


def test_what_a_person_wrote_is_promised_and_acknowledged_as_if_opened_so(
    world: World, ticket: Ticket, the_clock: Clock, trail: Callable[[], list[str]]
):
    assert (_clauses(ticket), _letters(ticket)) == (set(), [])
    assert not visible_tickets(ticket.requester).exists()
    arrived = ticket.opened_at
    the_clock.forward(minutes=9)
    ticket = say_person_wrote(ticket, by=world.tobin)
    plain = bring(letter(sender="Ida Marsh <ida@newcomer.example>", text="The same without any mark.")).ticket
    assert plain is not None
    assert _clauses(ticket) == _clauses(plain) != set()
    assert {each.start_at for each in Promise.objects.filter(ticket=ticket)} == {arrived}
    assert _letters(ticket) == _letters(plain) == ["acknowledgement"]
    assert list(visible_tickets(ticket.requester)) == [ticket]
    assert not ticket.messages.get().is_machine
    assert trail().count("PersonWrote") == 1
    say_person_wrote(ticket, by=world.tobin)
    assert (trail().count("PersonWrote"), _letters(ticket)) == (1, ["acknowledgement"])


def test_a_priority_that_was_confirmed_before_stays_confirmed(world: World, ticket: Ticket):
    confirm_priority(ticket, priority=3, by=world.tobin)
    ticket = say_person_wrote(ticket, by=world.tobin)
    assert "priority_confirmed" not in _clauses(ticket)
    assert Promise.objects.get(ticket=ticket, clause="turnaround").priority == 3


def test_one_that_was_closed_in_error_is_open_again(world: World, ticket: Ticket):
    need_no_answer(ticket, reason="A newsletter.", by=world.tobin)
    ticket = say_person_wrote(ticket, by=world.tobin)
    assert (ticket.is_open, ticket.stage, ticket.resolved_at, ticket.cycle) == (True, Stage.NEW, None, 1)
    assert ticket.cycles.get().ended_at is None
    assert "turnaround" in _clauses(ticket)


# needs no answer


def test_what_needs_no_answer_is_closed_with_its_reason_and_nobody_is_written_to(
    world: World, ticket: Ticket, trail: Callable[[], list[str]]
):
    with pytest.raises(Refused, match="The reason is missing"):
        need_no_answer(ticket, reason=" ", by=world.tobin)
    need_no_answer(ticket, reason="A newsletter.", by=world.tobin)
    need_no_answer(ticket, reason="A newsletter.", by=world.tobin)
    ticket.refresh_from_db()
    assert (ticket.is_open, ticket.stage, ticket.resolved_at) == (False, Stage.RESOLVED, clock.now())
    assert TrailEntry.objects.get(fact="NoAnswerNeeded").said["reason"] == "A newsletter."
    assert not {"ApprovalAsked", "ExplanationGiven", "PromisesMade"} & set(trail())
    assert _letters(ticket) == []


def test_a_persons_ticket_is_never_closed_that_way(world: World):
    ticket = ticket_by_mail(world)
    with pytest.raises(Refused, match="a person’s"):
        need_no_answer(ticket, reason="A newsletter.", by=world.tobin)
    ticket.refresh_from_db()
    assert ticket.is_open


def test_only_agents_and_leads_say_either(world: World, ticket: Ticket):
    with pytest.raises(Forbidden):
        say_person_wrote(ticket, by=world.mirela)
    with pytest.raises(Forbidden):
        need_no_answer(ticket, reason="A newsletter.", by=world.mirela)
    say_person_wrote(ticket, by=world.kaveh)


# what is refused until then

DEAD_ENDS: dict[str, Callable[[World, Ticket], object]] = {
    "reply": lambda w, t: send_message(t, Said(text="Hello?", author=w.tobin), by=w.tobin),
    "hand over": lambda w, t: hand_over(t, to=w.kaveh, words="Look at it.", by=w.tobin),
    "solve": lambda w, t: solve_at_tier_1(t, cause="", solution="", tell_client="", by=w.tobin),
    "fix": lambda w, t: record_fix(
        t,
        cause="",
        solution="",
        prevention="",
        tell_client="",
        tell_colleagues="",
        watching=Watch(what="", person=None, until=None),
        by=w.kaveh,
    ),
    "verdict": lambda w, t: give_verdict(t, is_approved=True, by=w.mirela),
    "word": lambda w, t: give_word(t, words="By noon.", due_at=clock.now() + timedelta(hours=1), by=w.tobin),
    "climb": lambda w, t: climb_ladder(t, words="It burns.", by=w.tobin),
}


@pytest.mark.parametrize("deed", DEAD_ENDS)
def test_nothing_is_done_for_machines_and_the_refusal_names_the_two_deeds(
    world: World, ticket: Ticket, deed: str
):
    before = (ticket.messages.count(), _letters(ticket), _clauses(ticket))
    with pytest.raises(Refused, match="“A person wrote this”, or “Needs no answer”") as refused:
        DEAD_ENDS[deed](world, ticket)
    assert refused.value.code == "machine_mail"
    assert (ticket.messages.count(), _letters(ticket), _clauses(ticket)) == before


def test_a_persons_ticket_never_goes_into_a_machines_but_the_other_way_it_may(world: World, ticket: Ticket):
    theirs = bring(letter(sender="Wren Halloway <wren@newcomer.example>", text="Without a mark.")).ticket
    assert theirs is not None and not theirs.is_machine
    with pytest.raises(Refused, match="A person wrote this"):
        merge_ticket(theirs, into=ticket, by=world.tobin)
    assert merge_ticket(ticket, into=theirs, by=world.tobin) == theirs


def test_t17_a_change_of_its_priority_is_told_to_nobody_and_promises_nothing(world: World, ticket: Ticket):
    confirm_priority(ticket, priority=3, by=world.tobin)
    for priority, reason in ((2, PriorityReason.MISJUDGED), (1, PriorityReason.SITUATION_CHANGED)):
        change_priority(ticket, priority=priority, reason=reason, words="It spreads.", by=world.tobin)
    assert (_letters(ticket), _clauses(ticket)) == ([], set())


# whom it catches

PEOPLES = {
    "a small company's mail service": (
        "wren@newcomer.example",
        (("Feedback-ID", "1:eu-west-1:AmazonSES"), ("X-SES-Outgoing", "2026.11.24-1.2.3.4")),
    ),
    "another one's": ("wren@newcomer.example", (("X-SG-EID", "x"), ("X-Mailgun-Sid", "y"))),
    "a name that programs like": ("alerts@newcomer.example", ()),
    "a group that hands on what is sent to support": (
        "wren@newcomer.example",
        (
            ("List-ID", "Pellucid support <support.pellucid.example>"),
            ("Precedence", "list"),
            ("List-Unsubscribe", "<mailto:support+unsubscribe@pellucid.example>"),
        ),
    ),
    "a contact's program for customers": (ORLA, UNSUBSCRIBE),
}


@pytest.mark.parametrize("case", PEOPLES)
def test_a_persons_mail_is_acknowledged_whatever_service_it_came_through(world: World, case: str):
    sender, headers = PEOPLES[case]
    ticket = bring(letter(sender=sender, headers=headers)).ticket
    assert ticket is not None
    assert not ticket.is_machine
    assert _letters(ticket) == ["acknowledgement"]


MACHINES = {
    "a service, in a program's name": ("alerts@newcomer.example", (("X-SG-EID", "x"),)),
    "another list than ours": (ORLA, (("List-ID", "<support.elsewhere.example>"),)),
    "a program's own header": ("octo@forge.example", (("X-GitHub-Reason", "mention"),)),
}


@pytest.mark.parametrize("case", MACHINES)
def test_what_proves_a_program_or_a_list_still_opens_as_one(world: World, case: str):
    sender, headers = MACHINES[case]
    ticket = bring(letter(sender=sender, headers=headers)).ticket
    assert ticket is not None
    assert ticket.is_machine
