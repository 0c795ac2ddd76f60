"""The page of a ticket: what it shows, and each thing that a client may do there."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from holdfast.clients.models import Contact
from holdfast.escalation.actions.answering import acknowledge_climb
from holdfast.escalation.models import Climb
from holdfast.files.storage import read
from holdfast.kernel import clock
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.models import Approval, Outcome, Via
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise, State
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.actions.resolution import merge_ticket
from holdfast.tickets.models import Stage, Ticket
from tests.once import once_in
from tests.portal.visiting import as_
from tests.procedure.steps import asked, fresh, prioritised
from tests.promises.acceptance import accept
from tests.world import Clock, ticket_by_mail

pytestmark = pytest.mark.django_db


def page_of(world: World, ticket: Ticket, person: str = "orla") -> str:
    return as_(world.persons[person]).get(reverse("portal:ticket", args=[ticket.pk])).content.decode()


def test_a_reply_stands_on_the_ticket_with_its_files_as_of_now(world: World, the_clock: Clock) -> None:
    ticket = ticket_by_mail(world)
    the_clock.forward(minutes=5)
    name, path = once_in(page_of(world, ticket)), reverse("portal:ticket_messages", args=[ticket.pk])

    def send(first: bytes = b"a\n") -> HttpResponse:
        files = [SimpleUploadedFile("../log.txt", first), SimpleUploadedFile("log.txt", b"b\n")]
        given = {"text": "More of it", "files": files, "once": name}
        return as_(world.orla).post(path, given, follow=True)

    answer, again = send(), send()
    assert again.redirect_chain == answer.redirect_chain != []
    other = send(b"c\n")
    assert other.status_code == 422 and "these are other words" in other.content.decode()
    assert ticket.messages.count() == 2, "the first by mail, and this one"
    message = ticket.messages.latest("pk")
    assert (message.text, message.channel, message.at) == ("More of it", "portal", the_clock.now)
    files = list(message.attachments.order_by("pk"))
    assert [each.filename for each in files] == ["log.txt", "log (2).txt"]
    assert [read(each.file_id) for each in files] == [b"a\n", b"b\n"]
    shown = answer.content.decode()
    assert "Sent. It stands on the ticket." in shown
    assert "More of it" in shown


def test_how_often_we_are_heard_of_is_said_in_words(world: World) -> None:
    for priority, often in ((1, "every hour"), (2, "every business day"), (3, "every 2 business days")):
        assert f"News from us {often}" in page_of(world, prioritised(world, priority=priority))


def test_an_empty_or_too_long_message_is_refused_and_keeps_what_was_typed(world: World) -> None:
    ticket = ticket_by_mail(world)
    path = reverse("portal:ticket_messages", args=[ticket.pk])
    refused = as_(world.orla).post(path, {"text": "   "})
    assert refused.status_code == 422
    assert "Write something, or attach a file." in refused.content.decode()
    long = as_(world.orla).post(path, {"text": "word " * 50_000})
    assert long.status_code == 422
    assert "word word" in long.content.decode()
    assert ticket.messages.count() == 1


def test_what_is_written_is_shown_as_text_and_never_runs(world: World) -> None:
    ticket = ticket_by_mail(world, subject="<script>alert(1)</script>")
    send_message(
        ticket,
        Said(text="<img src=x onerror=alert(2)> see javascript:alert(3)", author=world.tobin),
        by=world.tobin,
    )
    shown = page_of(world, ticket)
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert 'href="javascript' not in shown
    assert "&lt;img src=x" in shown


def test_an_answer_to_a_question_sets_the_clock_going(world: World, the_clock: Clock) -> None:
    ticket = prioritised(world)
    send_message(ticket, Said(text="Which queue?", author=world.tobin), asks=True, by=world.tobin)
    accept("question")
    assert Promise.objects.get(ticket=ticket, clause="turnaround").state == State.PAUSED
    orla = as_(world.orla)
    assert "One waits for you" in orla.get("/").content.decode()
    assert "Our clock stands still while we wait for your answer" in page_of(world, ticket)
    the_clock.forward(hours=1)
    told = orla.post(reverse("portal:ticket_messages", args=[ticket.pk]), {"text": "Billing"}, follow=True)
    assert "Our clock runs again" in told.content.decode()
    assert Promise.objects.get(ticket=ticket, clause="turnaround").state == State.RUNNING


def test_the_client_approves_and_is_told_what_it_keeps(world: World, the_clock: Clock) -> None:
    ticket, _ = asked(world)
    accept("approval_asked")
    the_clock.forward(hours=2)
    shown = page_of(world, ticket)
    assert "Is it fixed for you?" in shown
    assert "The welcome bot dropped the skill." in shown
    assert "approving keeps our fix in 1 business day" in shown
    assert "A test transfers a chat" not in shown  # what prevents it is ours
    path = reverse("portal:ticket_approval", args=[ticket.pk])
    told = as_(world.orla).post(path, {"answer": "approved"}, follow=True).content.decode()
    assert "is resolved, and our promise of a fix in 1 business day is kept" in told
    assert fresh(ticket).stage == Stage.RESOLVED
    assert Approval.objects.get(ticket=ticket).via == Via.PORTAL
    assert Promise.objects.get(ticket=ticket, clause="turnaround").state == State.KEPT
    assert "Is it fixed for you?" not in told


def test_the_reader_is_you_in_what_happened_and_others_have_their_names(world: World) -> None:
    ticket, approval = asked(world)
    answer_approval(approval, person=world.orla, is_approved=True, via=Via.PORTAL)
    own = page_of(world, ticket)
    assert "You approved the fix, in the portal" in own
    assert "Asked whether it is fixed: you" in own
    assert "Orla Thistlewick approved" not in own
    Contact.objects.filter(person=world.bram).update(is_administrator=True)
    assert "Orla Thistlewick approved the fix, in the portal" in page_of(world, ticket, "bram")


def test_not_fixed_needs_words_and_sends_it_back(world: World) -> None:
    ticket, approval = asked(world)
    orla, path = as_(world.orla), reverse("portal:ticket_approval", args=[ticket.pk])
    refused = orla.post(path, {"answer": "not_fixed", "words": " "})
    assert refused.status_code == 422
    assert "Say what you still see." in refused.content.decode()
    told = orla.post(path, {"answer": "not_fixed", "words": "Still one in ten"}, follow=True).content.decode()
    assert "Back with those who made the fix" in told
    assert fresh(ticket).stage == Stage.ENGINEERING
    assert Approval.objects.get(pk=approval.pk).outcome == Outcome.NOT_FIXED
    late = orla.post(path, {"answer": "approved"})
    assert late.status_code == 422
    assert "answered as not fixed by Orla Thistlewick" in late.content.decode()


def test_a_get_of_the_approval_changes_nothing(world: World) -> None:
    ticket, approval = asked(world)
    assert as_(world.orla).get(reverse("portal:ticket_approval", args=[ticket.pk])).status_code == 405
    assert Approval.objects.get(pk=approval.pk).ended_at is None


def test_a_reply_to_a_resolved_ticket_says_that_a_person_reads_it_and_by_when(
    world: World, the_clock: Clock
) -> None:
    ticket, approval = asked(world)
    answer_approval(approval, person=world.orla, is_approved=True, via=Via.PORTAL)
    assert "It is resolved. A person reads what you write" in page_of(world, ticket)
    the_clock.forward(hours=1)
    path = reverse("portal:ticket_messages", args=[ticket.pk])
    told = as_(world.orla).post(path, {"text": "It is back"}, follow=True).content.decode()
    assert "A person reads it, and answers by today 09:00." in told  # 1 h from 13:00 UTC, in New York
    assert not fresh(ticket).is_open


def test_the_client_climbs_one_level_and_sees_who_was_told_and_has_it_in_hand(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world)
    orla, path = as_(world.orla), reverse("portal:ticket_escalation", args=[ticket.pk])
    assert "Kaveh Lindqvar, is told at once" in orla.get(path).content.decode()
    said = {"words": "Nobody called", "level": "2"}
    told = orla.post(path, said, follow=True).content.decode()
    assert "Kaveh Lindqvar" in told
    assert "was told at once, and answers you by today 08:00" in told
    orla.post(path, said)  # sent twice, it climbs once
    climb = Climb.objects.get()
    assert (climb.level, climb.by_client, climb.words) == (2, True, "Nobody called")
    assert ticket.messages.latest("pk").text == "Nobody called"
    the_clock.forward(minutes=10)
    acknowledge_climb(climb, by=world.kaveh)
    assert "has it in hand since today 07:10" in orla.get(path).content.decode()
    the_clock.forward(minutes=10)
    send_message(ticket, Said(text="I am on it.", author=world.kaveh), by=world.kaveh)
    assert "answered today 07:20" in orla.get(path).content.decode()


def test_a_resolved_ticket_offers_no_climb(world: World) -> None:
    ticket, approval = asked(world)
    answer_approval(approval, person=world.orla, is_approved=True, via=Via.PORTAL)
    path = reverse("portal:ticket_escalation", args=[ticket.pk])
    assert "Escalate to level" not in as_(world.orla).get(path).content.decode()
    refused = as_(world.orla).post(path, {"words": "Now"})
    assert refused.status_code == 422
    assert "is resolved" in refused.content.decode()


def test_a_merged_ticket_leads_to_the_other_and_takes_no_words(world: World) -> None:
    one, other = prioritised(world), ticket_by_mail(world, subject="The same again")
    merge_ticket(other, into=one, by=world.tobin)
    shown = page_of(world, other)
    assert "This ticket went into another one" in shown
    assert "Write to us" not in shown.split("<main", 1)[1].split("</main", 1)[0]
    path = reverse("portal:ticket_messages", args=[other.pk])
    assert as_(world.orla).post(path, {"text": "Here"}).status_code == 422


def test_the_stages_tell_what_is_done_and_what_tier_1_needed_not(world: World) -> None:
    from holdfast.procedure.actions.fixing import solve_at_tier_1

    ticket = prioritised(world, priority=3)
    solve_at_tier_1(
        ticket, cause="A setting.", solution="It is set.", tell_client="We set it.", by=world.tobin
    )
    shown = page_of(world, ticket)
    assert shown.count("not needed") == 2
    assert "Your approval" in shown


def test_due_times_stand_in_the_readers_zone_and_are_explained(world: World) -> None:
    ticket = prioritised(world)
    shown = page_of(world, ticket)
    assert "by Wed 25 Nov, 09:00" in shown  # noon in London is before opening in New York
    assert "Where these times come from" in shown
    assert "Osprey Lane Clinics, office hours" in shown


def test_parts_are_fetched_alone_and_an_unknown_one_is_missing(world: World) -> None:
    ticket = ticket_by_mail(world)
    orla = as_(world.orla)
    part = orla.get(reverse("portal:ticket_part", args=[ticket.pk, "promises"])).content.decode()
    assert part.lstrip().startswith("<section")
    assert "<html" not in part
    assert orla.get(f"/tickets/{ticket.pk}/parts/trail/").status_code == 404


def test_older_messages_are_one_click_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from holdfast.portal.tickets import conversation

    monkeypatch.setattr(conversation, "NEWEST", 2)
    ticket = ticket_by_mail(world)
    for number in range(3):
        send_message(ticket, Said(text=f"Word {number}.", author=world.tobin), by=world.tobin)
    path = reverse("portal:ticket", args=[ticket.pk])
    short, whole = (
        as_(world.orla).get(path).content.decode(),
        as_(world.orla).get(f"{path}?all").content.decode(),
    )
    assert "Word 2." in short
    assert "Word 0." not in short
    assert "Show all that was said before" in short
    assert "One in four" in whole
    assert clock.now() is not None
