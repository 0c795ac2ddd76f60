"""Channels other than mail: in their order, each failure to the next at once, and no text or call ever twice."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from holdfast.carriers.outbox import Outbox
from holdfast.carriers.outcome import Outcome, Result
from holdfast.carriers.post import Post
from holdfast.carriers.twilio.hearing import Heard, signature
from holdfast.carriers.webhook import SCHEDULE
from holdfast.carriers.wires import Switchboard, choose_wires
from holdfast.kernel.models import Installation
from holdfast.notices.actions.bounces import record_bounce
from holdfast.notices.actions.claiming import BY_POST, claim
from holdfast.notices.actions.endpoints import change_secret, enable_endpoint
from holdfast.notices.actions.hearing import hear
from holdfast.notices.actions.sending import POSTS, Wires, run_once, send_claimed, send_posts_once
from holdfast.notices.actions.settling import Sent, settle
from holdfast.notices.endpoints import endpoint_at, secrets_of
from holdfast.notices.letters import Reader
from holdfast.notices.models import Delivery, Endpoint, Lane, Notice
from holdfast.notices.posts import SHORT, heard_at, write_post
from holdfast.notices.queries import outbox
from holdfast.notices.rendering import render
from holdfast.notices.sender import the_sender
from holdfast.people.models import Person, Role
from holdfast.vendor.models import the_vendor
from tests.mail_sink import MailSink
from tests.notices.letters import NOON, Time, tell
from tests.web_stand_in import Asked, StandIn

Facts = Callable[[str], list[dict[str, Any]]]
Opened = Callable[..., Wires]
NUMBER = "+12025550143"
TWILIO = {
    "twilio_account": "AC" + "0" * 32,
    "twilio_token": "word",
    "twilio_from": "+12025550100",
    "url": "https://help.example",
}


@pytest.fixture
def far() -> Iterator[StandIn]:
    with StandIn() as far:
        yield far


@pytest.fixture
def boards(vendor: object, far: StandIn, settings: Any) -> Callable[[], Wires[Switchboard]]:
    """Fresh wires of all channels to the stand-in, as many at once as a worker has."""
    import msgspec

    told = {
        **TWILIO,
        "twilio_url": far.url,
        "slack_url": far.url,
        "slack_token": "xoxb-word",
        "test_inside": True,
    }
    settings.ENV = msgspec.structs.replace(settings.ENV, **told)
    settings.SITE_URL = "https://help.example"
    return lambda: Wires([Switchboard(choose_wires())] * 4)


def reader(person: Person, *channels: tuple[str, str]) -> list[Reader]:
    return [Reader(person, to_client=not person.is_vendor, channels=channels)]


def rows(notice: Notice) -> list[tuple[str, str]]:
    return list(Delivery.objects.filter(notice=notice).order_by("pk").values_list("channel", "state"))


def the_row(notice: Notice, channel: str) -> Delivery:
    return Delivery.objects.select_related("notice").get(notice=notice, channel=channel)


SMS_FIRST = [("sms", NUMBER), ("voice", NUMBER), ("mail", "mara@client.example")]


# the order of channels


def test_a_reader_with_no_channels_of_their_own_gets_mail_and_nothing_else(mara: Person) -> None:
    notice = tell(mara)
    assert Delivery.objects.values_list("channel", "address", "next_channels").get(notice=notice) == (
        "mail",
        mara.email,
        None,
    )


def test_the_first_channel_is_used_and_the_rest_is_frozen_with_it(
    mara: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]], facts: Facts
) -> None:
    far.answer(201, b'{"sid": "SM1"}')
    notice = tell(mara, readers=reader(mara, *SMS_FIRST))
    assert claim("mail only")[1] == []
    send_posts_once(wires=boards())
    assert rows(notice) == [("sms", "accepted")]
    assert the_row(notice, "sms").next_channels == [["voice", NUMBER], ["mail", mara.email]]
    assert far.asked[0].form["To"] == NUMBER
    assert far.asked[0].form["StatusCallback"] == heard_at(the_row(notice, "sms").token)
    (accepted,) = facts("NoticeAccepted")
    assert (accepted["address"], accepted["to_client"]) == (NUMBER, True)


def test_t63_what_is_refused_for_good_goes_to_the_next_channel_at_once(
    mara: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]], facts: Facts
) -> None:
    far.answer(201, b'{"sid": "CA1"}')
    far.answer(400, b'{"code": 21211}', times=1)
    notice = tell(mara, readers=reader(mara, *SMS_FIRST))
    send_posts_once(wires=boards())
    assert rows(notice) == [("sms", "failed"), ("voice", "accepted")]
    (gave_way,) = facts("ChannelGaveWay")
    assert (gave_way["channel"], gave_way["next_channel"]) == ("sms", "voice")
    assert facts("NoticeFailed") == facts("EveryChannelFailed") == []


def test_t63_who_shares_a_number_with_another_is_not_left_with_that_alone(
    mara: Person,
    teo: Person,
    far: StandIn,
    boards: Callable[[], Wires[Switchboard]],
    facts: Facts,
    sink: MailSink,
    wires: Opened,
) -> None:
    """One telephone in the office: whoever names it second goes on with what is their own, and is missed if that fails."""
    far.answer(400, b'{"code": 21211}')
    sink.answer("rcpt", "550 5.1.1 no such mailbox", to=teo.email)
    shared = [("sms", NUMBER), ("mail", mara.email)]
    second = [("sms", NUMBER), ("mail", teo.email)]
    both = [*reader(mara, *shared), *reader(teo, *second)]
    notice = tell(event="office", readers=both)
    assert rows(notice) == [("sms", "waiting"), ("mail", "waiting")]
    tell(event="office", readers=both)  # again, as after a crash: each keeps their row
    assert len(rows(notice)) == 2
    send_posts_once(wires=boards())
    run_once(wires=wires())
    assert rows(notice) == [("sms", "failed"), ("mail", "failed"), ("mail", "accepted")]
    assert [each["person"] for each in facts("EveryChannelFailed")] == [teo.pk]
    last_first = tell(
        about="matter-2", event="other", readers=[*reader(mara, *shared), *reader(teo, *second[::-1])]
    )
    send_posts_once(wires=boards())
    run_once(wires=wires())
    assert ("sms", "failed") in rows(last_first) and len(rows(last_first)) == 3
    assert [each["person"] for each in facts("EveryChannelFailed")] == [teo.pk, teo.pk]


@pytest.mark.parametrize("how", ["hang up", "garbage", "a gateway's error"])
def test_t63_a_text_whose_answer_got_lost_is_never_sent_again_and_the_next_channel_is_used_at_once(
    mara: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]], time: Time, how: str
) -> None:
    far.answer(201, b'{"sid": "CA1"}')
    if how == "a gateway's error":
        far.answer(504, times=1)
    else:
        lost = b"" if how == "hang up" else b"\x00\xff\r\n\r\n"
        far.behave(lambda line: line.sendall(lost), times=1)
    notice = tell(mara, readers=reader(mara, *SMS_FIRST))
    send_posts_once(wires=boards())
    time.forward(hours=8)
    send_posts_once(wires=boards())
    assert rows(notice) == [("sms", "unknown"), ("voice", "accepted")]
    assert [each.path.rpartition("/")[2] for each in far.asked] == ["Messages.json", "Calls.json"]


def test_t63_what_is_put_off_is_tried_again_and_the_next_channel_is_used_beside_it_after_two_minutes(
    mara: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]], time: Time
) -> None:
    far.answer(201, b'{"sid": "X"}')
    far.answer(503, times=2)
    notice = tell(mara, readers=reader(mara, ("sms", NUMBER), ("voice", NUMBER)))
    send_posts_once(wires=boards())
    assert rows(notice) == [("sms", "waiting")]
    time.forward(seconds=90)
    send_posts_once(wires=boards())
    assert rows(notice) == [("sms", "waiting")]
    time.forward(seconds=31)
    send_posts_once(wires=boards())
    assert rows(notice) == [("sms", "waiting"), ("voice", "accepted")]
    time.forward(minutes=10)
    send_posts_once(wires=boards())
    assert rows(notice) == [("sms", "accepted"), ("voice", "accepted")]


def test_what_nobody_tried_yet_is_not_overtaken_after_a_standstill(
    mara: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]], time: Time
) -> None:
    notice = tell(mara, readers=reader(mara, ("mail", mara.email), ("sms", NUMBER)))
    time.forward(hours=3)
    send_posts_once(wires=boards())
    assert rows(notice) == [("mail", "waiting")]
    assert far.asked == []


def test_t63_mail_that_no_relay_takes_goes_by_text_after_two_minutes(
    mara: Person,
    far: StandIn,
    boards: Callable[[], Wires[Switchboard]],
    sink: MailSink,
    wires: Opened,
    time: Time,
) -> None:
    far.answer(201, b'{"sid": "SM1"}')
    sink.answer("rcpt", "450 4.2.0 come back later", to=mara.email)
    notice = tell(mara, readers=reader(mara, ("mail", mara.email), ("sms", NUMBER)))
    run_once(wires=wires())
    time.forward(seconds=121)
    send_posts_once(wires=boards())
    assert rows(notice) == [("mail", "waiting"), ("sms", "accepted")]


def test_t63_mail_that_comes_back_goes_by_text_at_once(
    mara: Person,
    far: StandIn,
    boards: Callable[[], Wires[Switchboard]],
    sink: MailSink,
    wires: Opened,
    facts: Facts,
) -> None:
    far.answer(201, b'{"sid": "SM1"}')
    notice = tell(mara, readers=reader(mara, ("mail", mara.email), ("sms", NUMBER)))
    run_once(wires=wires())
    record_bounce(
        the_row(notice, "mail").mail_id, failed_address=mara.email, reason="5.1.1", permanent=True, at=NOON
    )
    send_posts_once(wires=boards())
    assert rows(notice) == [("mail", "bounced"), ("sms", "accepted")]
    assert len(facts("NoticeBounced")) == 1
    assert facts("EveryChannelFailed") == []


def test_without_a_relay_the_next_channel_is_used_at_once(
    mara: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]]
) -> None:
    notice = tell(mara, readers=reader(mara, ("mail", mara.email), ("slack", "C012345")))
    run_once(wires=Wires([Outbox()]))
    send_posts_once(wires=boards())
    assert rows(notice) == [("mail", "kept"), ("slack", "accepted")]


def test_t63_when_every_channel_of_a_contact_failed_somebody_is_told(
    mara: Person, teo: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]], facts: Facts
) -> None:
    far.answer(400, b'{"code": 21211}')
    both = reader(mara, ("sms", NUMBER), ("voice", NUMBER)) + reader(
        teo, ("teams", f"{far.url}/w?sig=secret")
    )
    notice = tell(mara, readers=both)
    send_posts_once(wires=boards())
    assert {state for _, state in rows(notice)} == {"failed"}
    said = {each["person"]: each["address"] for each in facts("EveryChannelFailed")}
    assert said == {mara.pk: NUMBER, teo.pk: "127.0.0.1/…"}


def test_a_channel_that_is_not_set_up_gives_way_to_the_next(
    mara: Person, sink: MailSink, wires: Opened, vendor: object
) -> None:
    notice = tell(mara, readers=reader(mara, *SMS_FIRST))
    send_posts_once(wires=Wires([Switchboard(choose_wires())]))
    run_once(wires=wires())
    assert rows(notice) == [("sms", "failed"), ("voice", "failed"), ("mail", "accepted")]
    assert "HOLDFAST_TWILIO_ACCOUNT" in the_row(notice, "sms").trouble


def test_a_channel_that_no_address_fits_is_passed_over_from_the_start(mara: Person) -> None:
    notice = tell(mara, readers=reader(mara, ("sms", "call me"), ("teams", "ftp://x"), ("voice", NUMBER)))
    assert rows(notice) == [("voice", "waiting")]
    nothing = tell(mara, about="matter-2", readers=reader(mara, ("sms", "call me")))
    assert rows(nothing) == [("sms", "cancelled")]


def test_two_contacts_with_one_number_are_called_once(mara: Person, teo: Person) -> None:
    notice = tell(mara, readers=reader(mara, ("sms", NUMBER)) + reader(teo, ("sms", NUMBER)))
    assert rows(notice) == [("sms", "waiting")]
    assert notice.recipients == 1


def test_a_later_word_waits_for_the_earlier_one_to_the_same_number(
    mara: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]]
) -> None:
    far.answer(201, b"{}")
    for word in ("first", "second", "third"):
        tell(mara, subject=word, is_automatic=False, readers=reader(mara, ("sms", NUMBER)))
    send_posts_once(wires=boards())
    assert [each.form["Body"].partition(":")[0] for each in far.asked] == ["first", "second", "third"]


def test_an_update_that_could_not_be_sent_is_told_with_the_next(
    mara: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]], time: Time
) -> None:
    far.answer(201, b"{}")
    far.answer(503, times=1)
    tell(mara, subject="first", readers=reader(mara, ("sms", NUMBER)))
    send_posts_once(wires=boards())
    tell(mara, subject="second", readers=reader(mara, ("sms", NUMBER)))
    send_posts_once(wires=boards())
    assert set(Delivery.objects.values_list("state", flat=True)) == {"accepted"}
    assert len(far.asked) == 2
    assert far.asked[1].form["Body"].startswith("second")


def test_t65_an_address_that_hangs_holds_up_no_other(
    mara: Person, teo: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]]
) -> None:
    with StandIn() as slow:
        slow.behave(slow.hang)
        for number in range(6):
            hook = reader(mara, ("webhook", f"{slow.url}/hook"))
            tell(mara, about=f"matter-{number}", is_automatic=False, readers=hook)
        other = tell(teo, readers=reader(teo, ("webhook", f"{far.url}/hook")))
        lease, claimed = claim("worker", limit=16, which=BY_POST)
        assert len(claimed) == 2
        with boards() as opened:
            quick = [each for each in claimed if each.delivery.notice_id == other.pk]
            for each in claimed:
                opened.begin(each, POSTS.write(each, the_sender()), lease)
            assert [done for done, _ in opened.finished(within=5)] == quick


# texts and calls, at most once


def test_t56_a_text_in_the_hands_of_a_killed_worker_is_of_unknown_fate_and_the_next_channel_is_used(
    mara: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]], time: Time
) -> None:
    far.answer(201, b"{}")
    notice = tell(mara, readers=reader(mara, *SMS_FIRST))
    claim("killed", which=BY_POST)
    time.forward(seconds=61)
    send_posts_once(wires=boards())
    assert rows(notice) == [("sms", "unknown"), ("voice", "accepted")]
    assert [each.path.rpartition("/")[2] for each in far.asked] == ["Calls.json"]


def test_t56_a_text_that_a_killed_worker_sent_and_that_arrived_is_accepted(
    mara: Person, boards: Callable[[], Wires[Switchboard]], time: Time
) -> None:
    notice = tell(mara, readers=reader(mara, *SMS_FIRST))
    claim("killed", which=BY_POST)
    hear(the_row(notice, "sms").token, Heard.ARRIVED, reason="", at=NOON)
    time.forward(seconds=61)
    send_posts_once(wires=boards())
    assert rows(notice) == [("sms", "accepted")]


def test_t56_a_webhook_in_the_hands_of_a_killed_worker_goes_again_under_its_id(
    mara: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]], time: Time
) -> None:
    notice = tell(mara, readers=reader(mara, ("webhook", f"{far.url}/hook")))
    lease, claimed = claim("killed", which=BY_POST)
    with boards() as opened:  # it was posted, and killed before it could write that down
        opened.begin(claimed[0], POSTS.write(claimed[0], the_sender()), lease)
        opened.finished(within=5)
    time.forward(seconds=61)
    send_posts_once(wires=boards())
    assert rows(notice) == [("webhook", "accepted")]
    assert [each.headers["webhook-id"] for each in far.asked] == [the_row(notice, "webhook").token] * 2


def test_t57_who_finishes_late_neither_overwrites_nor_hands_on_twice(
    mara: Person, boards: Callable[[], Wires[Switchboard]], time: Time
) -> None:
    notice = tell(mara, readers=reader(mara, *SMS_FIRST))
    late, held = claim("late", which=BY_POST)
    time.forward(seconds=61)
    lease, found = claim("other", which=BY_POST)
    assert found[0].is_lost
    with boards() as opened:
        send_claimed(lease, found, opened, the_sender(), loop=POSTS)
    settle(late, [Sent(held[0], Outcome(Result.PERMANENT, "late"))])
    assert rows(notice) == [("sms", "unknown"), ("voice", "waiting")]


# what Twilio tells afterwards


@pytest.fixture
def sent(
    mara: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]]
) -> tuple[Notice, str, Callable[..., int]]:
    """A text that Twilio took, its token, and Twilio telling of it."""
    far.answer(201, b'{"sid": "SM1"}')
    notice = tell(mara, readers=reader(mara, *SMS_FIRST))
    send_posts_once(wires=boards())
    token = the_row(notice, "sms").token

    def tells(status: str, *, key: str = "word", **more: str) -> int:
        form = {"MessageSid": "SM1", "MessageStatus": status, **more}
        signed = signature(heard_at(token), {name: [value] for name, value in form.items()}, key)
        path = reverse("carrier-twilio", args=[token])
        answer = Client(enforce_csrf_checks=True).post(path, form, headers={"X-Twilio-Signature": signed})
        return int(answer.status_code)

    return notice, token, tells


Telling = tuple[Notice, str, Callable[..., int]]


def test_t66_what_is_told_again_and_out_of_order_counts_once_and_for_good(
    sent: Telling, facts: Facts
) -> None:
    notice, _, tells = sent
    for status in ("delivered", "sent", "delivered", "undelivered"):
        assert tells(status) == 204
    row = the_row(notice, "sms")
    assert (row.state, row.delivered_at) == ("accepted", NOON)
    assert len(facts("NoticeArrived")) == 1
    assert rows(notice) == [("sms", "accepted")]


@pytest.mark.parametrize("status", ["undelivered", "failed"])
def test_t63_what_was_not_delivered_goes_to_the_next_channel_once(
    sent: Telling, status: str, facts: Facts
) -> None:
    notice, _, tells = sent
    for each in ("sent", status, status, "delivered", "sent"):
        assert tells(each, ErrorCode="30003") == 204
    assert rows(notice) == [("sms", "bounced"), ("voice", "waiting")]
    assert the_row(notice, "sms").trouble == f"Twilio tells: {status}, error 30003."
    assert len(facts("NoticeBounced")) == 1


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "canceled"])
def test_t63_a_call_that_nobody_took_goes_to_the_next_channel(
    mara: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]], status: str
) -> None:
    far.answer(201, b"{}")
    notice = tell(mara, readers=reader(mara, ("voice", NUMBER), ("mail", mara.email)))
    send_posts_once(wires=boards())
    path = heard_at(the_row(notice, "voice").token)
    form = {"CallSid": "CA1", "CallStatus": status}
    signed = signature(path, {name: [value] for name, value in form.items()}, "word")
    Client().post(path.removeprefix("https://help.example"), form, headers={"X-Twilio-Signature": signed})
    assert rows(notice) == [("voice", "bounced"), ("mail", "waiting")]


def test_t66_what_twilio_did_not_sign_is_not_believed(sent: Telling) -> None:
    notice, token, tells = sent
    assert tells("undelivered", key="another word") == 403
    path = reverse("carrier-twilio", args=[token])
    assert Client().post(path, {"MessageStatus": "failed"}).status_code == 403
    assert Client().get(path).status_code == 405
    assert rows(notice) == [("sms", "accepted")]


def test_a_status_or_a_row_that_we_do_not_know_is_taken_and_changes_nothing(sent: Telling) -> None:
    notice, _, tells = sent
    assert tells("dancing") == 204
    assert hear("a" * 26, Heard.ARRIVED, reason="", at=NOON) is None
    assert rows(notice) == [("sms", "accepted")]


def test_a_mail_cannot_be_moved_on_by_its_token(mara: Person) -> None:
    token = Delivery.objects.get(notice=tell(mara)).token
    assert hear(token, Heard.CAME_BACK, reason="", at=NOON) is None


def test_a_text_of_unknown_fate_that_twilio_tells_of_was_accepted_after_all(
    mara: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]], facts: Facts
) -> None:
    far.behave(lambda line: line.close())
    notice = tell(mara, readers=reader(mara, ("sms", NUMBER)))
    send_posts_once(wires=boards())
    assert rows(notice) == [("sms", "unknown")]
    assert len(facts("EveryChannelFailed")) == 1
    hear(the_row(notice, "sms").token, Heard.UNDER_WAY, reason="", at=NOON)
    assert rows(notice) == [("sms", "accepted")]
    assert len(facts("NoticeAccepted")) == 1


# webhooks and their endpoints


@pytest.fixture
def hook(far: StandIn) -> tuple[str, str]:
    return "webhook", f"{far.url}/hook?key=secret"


def test_a_webhook_is_signed_with_the_secret_of_its_endpoint_and_says_what_the_words_say(
    mara: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]], hook: tuple[str, str]
) -> None:
    said = {"text": "All of it.", "secret_link": "https://help.example/approval/x/", "note": "internal"}
    notice = tell(mara, subject="Routing is down", said=said, readers=reader(mara, hook))
    send_posts_once(wires=boards())
    (asked,) = far.asked
    key = base64.b64decode(endpoint_at(hook[1]).secret.removeprefix("whsec_"))
    signed = f"{asked.headers['webhook-id']}.{asked.headers['webhook-timestamp']}.".encode() + asked.body
    right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert asked.headers["webhook-signature"] == f"v1,{right}"
    posted = asked.json
    assert posted["type"] == "notice.test_mail"
    assert posted["timestamp"] == NOON.isoformat()
    assert posted["data"]["id"] == the_row(notice, "webhook").token
    assert posted["data"]["subject"] == "Routing is down"
    assert "internal" not in asked.body.decode()
    assert "approval" not in asked.body.decode()


def test_t65_a_webhook_keeps_its_schedule_of_ten_attempts_then_is_disabled_and_its_owner_told(
    mara: Person,
    far: StandIn,
    boards: Callable[[], Wires[Switchboard]],
    hook: tuple[str, str],
    time: Time,
    facts: Facts,
) -> None:
    far.answer(500)
    Person.objects.filter(pk=mara.pk).update(confirmed_at=None)  # as many a contact of a list is
    notice = tell(mara, about="matter-9", readers=reader(mara, hook, ("mail", mara.email)))
    for number, step in enumerate(SCHEDULE):
        time.forward(seconds=step.total_seconds() - 1)
        send_posts_once(wires=boards())
        assert len(far.asked) == number
        time.forward(seconds=1)
        send_posts_once(wires=boards())
        assert len(far.asked) == number + 1
        newer = tell(mara, about=f"newer-{number}", readers=reader(mara, hook))
        assert rows(newer) == [("webhook", "waiting")]  # it neither jumps the schedule nor shortens it
    assert rows(notice) == [("webhook", "failed"), ("mail", "waiting")]
    assert len({each.headers["webhook-id"] for each in far.asked}) == 1
    assert facts("EndpointDisabled")[0]["address"] == "127.0.0.1/…"
    told = Delivery.objects.select_related("notice").get(notice__kind="endpoint_disabled")
    assert (told.channel, told.address) == ("mail", mara.email)
    assert "your webhook at 127.0.0.1/…" in render(told.notice, told, the_vendor()).text
    send_posts_once(wires=boards())
    assert len(far.asked) == 10  # what waited behind it is not posted any more


def test_t65_an_endpoint_that_says_it_is_gone_is_disabled_at_once_and_used_again_once_enabled(
    mara: Person, ana: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]], hook: tuple[str, str]
) -> None:
    far.answer(410)
    notice = tell(mara, readers=reader(mara, hook, ("sms", NUMBER)))
    lease, claimed = claim("worker", which=BY_POST)
    with boards() as opened:
        send_claimed(lease, claimed, opened, the_sender(), loop=POSTS)
    assert rows(notice) == [("webhook", "failed"), ("sms", "waiting")]
    ana.roles = [Role.ADMINISTRATOR]
    enable_endpoint(endpoint_at(hook[1]), by=ana)
    far.answer(204)
    again = tell(mara, about="matter-2", readers=reader(mara, hook))
    send_posts_once(wires=boards())
    assert rows(again) == [("webhook", "accepted")]


def test_a_yes_ends_the_failing_of_an_endpoint(
    mara: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]], hook: tuple[str, str], time: Time
) -> None:
    far.answer(204)
    far.answer(500, times=1)
    tell(mara, readers=reader(mara, hook))
    send_posts_once(wires=boards())
    assert Endpoint.objects.get().failing_since == NOON
    time.forward(seconds=5)
    send_posts_once(wires=boards())
    assert Endpoint.objects.get().failing_since is None


def test_t65_an_endpoint_is_left_alone_for_as_long_as_it_asks(
    mara: Person, far: StandIn, boards: Callable[[], Wires[Switchboard]], hook: tuple[str, str]
) -> None:
    far.answer(429, headers={"Retry-After": "120"})
    notice = tell(mara, readers=reader(mara, hook))
    send_posts_once(wires=boards())
    assert the_row(notice, "webhook").due_at == NOON + timedelta(seconds=120)


def test_a_changed_secret_counts_beside_the_former_one_for_a_week(mara: Person, ana: Person) -> None:
    ana.roles = [Role.ADMINISTRATOR]
    before = endpoint_at("https://hooks.client.example/")
    after = change_secret(before, by=ana)
    assert secrets_of(after, at=NOON) == (after.secret, before.secret)
    assert secrets_of(after, at=NOON + timedelta(days=7)) == (after.secret,)
    assert after.secret != before.secret


def takes(asked: Asked, secret: str, *, now: float, known: set[str]) -> bool:
    """What a receiver does that follows Standard Webhooks: one of the signatures, 300 seconds, each id once."""
    head = [asked.headers[f"webhook-{name}"] for name in ("id", "timestamp", "signature")]
    key = base64.b64decode(secret.removeprefix("whsec_"))
    right = hmac.new(key, f"{head[0]}.{head[1]}.".encode() + asked.body, hashlib.sha256).digest()
    given = [each.removeprefix("v1,") for each in head[2].split(" ") if each.startswith("v1,")]
    is_ours = any(hmac.compare_digest(base64.b64encode(right).decode(), each) for each in given)
    is_new = abs(now - int(head[1])) <= 300 and head[0] not in known
    known.add(head[0])
    return is_ours and is_new


def test_t66_a_receiver_knows_us_by_either_secret_and_takes_nothing_altered_late_or_again(
    mara: Person,
    ana: Person,
    far: StandIn,
    boards: Callable[[], Wires[Switchboard]],
    hook: tuple[str, str],
    time: Time,
) -> None:
    ana.roles = [Role.ADMINISTRATOR]
    tell(mara, readers=reader(mara, hook))
    before = endpoint_at(hook[1]).secret
    after = change_secret(endpoint_at(hook[1]), by=ana).secret
    far.answer(500, times=1)
    send_posts_once(wires=boards())
    time.forward(seconds=5)
    send_posts_once(wires=boards())
    first, again = far.asked
    now = int(first.headers["webhook-timestamp"])
    for secret in (before, after):
        known: set[str] = set()
        assert takes(first, secret, now=now, known=known)
        assert not takes(first, secret, now=now, known=known)
        assert not takes(again, secret, now=now, known=known)  # tried again, under the id that it knows
    assert takes(again, after, now=now, known=set())
    assert not takes(first, before, now=now + 301, known=set())
    assert not takes(replace(first, body=first.body + b" "), after, now=now, known=set())
    moved = {**first.headers, "webhook-timestamp": str(now + 200)}
    assert not takes(replace(first, headers=moved), after, now=now + 400, known=set())
    assert not takes(first, "whsec_" + base64.b64encode(b"another").decode(), now=now, known=set())


def test_only_a_test_installation_posts_inside(vendor: object, far: StandIn, settings: Any) -> None:
    import msgspec

    settings.ENV = msgspec.structs.replace(settings.ENV, test_inside=True)
    post = Post(
        key="k", to=f"{far.url}/hook", subject="s", text="t", short="s", data={}, secrets=("whsec_eA==",)
    )
    assert choose_wires()["webhook"].send(post).result is Result.ACCEPTED
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE kernel_installation")
    Installation.objects.create(created_at=NOON, is_test=False)
    assert choose_wires()["webhook"].send(post).result is Result.PERMANENT
    assert len(far.asked) == 1


# words


def test_a_text_holds_subject_and_first_words_within_300_characters_and_the_link(mara: Person) -> None:
    said = {"words": "Routing is unavailable. " * 40, "ticket_url": "https://help.example/tickets/7/"}
    notice = tell(
        mara, subject="Routing is down", kind="alarm", said=said, readers=reader(mara, ("sms", NUMBER))
    )
    row = the_row(notice, "sms")
    post = write_post(notice, row, the_sender()).post
    assert len(post.short) <= SHORT
    assert post.short.startswith("Routing is down: Routing is unavailable.")
    assert post.short.endswith("…")
    assert post.link == "https://help.example/tickets/7/"
    assert "https://" not in post.short


def test_the_outbox_shows_of_a_page_only_its_host(mara: Person, hook: tuple[str, str]) -> None:
    tell(mara, lane=Lane.INTERRUPTION, readers=reader(mara, hook))
    (line,) = outbox().rows
    assert line.shown_address == "127.0.0.1/…"
