"""The ticket's page: each act as a form, refusals at their fields, nothing typed is lost, files for those who may."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from holdfast.clients.models import Organisation
from holdfast.incidents.actions.confirming import Hit, confirm_interruption, suspect_interruption
from holdfast.incidents.actions.linking import link_tickets
from holdfast.incidents.actions.suspecting import suspect_on_ticket
from holdfast.incidents.models import Level
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record
from holdfast.look.pieces import avatar
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.people.models import ZONE_NOT_SAID, Person
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.actions.fixing import Watch, record_fix
from holdfast.procedure.actions.hand_over import hand_over, take_over
from holdfast.procedure.actions.verdict import give_verdict
from holdfast.procedure.facts import WatchingDue
from holdfast.procedure.models import HandOver, Watching
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise, State
from holdfast.tickets.actions.assignment import assign_ticket
from holdfast.tickets.actions.messages import Said, receive_message, send_message, write_note
from holdfast.tickets.actions.priority import confirm_priority
from holdfast.tickets.actions.taking_part import add_collaborator
from holdfast.tickets.models import Attachment, Channel, Link, Message, Side, Stage, Ticket
from tests.incidents.estate import build_estate
from tests.once import once_in
from tests.procedure.steps import asked, fresh, prioritised
from tests.promises.acceptance import accept, bounce
from tests.web.doors import At
from tests.world import NOON, Clock, ticket_by_mail


def post(door: Client, ticket: Ticket, noun: str, **said: object) -> str:
    """Send a form of the ticket, which must be taken; what the page that follows says."""
    answer = door.post(f"/desk/tickets/{ticket.pk}/{noun}/", said, follow=True)
    assert answer.redirect_chain, answer.content.decode()
    ticket.refresh_from_db()
    return answer.content.decode()


def refused(door: Client, ticket: Ticket, noun: str, **said: object) -> str:
    answer = door.post(f"/desk/tickets/{ticket.pk}/{noun}/", said)
    assert answer.status_code == 422
    return answer.content.decode()


def page_of(door: Client, ticket: Ticket) -> str:
    return door.get(f"/desk/tickets/{ticket.pk}/").content.decode()


def test_a_ticket_walks_through_every_stage_by_the_forms_of_the_desk(
    world: World, printer: Ticket, at_desk: At
) -> None:
    tier_1, lead, qa = at_desk(world.tobin), at_desk(world.kaveh), at_desk(world.mirela)
    assert "Confirm the priority first." in tier_1.get(f"/desk/tickets/{printer.pk}/").content.decode()
    assert "Priority 2 is confirmed" in post(tier_1, printer, "priority", priority=2)
    said = {"to": world.kaveh.pk, "words": "The router drops it.", "tell_client": ""}
    assert "Kaveh Lindqvar is told at once" in post(tier_1, printer, "hand-over", **said)
    assert "handed it to Kaveh Lindqvar in engineering: The router drops it." in page_of(lead, printer)
    post(lead, printer, "taking")
    fix = {
        "cause": "Two sessions.",
        "solution": "One session.",
        "prevention": "A test.",
        "tell_client": "We have it.",
        "watching_what": "Queues",
        "watching_person": world.tobin.pk,
        "watching_until": "2026-12-01T09:00",
    }
    assert "Write what your colleagues are told." in refused(lead, printer, "fix", **fix)
    assert "stands before QA" in post(lead, printer, "fix", **fix, tell_colleagues="Look at 8.4.")
    assert (
        Watching.objects.get().until.isoformat() == "2026-12-01T08:00:00+00:00"
    )  # nine o'clock in Stockholm
    assert "<dt>Prevention</dt><dd>A test.</dd>" in page_of(qa, printer)
    assert "Say why it is rejected." in refused(qa, printer, "verdict/rejected", reason=" ", tell_client="")
    post(qa, printer, "verdict/rejected", reason="Transfers fail.", tell_client="")
    assert printer.stage == Stage.ENGINEERING
    again = lead.get(f"/desk/tickets/{printer.pk}/fix/").context["form"].initial
    assert {name: again[name] for name in ("prevention", "watching_person")} == {
        "prevention": "A test.",
        "watching_person": world.tobin.pk,
    }
    post(lead, printer, "fix", **fix, tell_colleagues="Again.")
    post(qa, printer, "verdict/approved", reason="")
    assert printer.stage == Stage.CLIENT_APPROVAL
    answer = {"answer": "approved", "person": world.orla.pk, "words": ""}
    assert "Approved and resolved" in post(tier_1, printer, "approval", **answer)
    assert printer.stage == Stage.RESOLVED
    page = page_of(tier_1, printer)
    assert "Say how the watching went" in page
    assert "recorded the fix" in page


def test_all_that_turns_with_the_state_has_its_place_on_the_page(
    world: World, printer: Ticket, at_desk: At
) -> None:
    door, path = at_desk(world.tobin), f"/desk/tickets/{printer.pk}/"
    other = ticket_by_mail(world)
    for state in ({}, {"is_machine": True}, {"is_open": False, "stage": 8}, {"merged_into": other}):
        Ticket.objects.filter(pk=printer.pk).update(**state)
        page = door.get(path).content.decode()
        ids = re.findall(r'id="([\w-]+)"[^>]*hx-swap-oob', door.get(f"{path}live/state/").content.decode())
        assert {"priority", "holder", "more", "bar", "banners"} <= set(ids)
        assert [each for each in ids if page.count(f'id="{each}"') != 1] == []


def test_qa_never_judges_its_own_fix_and_the_page_says_why(
    world: World, printer: Ticket, at_desk: At
) -> None:
    door = at_desk(world.yusra)  # QA and lead
    confirm_priority(printer, priority=2, by=world.tobin)
    post(at_desk(world.tobin), printer, "hand-over", to=world.yusra.pk, words="Please.", tell_client="")
    post(door, printer, "taking")
    assert re.search(r'/fix/"[^>]* data-key="s"', page_of(door, printer))
    fix = dict.fromkeys(("cause", "solution", "prevention", "tell_client", "tell_colleagues"), "Words.")
    watching = {
        "watching_what": "It",
        "watching_person": world.tobin.pk,
        "watching_until": "2026-12-01T09:00",
    }
    post(door, printer, "fix", **fix, **watching)
    assert (
        "You made this fix. Somebody else in QA gives the verdict."
        in door.get(f"/desk/tickets/{printer.pk}/").content.decode()
    )
    assert door.post(f"/desk/tickets/{printer.pk}/verdict/approved/", {"reason": ""}).status_code == 403


def test_the_menu_of_a_ticket_offers_each_person_only_what_is_open_to_them(
    world: World, printer: Ticket, at_desk: At
) -> None:
    for person in (world.tobin, world.kaveh, world.mirela, world.ines, world.delphine, world.piotr):
        door = at_desk(person)
        offered = re.findall(rf'href="(/desk/tickets/{printer.pk}/[^"]+)"', page_of(door, printer))
        assert {
            link: door.get(link).status_code for link in offered if door.get(link).status_code == 403
        } == {}
        assert ("priority/" in page_of(door, printer)) == (person in (world.tobin, world.kaveh))
    refusal = at_desk(world.piotr).get(f"/desk/tickets/{printer.pk}/priority/").content.decode()
    assert "To confirm or change a priority takes the role of agent or lead." in refusal
    assert "can give you another role" in refusal
    assert "another role" not in at_desk(world.orla).get("/desk/").content.decode()


def test_a_note_is_never_sent_whatever_the_button_says(world: World, printer: Ticket, at_desk: At) -> None:
    door = at_desk(world.tobin)
    for mode, button in (("note", "reply"), ("note", "ask"), ("reply", "note"), ("note", "note")):
        post(door, printer, "messages", text=f"{mode} {button}", mode=mode, **{"as": button})
    assert not Message.objects.filter(ticket=printer, side=Side.VENDOR).exists()
    post(door, printer, "messages", text="To Orla", mode="reply", **{"as": "reply"})
    assert Message.objects.get(ticket=printer, side=Side.VENDOR).text == "To Orla"


def test_a_reply_or_a_note_that_is_sent_again_is_written_once_and_other_words_are_kept(
    world: World, printer: Ticket, at_desk: At
) -> None:
    door, path = at_desk(world.tobin), f"/desk/tickets/{printer.pk}/messages/"
    before = printer.messages.count()
    for mode in ("reply", "note"):
        name = once_in(page_of(door, printer))
        said = {"text": f"This {mode}", "mode": mode, "as": mode, "once": name}
        seen = Message.objects.filter(ticket=printer).latest("pk").pk
        first = door.post(path, {**said, "seen": seen})
        send_message(printer, Said(text="Meanwhile.", author=world.kaveh), by=world.kaveh)
        again = door.post(path, {**said, "seen": seen})
        assert first.headers["Location"] == again.headers["Location"]
        assert Message.objects.get(ticket=printer, text=said["text"]).side in (Side.VENDOR, Side.INTERNAL)
        other = refused(door, printer, "messages", **{**said, "text": "Something else"})
        assert "these are other words" in other and "Something else</textarea>" in other
        assert once_in(other) != name
        assert door.post(path, {**said, "text": "Something else", "once": once_in(other)}).status_code == 302
    assert printer.messages.count() == before + 6
    assert Delivery.objects.filter(notice__said__text="This reply", address=world.orla.email).count() == 1
    wrong = refused(door, printer, "messages", text="", mode="reply", once=name)
    assert once_in(wrong) == name, "nothing came of it yet"
    at_desk(world.kaveh).post(path, {**said, "text": "By another"})
    assert Message.objects.get(text="By another").author == world.kaveh


def test_whoever_answers_past_a_newer_message_is_told_and_keeps_the_text(
    world: World, printer: Ticket, at_desk: At
) -> None:
    door = at_desk(world.tobin)
    seen = Message.objects.filter(ticket=printer).latest("pk").pk
    send_message(printer, Said(text="Hello from Kaveh.", author=world.kaveh), by=world.kaveh)
    page = refused(
        door, printer, "messages", text="My long answer", mode="reply", seen=seen, **{"as": "reply"}
    )
    assert "Kaveh Lindqvar wrote while you were typing. Your text is kept." in page
    assert "My long answer</textarea>" in page
    seen = Message.objects.filter(ticket=printer).latest("pk").pk
    post(door, printer, "messages", text="My long answer", mode="reply", seen=seen, **{"as": "reply"})


def test_an_empty_message_is_refused_and_a_question_waits_for_the_client(
    world: World, printer: Ticket, at_desk: At
) -> None:
    door = at_desk(world.tobin)
    assert "Nothing is written yet." in refused(door, printer, "messages", text="", mode="reply")
    post(door, printer, "messages", text="Which browser?", mode="reply", **{"as": "ask"})
    assert printer.waiting == "answer"


def test_t48_a_file_is_given_to_those_who_see_its_message_and_to_nobody_else(
    world: World, printer: Ticket, at_desk: At, client: Client
) -> None:
    desk, orla, lutz = at_desk(world.tobin), at_desk(world.orla), at_desk(world.lutz)
    page = SimpleUploadedFile("evil.html", b"<script>alert(1)</script>", content_type="text/html")
    post(desk, printer, "messages", text="See this.", mode="reply", files=page, **{"as": "reply"})
    secret = SimpleUploadedFile("secret.txt", b"for us")
    post(desk, printer, "messages", text="Only us.", mode="note", files=secret, **{"as": "note"})
    sent, kept = Attachment.objects.order_by("pk")
    answer = orla.get(f"/files/{sent.key}/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    shown = desk.get(f"/desk/tickets/{printer.pk}/").content.decode()
    assert f"/files/{sent.key}/" in shown
    assert f"/files/{kept.key}/" in shown
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert desk.get(f"/files/{kept.key}/").status_code == 200
    assert orla.get(f"/files/{kept.key}/").status_code == 404
    assert lutz.get(f"/files/{sent.key}/").status_code == 404
    assert desk.get("/files/nothing/").status_code == 404
    assert client.get(f"/files/{sent.key}/").status_code == 302
    Person.objects.filter(pk=world.tobin.pk).update(is_active=False)
    assert desk.get(f"/files/{sent.key}/").status_code != 200


def test_a_word_is_given_with_a_time_and_kept_by_the_next_reply_or_by_saying_how(
    world: World, printer: Ticket, at_desk: At, the_clock: Clock
) -> None:
    door = at_desk(world.tobin)
    assert "still to come" in refused(door, printer, "words", words="Tell Orla", due_at="2026-11-24T11:00")
    post(door, printer, "words", words="Tell Orla before three", due_at="2026-11-24T15:00")
    given = Promise.objects.get(clause="word_given")
    assert (given.due_at - NOON, given.allowance) == (timedelta(hours=3), "180 min")
    assert door.get(f"/desk/tickets/{printer.pk}/words/{given.pk}/").status_code == 200
    assert (
        at_desk(world.ana).post(f"/desk/tickets/{printer.pk}/words/{given.pk}/", {"how": "x"}).status_code
        == 403
    )
    the_clock.forward(hours=1)
    post(door, printer, f"words/{given.pk}", how="Told her on the phone.")
    given.refresh_from_db()
    assert given.state == State.KEPT


def test_a_promise_is_waived_by_a_manager_with_a_reason(world: World, printer: Ticket, at_desk: At) -> None:
    owed = Promise.objects.get(ticket=printer, clause="client_update")
    post(at_desk(world.theo), printer, "waivers", promise=owed.pk, reason="They asked for silence.")
    owed.refresh_from_db()
    assert (owed.state, owed.waiver) == (State.WAIVED, "They asked for silence.")


def test_escalating_tells_the_next_level_once(world: World, printer: Ticket, at_desk: At) -> None:
    door = at_desk(world.tobin)
    for _ in range(2):
        assert "is told and answers within" in post(door, printer, "escalation", words="No answer.", level=2)
    assert printer.level == 2
    about = door.get(
        f"/desk/tickets/{printer.pk}/live/about/", headers={"HX-Request": "true"}
    ).content.decode()
    assert "Kaveh Lindqvar" in about


def test_tickets_are_merged_linked_and_shared_with_others(world: World, printer: Ticket, at_desk: At) -> None:
    door = at_desk(world.tobin)
    other, foreign = ticket_by_mail(world, "bram"), ticket_by_mail(world, "lutz")
    add_collaborator(printer, person=world.bram, is_approved=False, at=NOON, by=world.orla.actor)
    assert "Bram Oakhollow takes part" in post(
        door, printer, "collaborators", approved=[world.bram.pk], email=""
    )
    assert "Nobody of another client takes part" in refused(
        door, printer, "collaborators", email=world.lutz.email
    )
    assert not printer.collaborators.filter(person=world.lutz).exists()
    post(door, printer, "links", kind="related", other=f"#{foreign.pk}")
    assert Link.objects.filter(ticket=printer, other=foreign).exists()
    assert "Tickets of different clients never merge" in refused(door, printer, "merge", into=foreign.pk)
    assert "went into another" not in post(door, other, "merge", into=printer.pk)
    assert other.merged_into == printer
    assert "Go on there" in door.get(f"/desk/tickets/{other.pk}/").content.decode()


def test_a_ticket_is_opened_for_a_contact_for_somebody_new_and_for_ourselves(
    world: World, at_desk: At
) -> None:
    door = at_desk(world.tobin)
    said = {
        "channel": "phone",
        "scenario": "",
        "subject": "Grey buttons",
        "text": "34 people",
        "kind": "issue",
    }
    wanting = door.post("/desk/tickets/new/", {**said, "whose": "client"})
    assert "Choose the contact, or give a mail address." in wanting.content.decode()
    contact = world.orla.contact.pk
    door.post(
        "/desk/tickets/new/",
        {**said, "whose": "client", "contact": contact, "collaborators": world.bram.email},
    )
    first = Ticket.objects.latest("pk")
    assert (first.requester, first.organisation, first.channel) == (world.orla, world.osprey, Channel.PHONE)
    assert first.collaborators.get().person == world.bram
    assert Message.objects.get(ticket=first).side == Side.CLIENT
    door.post(
        "/desk/tickets/new/", {**said, "whose": "client", "email": "New@caller.example", "name": "Nia Caller"}
    )
    second = Ticket.objects.latest("pk")
    assert (second.requester.email, second.organisation) == ("new@caller.example", None)
    ours = {**said, "whose": "ours", "channel": "desk", "once": once_in(door.get("/desk/tickets/new/"))}
    pressed = [door.post("/desk/tickets/new/", ours) for _ in range(2)]
    assert pressed[0].headers["Location"] == pressed[1].headers["Location"]
    assert Ticket.objects.count() == 3
    other = door.post("/desk/tickets/new/", {**ours, "text": "Another thing"})
    assert other.status_code == 422 and "these are other words" in other.content.decode()
    assert Ticket.objects.latest("pk").organisation == Organisation.objects.get(is_own=True)


def test_the_page_asks_no_more_queries_when_more_was_said(
    world: World, printer: Ticket, at_desk: At, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    door = at_desk(world.tobin)
    confirm_priority(printer, priority=3, by=world.tobin)
    assign_ticket(printer, to=world.tobin, by=world.tobin)
    with django_assert_max_num_queries(12):
        door.get(f"/desk/tickets/{printer.pk}/")
    for n in range(6):
        receive_message(
            printer,
            Said(text=f"{n}", author=world.orla),
            channel="mail",
            reached_at=NOON,
            by=world.orla.actor,
        )
        send_message(printer, Said(text=f"{n}", author=world.tobin), by=world.tobin)
        write_note(printer, Said(text=f"{n}", author=world.ana), by=world.ana)
    with django_assert_max_num_queries(12):
        door.get(f"/desk/tickets/{printer.pk}/")


def test_the_page_takes_at_most_twelve_queries_at_every_stage_whatever_hangs_on_the_ticket(
    world: World,
    printer: Ticket,
    at_desk: At,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    door, watch = at_desk(world.mirela), Watch(what="Queues", person=world.kaveh, until=NOON + timedelta(1))
    tier_1, log = at_desk(world.tobin), SimpleUploadedFile("log.txt", b"what it says")
    asks = {"text": "Since when?", "mode": "reply", "as": "ask", "files": log}
    by_phone = {"direction": "out", "outcome": "spoke", "number": "+44 20 7946 0958", "minutes": "12"}
    tobin, inbox = world.tobin.actor, build_estate(world).inbox

    def link() -> None:
        found = suspect_interruption(title="No chats", by=world.kaveh.actor)
        confirm_interruption(found, hits=[Hit(inbox, Level.MAJOR)], by=world.kaveh)
        link_tickets(found, [printer.pk], by=world.kaveh)

    acts = (
        lambda: confirm_priority(printer, priority=2, by=world.tobin),
        lambda: post(tier_1, printer, "calls/new", **by_phone, note="It is down."),
        lambda: post(tier_1, printer, "messages", **asks),
        lambda: suspect_on_ticket(printer, title="No mail", words="Since noon.", by=tobin),
        link,
        lambda: receive_message(
            printer,
            Said(text="Noon.", author=world.orla),
            channel="mail",
            reached_at=NOON,
            by=world.orla.actor,
        ),
        lambda: hand_over(printer, to=world.kaveh, words="The router drops it.", by=world.tobin),
        lambda: take_over(HandOver.objects.get(ticket=printer), by=world.kaveh),
        lambda: record_fix(
            printer,
            cause="Two sessions.",
            solution="One session.",
            prevention="A test.",
            tell_client="We have it.",
            tell_colleagues="Look at 8.4.",
            watching=watch,
            by=world.kaveh,
        ),
        lambda: give_verdict(printer, is_approved=True, reason="", by=world.mirela),
        lambda: receive_message(
            printer, Said(text="Hm.", author=world.orla), channel="mail", reached_at=NOON, by=world.orla.actor
        ),
    )
    for act in acts:
        act()
        with django_assert_max_num_queries(12):
            page = page_of(door, printer)
    printer.refresh_from_db()
    assert printer.stage == Stage.CLIENT_APPROVAL
    for told in ("outgoing call, 12 min", "log.txt", "No chats", "No mail", "watches: Queues"):
        assert told in page
    assert "Say what the reply means" in page_of(tier_1, printer)


def test_a_message_says_what_became_of_it_the_worst_where_it_went_to_several(
    world: World, printer: Ticket, at_desk: At
) -> None:
    add_collaborator(printer, person=world.bram, is_approved=True, at=NOON, by=world.tobin.actor)
    sent = send_message(printer, Said(text="I see it too.", author=world.tobin), by=world.tobin)
    told = Delivery.objects.filter(notice__event=f"message-{sent.pk}").order_by("pk")
    first, second = told
    for states, words in (
        (("accepted", "accepted"), None),
        (("accepted", "waiting"), "on its way"),
        (("bounced", "waiting"), "came back"),
        (("cancelled", "accepted"), None),
    ):
        for delivery, state in zip((first, second), states, strict=True):
            told.filter(pk=delivery.pk).update(state=state)
        page = at_desk(world.tobin).get(f"/desk/tickets/{printer.pk}/").content.decode()
        shown = [each for each in ("on its way", "came back") if f">{each}</span>" in page]
        assert shown == ([words] if words else [])


def test_the_local_time_of_a_customer_is_shown_only_where_somebody_said_where_they_are(
    world: World, printer: Ticket, at_desk: At
) -> None:
    door = at_desk(world.tobin)
    there = '<dt>Local time</dt><dd><time data-zone="America/New_York">07:00</time>, New York</dd>'
    assert there in page_of(door, printer)
    Person.objects.filter(pk=printer.requester_id).update(time_zone=ZONE_NOT_SAID)
    assert "Local time" not in page_of(door, printer)


def test_a_person_has_one_tile_whatever_name_their_mail_bore(
    world: World, printer: Ticket, at_desk: At
) -> None:
    Message.objects.filter(ticket=printer).update(author_label="o.thistlewick (home)")
    page = at_desk(world.tobin).get(f"/desk/tickets/{printer.pk}/").content.decode()
    tile = str(avatar("Orla Thistlewick", size="lg", hidden=True))
    assert page.count(tile) == 2  # beside what she wrote, and beside her name
    assert "<b>o.thistlewick (home)</b>" in page


def test_live_parts_bring_only_what_is_newer(world: World, printer: Ticket, at_desk: At) -> None:
    door, part = at_desk(world.tobin), {"HX-Request": "true"}
    first = Message.objects.get(ticket=printer)
    send_message(printer, Said(text="Something newer.", author=world.kaveh), by=world.kaveh)
    newer = door.get(
        f"/desk/tickets/{printer.pk}/live/conversation/?after={first.pk}.0", headers=part
    ).content.decode()
    assert "Something newer." in newer
    assert first.text not in newer
    assert f'value="{Message.objects.latest("pk").pk}" hx-swap-oob="true"' in newer
    assert "Turnaround" in door.get(f"/desk/tickets/{printer.pk}/live/state/", headers=part).content.decode()
    for wrong in ("", "x", "1", "1.2.3", "-1.0"):
        assert door.get(f"/desk/tickets/{printer.pk}/live/conversation/?after={wrong}").status_code == 400
    assert "Next promise" in door.get("/desk/live/next-promise/", headers=part).content.decode()


def test_the_history_is_one_page_without_anything_left_out(
    world: World, printer: Ticket, at_desk: At
) -> None:
    write_note(printer, Said(text="A word for us.", author=world.ana), by=world.ana)
    page = at_desk(world.tobin).get(f"/desk/tickets/{printer.pk}/history/").content.decode()
    assert printer.reference in page
    assert "A word for us." in page


def test_machine_mail_offers_the_two_deeds_and_nothing_else(world: World, at_desk: At) -> None:
    ticket = ticket_by_mail(world, is_machine=True)
    agent, qa = at_desk(world.tobin), at_desk(world.mirela)
    page = agent.get(f"/desk/tickets/{ticket.pk}/").content.decode()
    assert "A person wrote this" in page and "Needs no answer" in page
    for absent in ("Solve it here", "Hand over", "Confirm the priority", "Give your word"):
        assert absent not in page
    assert (
        "An agent or lead says whether a person wrote it."
        in qa.get(f"/desk/tickets/{ticket.pk}/").content.decode()
    )
    crafted = {"text": "Is anybody there?", "mode": "reply", "as": "reply"}
    answer = refused(agent, ticket, "messages", **crafted)
    assert "“Needs no answer”" in answer and "Is anybody there?" in answer
    assert not Message.objects.filter(ticket=ticket, side=Side.VENDOR).exists()
    assert "“A person wrote this”" in refused(
        agent, ticket, "solution", cause="c", solution="s", tell_client="t"
    )
    assert "This field is required." in refused(agent, ticket, "no-answer", reason="")
    assert "Nobody was written to." in post(agent, ticket, "no-answer", reason="Their calendar program.")
    page = agent.get(f"/desk/tickets/{ticket.pk}/").content.decode()
    assert "closed it without an answer: Their calendar program." in page
    assert "A person wrote this" in page and "Needs no answer" not in page
    assert "The acknowledgement is on its way." in post(agent, ticket, "writer")
    page = agent.get(f"/desk/tickets/{ticket.pk}/").content.decode()
    assert "said that a person wrote it" in page and "Confirm the priority" in page


def test_whoever_reported_our_own_ticket_writes_on_it_as_its_client(world: World, at_desk: At) -> None:
    ticket = ticket_by_mail(world, "tobin", "The coffee machine")
    send_message(ticket, Said(text="Which one?", author=world.kaveh), asks=True, by=world.kaveh)
    theirs = {"text": "The one upstairs.", "mode": "reply", "as": "reply"}
    assert "Added to your own ticket" in post(at_desk(world.tobin), ticket, "messages", **theirs)
    said = Message.objects.latest("pk")
    assert (said.side, said.author, ticket.waiting) == (Side.CLIENT, world.tobin, "")
    post(at_desk(world.kaveh), ticket, "messages", text="It is the pump.", mode="reply", **{"as": "reply"})
    assert Message.objects.latest("pk").side == Side.VENDOR
    post(at_desk(world.tobin), ticket, "messages", text="For us.", mode="note", **{"as": "note"})
    assert Message.objects.latest("pk").side == Side.INTERNAL


def test_a_reply_on_its_way_says_so_until_it_is_taken(world: World, printer: Ticket, at_desk: At) -> None:
    door = at_desk(world.tobin)
    post(door, printer, "messages", text="To Orla", mode="reply", **{"as": "reply"})
    reply = Message.objects.get(ticket=printer, side=Side.VENDOR)
    path = f"/desk/tickets/{printer.pk}/messages/{reply.pk}/delivery/"
    badge = f'data-live="ticket-{printer.pk}" data-src="{path}">on its way</span>'
    assert badge in page_of(door, printer)
    assert badge in door.get(path).content.decode()
    Delivery.objects.filter(notice__event=f"message-{reply.pk}").update(state=DeliveryState.ACCEPTED)
    taken = f'<span id="message-{reply.pk}-delivery" hidden></span>'
    assert door.get(path).content.decode().strip() == taken
    assert taken in page_of(door, printer)
    other = ticket_by_mail(world)
    assert door.get(f"/desk/tickets/{other.pk}/messages/{reply.pk}/delivery/").status_code == 404


def test_a_reply_that_comes_back_after_it_was_taken_says_so_on_a_page_that_is_open(
    world: World, printer: Ticket, at_desk: At
) -> None:
    door = at_desk(world.tobin)
    post(door, printer, "messages", text="To Orla", mode="reply", **{"as": "reply"})
    reply = Message.objects.get(ticket=printer, side=Side.VENDOR)
    (delivery,) = accept("message")
    cursor = re.search(r"live/conversation/\?after=[0-9.]+", page_of(door, printer))[0]
    badge = f'<span id="message-{reply.pk}-delivery" hx-swap-oob="true"'
    assert badge not in door.get(f"/desk/tickets/{printer.pk}/{cursor}").content.decode()
    bounce(delivery)
    told = door.get(f"/desk/tickets/{printer.pk}/{cursor}").content.decode()
    assert f'{badge} class="badge" data-tone="late">came back</span>' in told


def test_of_many_events_the_earlier_ones_are_folded_but_never_how_it_ended(
    world: World, at_desk: At, the_clock: Clock
) -> None:
    ticket, approval = asked(world)
    for minute in range(5):
        assign_ticket(fresh(ticket), to=(world.tobin, world.ana)[minute % 2], by=world.tobin)
    answer_approval(approval, person=world.orla, is_approved=True, via="portal")
    for minute in range(5):
        record(
            WatchingDue(ticket=ticket.pk, watching=minute, person=world.kaveh.pk), by=SYSTEM, at=the_clock.now
        )
    page = page_of(at_desk(world.tobin), ticket)
    folds = [
        fold
        for fold in re.findall(r'<details class="fold">.*?</details>', page, re.S)
        if "earlier event" in fold
    ]
    assert len(folds) == 2
    assert "Orla Thistlewick approved the fix" in page
    assert not any("Orla Thistlewick approved the fix" in fold or "Resolved" in fold for fold in folds)


@pytest.mark.parametrize(
    ("priority", "lead", "told"),
    [
        (2, "It goes to QA, for the client’s policy asks for that at Priority 2", "stands before QA"),
        (
            3,
            "It goes straight to the client for approval: at Priority 3",
            "the client is asked to approve it",
        ),
    ],
)
def test_the_form_of_tier_1s_own_solution_says_whether_qa_looks_at_it(
    world: World, at_desk: At, priority: int, lead: str, told: str
) -> None:
    ticket, door = prioritised(world, priority=priority), at_desk(world.tobin)
    assert lead in door.get(f"/desk/tickets/{ticket.pk}/solution/").content.decode()
    assert told in post(door, ticket, "solution", cause="c", solution="s", tell_client="t")
    assert ticket.stage == (Stage.QA if priority == 2 else Stage.CLIENT_APPROVAL)
