"""What is said of promises: one name each, and why one is owed no more."""

from __future__ import annotations

import pytest

from holdfast.calendars.actions import save_calendar
from holdfast.escalation.actions.climbing import climb_ladder
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.models import TrailEntry
from holdfast.notices.models import Delivery
from holdfast.notices.rendering import render
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.models import Via
from holdfast.project.demo.world import World
from holdfast.promises.actions.sweeping import sweep
from holdfast.promises.actions.waiving import waive_promise
from holdfast.promises.explain import explain
from holdfast.promises.models import Promise, State
from holdfast.promises.wording import WORDING, waiver_of
from holdfast.tickets.actions.assignment import assign_ticket
from holdfast.tickets.actions.messages import Said, receive_message, send_message
from holdfast.tickets.actions.priority import change_priority
from holdfast.tickets.models import PriorityReason, Ticket
from holdfast.vendor.models import the_vendor
from tests.portal.visiting import as_, stranger
from tests.procedure.steps import asked, fresh, prioritised
from tests.promises.acceptance import accept
from tests.world import Clock, ticket_by_mail

pytestmark = pytest.mark.django_db


def sentences(ticket: Ticket, fact: str) -> list[str]:
    rows = TrailEntry.objects.filter(about=f"ticket-{ticket.pk}", fact=fact).order_by("pk")
    said = [WORDING[fact](row.said, row.actor_label, {}) for row in rows]
    return [each.words for each in said if each]


def test_what_ends_with_the_ticket_says_that_it_is_owed_no_more_and_why(world: World) -> None:
    ticket, approval = asked(world)
    accept("approval_asked")
    answer_approval(approval, person=world.orla, is_approved=True, via=Via.PORTAL)
    assert "Hearing from us is no longer owed: the ticket is resolved" in sentences(ticket, "PromiseWaived")
    ended = Promise.objects.get(ticket=ticket, clause="client_update", state=State.WAIVED)
    assert waiver_of(ended) == "No longer owed: what it was about has ended"


def test_what_a_person_waives_names_them_and_their_reason(world: World) -> None:
    ticket = prioritised(world)
    promise = Promise.objects.get(ticket=ticket, clause="first_response")
    waive_promise(promise, reason="Settled on the phone", by=world.delphine)
    promise.refresh_from_db()
    name = str(world.delphine)
    assert waiver_of(promise) == f"Waived by {name}: Settled on the phone"
    told = f"Promise waived by {name}: First human response (Settled on the phone)"
    assert sentences(ticket, "PromiseWaived") == [told]


def test_the_answer_of_a_level_has_one_name_at_the_desk_in_the_portal_and_in_mails(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world)
    climb_ladder(ticket, words="Nobody called", by=world.orla)
    name = "Escalation answered, level 2"
    for door, path in (
        (as_(world.tobin), f"/desk/tickets/{ticket.pk}/"),
        (as_(world.orla), f"/tickets/{ticket.pk}/"),
        (stranger(), Delivery.objects.get(notice__kind="level_told").notice.said["level_link"]),
    ):
        assert name in door.get(path).content.decode(), path
    the_clock.forward(hours=1, seconds=1)
    while sweep("test"):
        pass
    rows = Delivery.objects.filter(notice__kind="promise_broken").select_related("notice")
    assert any(name in render(row.notice, row, the_vendor()).text for row in rows)


def test_a_mail_says_that_a_priority_is_not_confirmed(world: World) -> None:
    for ticket, told in (
        (ticket_by_mail(world), "Priority 2, not confirmed yet:"),
        (prioritised(world), "Priority 2:"),
    ):
        assign_ticket(ticket, to=world.ana, by=world.tobin)
        row = Delivery.objects.select_related("notice").filter(notice__kind="assigned").latest("pk")
        words = render(row.notice, row, the_vendor())
        assert told in words.text
        assert told in words.html


def test_the_client_is_told_of_what_is_overdue_as_overdue_and_of_no_word_that_was_missed(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world, priority=1)
    the_clock.forward(hours=3, minutes=20)
    while sweep("test"):
        pass
    change_priority(
        ticket, priority=2, reason=PriorityReason.SITUATION_CHANGED, words="Half is back.", by=world.tobin
    )
    row = Delivery.objects.select_related("notice").get(notice__kind="priority_changed")
    said = render(row.notice, row, the_vendor()).text
    assert "- First human response: overdue since Tue 24 November, 12:15 UTC, 07:15 in New York" in said
    assert said.count("- Hearing from us: ") == 1
    assert "- Hearing from us: by Tue 24 November, 16:00 UTC" in said


def test_a_due_time_is_explained_by_its_pauses_and_the_closed_days_of_its_calendar(
    world: World, the_clock: Clock
) -> None:
    calendar = world.organisations["osprey"].calendar
    assert calendar is not None
    hours = calendar.versions.latest("number").hours
    closed = {
        "holidays": ["2026-11-25"],
        "exceptions": {"2026-11-26": [], "2026-11-27": [["09:00", "12:00"]]},
    }
    save_calendar(key=calendar.key, name=calendar.name, hours={**hours, **closed}, by=SYSTEM)
    ticket = prioritised(world, priority=3)
    the_clock.forward(hours=3)
    send_message(ticket, Said(text="Which one?", author=world.tobin), asks=True, by=world.tobin)
    accept("question")
    at = the_clock.forward(hours=3, minutes=20)
    answer = Said(text="This one.", author=world.orla)
    receive_message(fresh(ticket), answer, channel="mail", reached_at=at, by=world.orla.actor)
    promise = Promise.objects.get(ticket=ticket, clause="turnaround")
    said = explain(promise, zone="Pacific/Auckland", to_client=True)
    assert "; paused 3 h 20 min for your answer; Wednesday 25 November was a holiday; " in said
    assert "; Thursday 26 November was closed; " in said and "27 November was" not in said
    assert "for the client's answer" in explain(promise)
    page = as_(world.orla).get(f"/tickets/{ticket.pk}/").content.decode()
    assert "paused 3 h 20 min for your answer" in page and "for the client" not in page
