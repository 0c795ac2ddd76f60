"""Slack, Teams and webhooks: what is posted, and what the answers mean."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.carriers.outcome import Result
from holdfast.carriers.post import Post
from holdfast.carriers.slack import Slack
from holdfast.carriers.teams import Teams
from holdfast.carriers.webhook import SCHEDULE, Webhook, mint_secret, signatures
from tests.web_stand_in import StandIn

POST = Post(
    key="abcdefghijklmnopqrstuvwxyz",
    to="",
    subject="Routing is down",
    text="<!channel> [come here](https://evil.example)\n\nAll of it.",
    short="<!channel> All of it.",
    link="https://help.example/i/7?a=1&b=2",
    data={"type": "notice.update", "data": {"subject": "Routing is down"}},
    secrets=(mint_secret(), mint_secret()),
)


@pytest.fixture
def far() -> Iterator[StandIn]:
    with StandIn() as far:
        yield far


def to(far: StandIn) -> Post:
    return replace(POST, to=f"{far.url}/hook")


def test_slack_gets_the_words_as_plain_text_that_mentions_nobody(far: StandIn) -> None:
    far.answer(200, b"ok")
    assert Slack(allows_inside=True).send(to(far)).result is Result.ACCEPTED
    said = far.asked[0].json
    header, words, link = said["blocks"]
    assert header["text"] == {"type": "plain_text", "text": POST.subject, "emoji": False}
    assert words["text"] == {"type": "plain_text", "text": POST.text, "emoji": False}
    assert link["text"]["text"] == "<https://help.example/i/7?a=1&amp;b=2>"
    assert "<!channel>" not in said["text"]


def test_a_slack_channel_by_its_id_is_posted_to_with_the_token(far: StandIn) -> None:
    far.answer(200, b'{"ok": true, "ts": "1"}')
    assert (
        Slack("xoxb-word", far.url, allows_inside=True).send(replace(POST, to="C012345")).result
        is Result.ACCEPTED
    )
    (asked,) = far.asked
    assert (asked.path, asked.headers["authorization"]) == ("/chat.postMessage", "Bearer xoxb-word")
    assert asked.json["channel"] == "C012345"


@pytest.mark.parametrize(
    ("status", "body", "result"),
    [
        (200, b'{"ok": false, "error": "channel_not_found"}', Result.PERMANENT),
        (200, b'{"ok": false, "error": "is_archived"}', Result.PERMANENT),
        (200, b'{"ok": false, "error": "invalid_auth"}', Result.TEMPORARY),
        (200, b'{"ok": false, "error": "ratelimited"}', Result.TEMPORARY),
        (404, b"no_service", Result.PERMANENT),
        (410, b"channel_is_archived", Result.PERMANENT),
        (302, b"", Result.PERMANENT),
        (429, b"", Result.TEMPORARY),
        (500, b"", Result.TEMPORARY),
    ],
)
def test_what_slack_answers_means(far: StandIn, status: int, body: bytes, result: Result) -> None:
    far.answer(status, body)
    assert Slack("xoxb-word", far.url, allows_inside=True).send(replace(POST, to="C1")).result is result


def test_a_slack_channel_by_its_id_without_a_token_is_refused_for_good() -> None:
    assert Slack().send(replace(POST, to="C1")).result is Result.PERMANENT


def test_the_probe_of_slack_says_whether_its_token_is_taken(far: StandIn) -> None:
    slack = Slack("xoxb-word", far.url, allows_inside=True)
    far.answer(200, b'{"ok": true}')
    assert slack.probe().result is Result.ACCEPTED
    far.answer(200, b'{"ok": false, "error": "token_revoked"}')
    assert slack.probe().result is Result.TEMPORARY
    assert {each.path for each in far.asked} == {"/auth.test"}


def test_teams_gets_a_card_of_text_runs_in_which_nothing_typed_is_a_link(far: StandIn) -> None:
    far.answer(202)
    assert Teams(allows_inside=True).send(to(far)).result is Result.ACCEPTED
    said = far.asked[0].json
    (attachment,) = said["attachments"]
    assert (said["type"], attachment["contentType"]) == ("message", "application/vnd.microsoft.card.adaptive")
    card = attachment["content"]
    assert {each["type"] for each in card["body"]} == {"RichTextBlock"}
    assert [each["inlines"][0]["text"] for each in card["body"]] == [
        POST.subject,
        "<!channel> [come here](https://evil.example)",
        "All of it.",
    ]
    assert card["actions"] == [{"type": "Action.OpenUrl", "title": "Open", "url": POST.link}]


@given(st.text(max_size=30_000))
def test_a_card_stays_within_what_teams_takes(text: str) -> None:
    from holdfast.carriers.teams import as_card

    assert len(json.dumps(as_card(replace(POST, text=text)), ensure_ascii=False).encode()) < 28 * 1024 * 2


@pytest.mark.parametrize(
    ("status", "result"),
    [(400, Result.PERMANENT), (404, Result.PERMANENT), (429, Result.TEMPORARY), (502, Result.TEMPORARY)],
)
def test_what_teams_answers_means(far: StandIn, status: int, result: Result) -> None:
    far.answer(status)
    assert Teams(allows_inside=True).send(to(far)).result is result


def test_t65_the_schedule_is_ten_attempts_in_75_6_hours() -> None:
    assert len(SCHEDULE) == 10
    assert round(sum(SCHEDULE, timedelta()) / timedelta(hours=1), 1) == 75.6
    assert (SCHEDULE[0], SCHEDULE[-1]) == (timedelta(0), timedelta(hours=24))


def test_a_webhook_is_signed_with_each_secret_over_id_time_and_body(far: StandIn) -> None:
    assert Webhook(allows_inside=True, seconds=lambda: 1795608000.9).send(to(far)).result is Result.ACCEPTED
    (asked,) = far.asked
    assert asked.headers["webhook-id"] == POST.key
    assert asked.headers["webhook-timestamp"] == "1795608000"
    signed = f"{POST.key}.1795608000.".encode() + asked.body
    expected = []
    for secret in POST.secrets:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        expected.append("v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode())
    assert asked.headers["webhook-signature"].split(" ") == expected
    assert asked.json == POST.data


def test_the_signature_is_that_of_the_published_example() -> None:
    """The vector that the libraries of Standard Webhooks are tested with."""
    said = signatures(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_another_body_has_another_signature(one: bytes, other: bytes) -> None:
    secret = [POST.secrets[0]]
    assert (signatures(secret, "k", 1, one) == signatures(secret, "k", 1, other)) is (one == other)


@pytest.mark.parametrize("status", [300, 301, 302, 307, 308, 400, 401, 404, 422, 429, 500, 503])
def test_t65_whatever_is_not_a_yes_is_tried_again(far: StandIn, status: int) -> None:
    far.answer(status, headers={"Retry-After": "9", "Location": f"{far.url}/elsewhere"})
    outcome = Webhook(allows_inside=True).send(to(far))
    assert (outcome.result, outcome.again_after, outcome.ends_endpoint) == (Result.TEMPORARY, 9.0, False)
    assert len(far.asked) == 1


def test_t65_gone_ends_the_endpoint(far: StandIn) -> None:
    far.answer(410)
    outcome = Webhook(allows_inside=True).send(to(far))
    assert (outcome.result, outcome.ends_endpoint) == (Result.PERMANENT, True)


def test_a_webhook_whose_answer_got_lost_goes_again(far: StandIn) -> None:
    far.behave(lambda line: line.close())
    assert Webhook(allows_inside=True).send(to(far)).result is Result.TEMPORARY


@pytest.mark.parametrize("wire", [Webhook(), Teams(), Slack()], ids=["webhook", "teams", "slack"])
def test_t52_no_wire_posts_inside(wire: Webhook | Teams | Slack, far: StandIn) -> None:
    for address in (f"https://127.0.0.1:{far.port}/", f"http://127.0.0.1:{far.port}/"):
        assert wire.send(replace(POST, to=address)).result is Result.PERMANENT
    assert far.asked == []
