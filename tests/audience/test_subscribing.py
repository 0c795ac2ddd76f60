"""Subscribing to the status page by mail: begun by a button behind a mailed link, ended with one click (T50, T53, T64)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from holdfast.audience.actions.subscribing import OPEN_FOR, ask_for_subscription, begin_subscription
from holdfast.audience.models import Subscription
from holdfast.catalogue.models import Component
from holdfast.incidents.actions.confirming import (
    Hit,
    confirm_interruption,
    retract_interruption,
    suspect_interruption,
)
from holdfast.incidents.actions.telling import restore_interruption, send_report, send_update
from holdfast.incidents.models import Interruption, Level
from holdfast.kernel.actor import SYSTEM
from holdfast.notices.actions.bounces import record_bounce
from holdfast.notices.mail import write_mail
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.notices.sender import the_sender
from holdfast.project.demo.world import World
from tests.incidents.estate import Estate, build_estate
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db

READER = "reader@elsewhere.example"
REPORT = {
    "affected": "The inbox in Frankfurt",
    "noticed": "Messages arrive late.",
    "who": "Osprey Lane Clinics and Velda Retail.",
    "workaround": "None yet.",
    "doing": "We move the traffic away.",
}
NEXT = NOON + timedelta(hours=1)


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


def subscribed(address: str = READER, *components: Component) -> Subscription:
    ask_for_subscription(address, components)
    return begin_subscription(Subscription.objects.latest("pk").token)


def confirmed(world: World, *hit: Component) -> Interruption:
    found = suspect_interruption(title="Messages arrive late", by=SYSTEM)
    return confirm_interruption(found, hits=[Hit(each, Level.MAJOR) for each in hit], by=world.kaveh)


def mails(address: str = READER) -> list[str]:
    """All of the public stream that was written to the address, oldest first."""
    rows = Delivery.objects.filter(address=address, notice__kind="status_news").order_by("pk")
    sender = the_sender()
    return [
        write_mail(row.notice, row, sender).message.decode().replace("=\r\n", "")
        for row in rows.select_related("notice")
    ]


def path_in(mail: str, ending: str) -> str:
    found = re.search(rf"/status/subscription/[a-z2-7]{{26}}/{ending}", mail)
    assert found, mail
    return found[0]


def test_a_form_begins_nothing_and_neither_does_looking_at_the_link(world: World, estate: Estate) -> None:
    answer = Client().post("/status/subscription/", {"email": READER.upper()}, follow=True)
    assert "Look in your mail" in answer.content.decode()
    asked = Delivery.objects.select_related("notice").get(address=READER)
    path = path_in(write_mail(asked.notice, asked, the_sender()).message.decode().replace("=\r\n", ""), "")
    assert "Do you want these mails?" in Client().get(path).content.decode()
    confirmed(world, estate.inbox)
    assert mails() == []
    assert "You are subscribed" in Client().post(path).content.decode()
    assert "You are subscribed" in Client().post(path).content.decode(), "a second press says the same"
    send_report(Interruption.objects.get(), said=REPORT, next_at=NEXT, by=world.kaveh)
    assert len(mails()) == 1


def test_the_answer_is_the_same_for_whoever_is_known_or_not(world: World) -> None:
    answers = {
        (answer.status_code, answer.headers["Location"])
        for address in (world.orla.email, "nobody-knows@elsewhere.example")
        if (answer := Client().post("/status/subscription/", {"email": address}))
    }
    assert answers == {(302, "/status/subscription/sent/")}


def test_a_subscriber_hears_of_confirmation_report_update_and_restoration_in_one_thread(
    world: World, estate: Estate
) -> None:
    subscribed()
    found = confirmed(world, estate.inbox)
    send_report(found, said=REPORT, next_at=NEXT, by=world.kaveh)
    send_update(found, text="Half is moved.", state="identified", next_at=NEXT, by=world.kaveh)
    restore_interruption(found, text="All is back.", next_at=NOON + timedelta(days=1), by=world.kaveh)
    heard = mails()
    for mail, words in zip(
        heard,
        ("we are looking into it", "We move the traffic away.", "Half is moved.", "All is back."),
        strict=True,
    ):
        assert words in mail
        assert "Subject: [Status] Messages arrive late\r\n" in mail
        assert f"<status-{found.code}@" in mail
    assert "Osprey Lane" not in "".join(heard), "a report's part about who is affected is not for the public"


@pytest.mark.parametrize("is_reported", [True, False])
def test_whoever_heard_of_what_was_none_hears_that_it_was_none(
    world: World, estate: Estate, is_reported: bool
) -> None:
    subscribed()
    found = confirmed(world, estate.inbox)
    if is_reported:
        send_report(found, said=REPORT, next_at=NEXT, by=world.kaveh)
    retract_interruption(found, reason="A wrong alarm.", by=world.kaveh)
    last = mails()[-1]
    assert "Retracted: this was no interruption." in last and "A wrong alarm." in last


def test_whoever_chose_components_hears_of_all_that_touches_one_and_of_nothing_else(
    world: World, estate: Estate
) -> None:
    subscribed("inbox@elsewhere.example", estate.inbox)
    subscribed("both@elsewhere.example", estate.inbox, estate.reports)
    subscribed("reports@elsewhere.example", estate.reports)
    subscribed("all@elsewhere.example")
    confirmed(world, estate.inbox)
    told = Delivery.objects.filter(notice__kind="status_news").order_by("address")
    assert [each.address.partition("@")[0] for each in told] == ["all", "both", "inbox"]


def test_t64_of_what_the_page_does_not_show_nobody_hears_by_mail(world: World, estate: Estate) -> None:
    subscribed()
    subscribed("inbox@elsewhere.example", estate.inbox)
    Component.objects.filter(pk=estate.inbox.pk).update(is_public=False)
    found = confirmed(world, estate.inbox)
    send_report(found, said=REPORT, next_at=NEXT, by=world.kaveh)
    assert mails() == mails("inbox@elsewhere.example") == []
    assert "Inbox" not in Client().get("/status/subscription/").content.decode()
    both = confirmed(world, estate.inbox, estate.reports)
    send_report(both, said=REPORT, next_at=NEXT, by=world.kaveh)
    assert len(mails()) == 2 and not [mail for mail in mails() if "Messages: Inbox" in mail]


def test_one_click_ends_it_without_a_cookie_and_touches_no_emergency_list(
    world: World, estate: Estate
) -> None:
    subscribed(world.orla.email)
    found = confirmed(world, estate.inbox)
    (mail,) = mails(world.orla.email)
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in mail
    link = re.search(r"List-Unsubscribe: <([^>]+)>", mail)
    assert link and link[1].endswith(path := path_in(mail, "end/"))
    browser = Client(enforce_csrf_checks=True)
    assert "No more of these mails?" in browser.get(path).content.decode()
    send_report(found, said=REPORT, next_at=NEXT, by=world.kaveh)
    assert len(mails(world.orla.email)) == 2, "looking ends nothing"
    assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    send_update(found, text="Half is moved.", next_at=NEXT, by=world.kaveh)
    assert len(mails(world.orla.email)) == 2
    emergency = Delivery.objects.filter(address=world.orla.email, notice__kind="interruption_update")
    assert emergency.count() == 1
    assert browser.post(path).status_code == 200, "ended twice is ended"
    assert browser.get(path).status_code == 410


def test_an_emergency_mail_has_no_way_to_end_it(world: World, estate: Estate) -> None:
    found = confirmed(world, estate.inbox)
    send_report(found, said=REPORT, next_at=NEXT, by=world.kaveh)
    row = Delivery.objects.select_related("notice").filter(notice__kind="interruption_report").first()
    assert row is not None
    assert b"unsubscribe" not in write_mail(row.notice, row, the_sender()).message.lower()


def test_t53_the_token_is_of_128_bits_and_a_wrong_or_an_old_one_opens_nothing(
    world: World, the_clock: Clock
) -> None:
    ask_for_subscription(READER)
    token = Subscription.objects.get().token
    assert re.fullmatch("[a-z2-7]{26}", token)
    wrong = token[:-1] + ("a" if token[-1] != "a" else "b")
    for ending in ("", "end/"):
        assert Client().get(f"/status/subscription/{wrong}/{ending}").status_code == 404
        assert Client().post(f"/status/subscription/{wrong}/{ending}").status_code == 404
    the_clock.set(NOON + OPEN_FOR + timedelta(seconds=1))
    assert Client().post(f"/status/subscription/{token}/").status_code == 410
    assert Subscription.objects.get().confirmed_at is None


def test_what_is_subscribed_stays_until_another_choice_is_confirmed(world: World, estate: Estate) -> None:
    first = subscribed()
    ask_for_subscription(READER, [estate.reports])
    first.refresh_from_db()
    assert first.ended_at is None
    second = begin_subscription(Subscription.objects.latest("pk").token)
    first.refresh_from_db()
    assert (first.ended_at, second.is_whole) == (NOON, False)
    confirmed(world, estate.inbox)
    assert mails() == []


def test_mail_that_comes_back_ends_it_and_alarms_nobody(world: World, estate: Estate) -> None:
    subscription = subscribed()
    confirmed(world, estate.inbox)
    row = Delivery.objects.get(address=READER, notice__kind="status_news")
    row.state, row.accepted_at = DeliveryState.ACCEPTED, NOON
    row.save()
    record_bounce(row.mail_id, failed_address=READER, reason="550 no such user", permanent=True, at=NOON)
    subscription.refresh_from_db()
    assert subscription.ended_at == NOON
    assert not Delivery.objects.filter(notice__kind__in=["alarm", "client_not_reached"]).exists()


def test_links_to_one_address_and_from_one_source_are_limited(world: World) -> None:
    def ask(address: str) -> int:
        return int(Client().post("/status/subscription/", {"email": address}).status_code)

    assert [ask(each) for each in ("r.e.ader@x.example", "reader+1@x.example", "reader@x.example")] == [
        302
    ] * 3
    assert ask("reader+2@x.example") == 429
    assert [ask(f"r{number}@x.example") for number in range(7)] == [302] * 7
    assert ask("another@x.example") == 429
    assert Client().post("/status/subscription/", {"email": "none"}).status_code == 422
