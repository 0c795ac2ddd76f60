"""What a visitor says is on a ticket from its first word, once, in order, and nobody else's to read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.channels.chat.actions.answering import answer
from holdfast.channels.chat.actions.beginning import begin_visit
from holdfast.channels.chat.actions.saying import say
from holdfast.channels.chat.actions.words import Word
from holdfast.channels.chat.identity import identity_of, visitor_of, visitor_token
from holdfast.channels.chat.models import ChatMessage, Conversation, Seat, Visitor
from holdfast.channels.chat.sight import seen
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.notices.models import Delivery
from holdfast.people.actions.entering import shut_out
from holdfast.people.models import Person, Role
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from holdfast.tickets.actions.messages import Said, receive_message, send_message, write_note
from holdfast.tickets.actions.priority import change_priority, confirm_priority
from holdfast.tickets.actions.resolution import merge_ticket
from holdfast.tickets.models import Channel, Message, Side, Stage, Ticket
from tests.channels.chat.browsers import Browser
from tests.world import Clock, ticket_by_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(world: World) -> Seat:
    """Tobin sits at the chats."""
    return Seat.objects.create(person=world.tobin, seen_at=clock.now())


def test_the_first_word_opens_a_ticket_which_the_page_acknowledges(world: World, seat: Seat) -> None:
    stranger = Browser()
    said = stranger.say("The export stops at 20 000 rows.\nWhy?", "word-0001", page="https://shop.example/a")
    ticket = Ticket.objects.get(conversations=said["conversation"])
    assert (ticket.channel, ticket.subject) == (Channel.CHAT, "The export stops at 20 000 rows. Why?")
    assert (ticket.stage, ticket.organisation, ticket.requester.has_address) == (
        Stage.ACKNOWLEDGED,
        None,
        False,
    )
    assert stranger.fetch()["reference"] == ticket.reference
    owed = dict(Promise.objects.filter(ticket=ticket).values_list("clause", "state"))
    assert owed["acknowledge"] == "kept"
    assert owed["chat_answered"] == owed["first_response"] == "running"
    assert Promise.objects.get(ticket=ticket, clause="chat_answered").allowance == "2 min"
    assert Conversation.objects.get().page == "https://shop.example/a"


def test_what_is_sent_twice_is_said_once_in_any_tab_and_before_or_after_the_first_word(world: World) -> None:
    visitor = begin_visit(person=None, language="en")
    first = say(visitor, Word(text="Hello", client_id="tab1-0001"))
    other_tab = Visitor.objects.get(pk=visitor.pk)
    assert say(other_tab, Word(text="Hello", client_id="tab1-0001")).pk == first.pk
    assert say(other_tab, Word(text="Hello", client_id="tab2-0001")).number == 2
    assert say(visitor, Word(text="And?", client_id="tab1-0002")).number == 3
    assert say(other_tab, Word(text=" And?\x00", client_id="tab1-0002")).number == 3
    with pytest.raises(Refused) as refused:
        say(other_tab, Word(text="other words", client_id="tab1-0002"))
    assert refused.value.code == "other_words", "or they would be lost without a word"
    assert [each.message.text for each in ChatMessage.objects.order_by("number")] == [
        "Hello",
        "Hello",
        "And?",
    ]
    assert Ticket.objects.count() == 1


def test_a_browser_that_comes_back_goes_on_from_the_number_that_it_had(world: World) -> None:
    browser = Browser()
    for nth in range(4):
        talk = browser.say(f"Word {nth}", f"word-000{nth}")["conversation"]
    assert [each["number"] for each in browser.fetch(talk, 2)["messages"]] == [3, 4]
    assert browser.fetch(talk, 4)["messages"] == []
    assert browser.fetch(talk + 1, 2)["messages"][0]["text"] == "Word 0", "it knew another"


def test_reply_and_chat_are_one_truth(world: World, seat: Seat, the_clock: Clock) -> None:
    visitor = begin_visit(person=world.orla, language="en")
    talk = say(visitor, Word(text="Is it down?", client_id="word-0001")).conversation
    ticket = Ticket.objects.get(pk=talk.ticket_id)
    the_clock.forward(seconds=40)
    answer(talk, "We look.", client_id="answer-01", by=world.tobin)
    answer(talk, "We look.", client_id="answer-01", by=world.tobin)
    write_note(ticket, Said(text="Ask Kaveh", author=world.tobin), by=world.tobin)
    send_message(ticket, Said(text="From the ticket.", author=world.tobin), by=world.tobin)
    by_mail = Said(text="Thanks, by mail.", author=world.orla)
    receive_message(ticket, by_mail, channel=Channel.MAIL, reached_at=clock.now(), by=world.orla.actor)
    told = seen(visitor)
    assert [(each["number"], each["mine"], each["by"], each["text"]) for each in told["messages"]] == [
        (1, True, "", "Is it down?"),
        (2, False, "Tobin", "We look."),
        (3, False, "Tobin", "From the ticket."),
        (4, True, "", "Thanks, by mail."),
    ]
    public = Message.objects.filter(ticket=ticket).exclude(side=Side.INTERNAL).order_by("pk")
    assert [each.text for each in public] == [each["text"] for each in told["messages"]]
    assert told["agent"] == "Tobin"
    assert ticket.organisation == world.osprey
    assert Promise.objects.get(ticket=ticket, clause="chat_answered").state == "kept"
    assert Promise.objects.get(ticket=ticket, clause="first_response").state == "kept"
    mailed = Delivery.objects.filter(notice__about=f"ticket-{ticket.pk}", to_client=True)
    assert [each.notice.said["text"] for each in mailed] == ["From the ticket."], (
        "who reads it here gets no mail"
    )


def test_t87_a_visitors_number_opens_nothing_without_the_signed_token(world: World) -> None:
    browser = Browser()
    talk = browser.say("My secret", "word-0001")["conversation"]
    number, given, signature = browser.token.split(".")
    other = Browser()
    forged = [
        "",
        number,
        f"{number}.{given}",
        f"{number}.{given}.{'a' * 26}",
        f"{number}.{int(given) + 1}.{signature}",
        f"{number}.{given}.{other.token.split('.')[2]}",
        browser.token.replace("v", "p", 1),
    ]
    for token in forged:
        for what in ("fetch", "say", "progress", "typing", "address"):
            refused = other.ask(what, status=403, token=token, conversation=talk, text="x", id="word-0002")
            assert refused["code"] == "token"
    assert other.fetch(talk, 0)["messages"] == [], "and a token of one's own opens nothing of another's"
    other.ask("progress", token=other.token, conversation=talk, got=1, read=1)
    other.ask("say", status=422, token=other.token, text="no id", id="short")
    other.ask("say", status=422, token=other.token, text="", id="word-0003")
    assert ChatMessage.objects.count() == 1


def test_t87_a_token_ends_with_its_time_and_with_the_right_behind_it(world: World, the_clock: Clock) -> None:
    identity = identity_of(world.orla, at=clock.now())
    known = Browser(identity)
    assert Browser(identity).token.split(".")[0] == known.token.split(".")[0], "one visitor on two devices"
    token = known.token
    assert visitor_of(token, at=the_clock.forward(hours=11)) is not None
    assert visitor_of(token, at=the_clock.forward(hours=2)) is None
    stale = Browser(identity)
    assert not Visitor.objects.get(pk=int(stale.token.split(".")[0][1:])).is_recognised, (
        "it named her too late"
    )
    fresh = visitor_token(Visitor.objects.get(person=world.orla), at=clock.now())
    assert visitor_of(fresh, at=clock.now()) is not None
    shut_out(world.orla, by=_administrator())
    assert visitor_of(fresh, at=clock.now()) is None


def _administrator() -> Person:
    return Person.objects.create(email="root@vendor.example", roles=[Role.ADMINISTRATOR])


def test_a_typed_address_proves_nobody_and_gets_the_answers(world: World) -> None:
    browser = Browser()
    talk = Conversation.objects.get(pk=browser.say("Hello", "word-0001")["conversation"])
    confirm_priority(talk.ticket, priority=3, by=world.tobin)
    change_priority(talk.ticket, priority=2, reason="situation_changed", words="It spreads.", by=world.tobin)
    assert not Delivery.objects.filter(to_client=True).exists(), "to nobody is nothing sent"
    told = Promise.objects.get(ticket=talk.ticket, clause="client_told")
    assert (told.state, told.waiver) == ("waived", "nothing can be sent to the address")
    browser.ask("address", token=browser.token, name="Ann", address="orla@ospreylane.example")
    talk.ticket.refresh_from_db()
    assert (talk.ticket.requester, talk.ticket.organisation) == (world.orla, None)
    assert set(
        Promise.objects.filter(ticket=talk.ticket, state="running").values_list("person", flat=True)
    ) == {world.orla.pk}
    browser.ask("address", status=422, token=browser.token, name="", address="not an address")
    browser.ask("address", status=422, token=browser.token, name="", address="other@example.org")
    browser.say("Still me", "word-0002")
    labels = Message.objects.filter(ticket=talk.ticket, side=Side.CLIENT).order_by("pk")
    assert [each.author_label for each in labels] == [
        "Visitor",
        "Ann <orla@ospreylane.example>, not confirmed",
    ]
    ticket_by_mail(world, "orla")
    by_mail = Said(text="Our password is 1234.", author=world.orla)
    receive_message(talk.ticket, by_mail, channel=Channel.MAIL, reached_at=clock.now(), by=world.orla.actor)
    assert len(browser.fetch()["messages"]) == 2, "the browser sees nothing else of hers"
    assert Person.objects.get(pk=world.orla.pk).confirmed_at is not None
    browser.ask("transcript", status=422, token=browser.token, conversation=talk.pk)
    answer(talk, "Which export?", client_id="answer-01", by=world.tobin)
    browser.ask("transcript", token=browser.token, conversation=talk.pk)
    mailed = Delivery.objects.get(notice__event__startswith="transcript-")
    assert (mailed.address, "Still me" in mailed.notice.said["text"]) == (world.orla.email, False)


def test_a_talk_goes_on_where_its_ticket_went_and_begins_anew_when_that_is_resolved(world: World) -> None:
    visitor = begin_visit(person=world.orla, language="en")
    talk = say(visitor, Word(text="One", client_id="word-0001")).conversation
    into = ticket_by_mail(world, "orla")
    merge_ticket(talk.ticket, into=into, by=world.tobin)
    talk.refresh_from_db()
    assert talk.ticket == into
    assert say(visitor, Word(text="Two", client_id="word-0002")).number == 2
    assert [each["text"] for each in seen(visitor)["messages"]] == ["One", "Two"], (
        "nothing of the other ticket"
    )
    Ticket.objects.filter(pk=into.pk).update(is_open=False, stage=Stage.RESOLVED)
    again = say(visitor, Word(text="Three", client_id="word-0003"))
    assert (again.number, again.conversation_id != talk.pk) == (1, True)


def test_a_visitor_who_writes_without_end_is_asked_to_wait(world: World) -> None:
    visitor = begin_visit(person=None, language="en")
    for nth in range(20):
        say(visitor, Word(text="!", client_id=f"word-{nth:04}"))
    with pytest.raises(Refused) as refused:
        say(visitor, Word(text="!", client_id="word-0020"))
    assert (refused.value.code, ChatMessage.objects.count()) == ("too_often", 20)


def test_a_word_asks_a_fixed_number_of_questions(world: World, seat: Seat) -> None:
    browser = Browser()
    browser.say("Hello", "word-0000")
    counts = []
    for nth in range(1, 4):
        with CaptureQueriesContext(connection) as asked:
            browser.say("More", f"word-000{nth}")
        counts.append(len(asked))
    assert counts[-1] == counts[0] <= 28, counts
