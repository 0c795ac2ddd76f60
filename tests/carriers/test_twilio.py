"""Texts and calls: what is asked of Twilio, what its answers mean, and who may tell us what became of them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.carriers.outcome import Result
from holdfast.carriers.outgoing import asking
from holdfast.carriers.post import Post
from holdfast.carriers.twilio.account import Account
from holdfast.carriers.twilio.hearing import Heard, is_from_twilio, meaning, signature
from holdfast.carriers.twilio.wires import Call, TextMessage
from tests.web_stand_in import StandIn

SID = "AC" + "0" * 32
POST = Post(
    key="k",
    to="+12025550143",
    subject="Routing is down",
    text="Routing is down.\n\nAll of it.",
    short="Routing is down: <all> of it & more.",
    link="https://help.example/i/7",
    heard_at="https://help.example/carriers/twilio/k/",
)


@pytest.fixture
def far() -> Iterator[StandIn]:
    with StandIn() as far:
        far.answer(201, b'{"sid": "SM1", "status": "queued"}')
        yield far


def account(far: StandIn) -> Account:
    return Account(SID, "word", "+12025550100", far.url, allows_inside=True)


def test_a_text_says_who_what_and_where_to_tell_of_it(far: StandIn) -> None:
    outcome = TextMessage(account(far)).send(POST)
    assert (outcome.result, outcome.reason) == (Result.ACCEPTED, "Twilio took it as SM1.")
    (asked,) = far.asked
    assert (asked.method, asked.path) == ("POST", f"/2010-04-01/Accounts/{SID}/Messages.json")
    assert asked.headers["authorization"] == "Basic " + base64.b64encode(f"{SID}:word".encode()).decode()
    assert asked.form == {
        "To": "+12025550143",
        "From": "+12025550100",
        "Body": f"{POST.short}\n{POST.link}",
        "StatusCallback": POST.heard_at,
    }


def test_a_call_speaks_the_words_twice_and_no_markup_of_theirs(far: StandIn) -> None:
    assert Call(account(far)).send(POST).result is Result.ACCEPTED
    (asked,) = far.asked
    assert asked.path.endswith("/Calls.json")
    spoken = ElementTree.fromstring(asked.form["Twiml"])
    assert [each.text for each in spoken.iter("Say")] == [POST.short] * 2


@pytest.mark.parametrize(
    ("status", "code", "result"),
    [
        (400, 21211, Result.PERMANENT),  # no such number
        (400, 21610, Result.PERMANENT),  # unsubscribed
        (400, 21614, Result.PERMANENT),  # no mobile
        (429, 20429, Result.TEMPORARY),
        (500, 20500, Result.TEMPORARY),
        (503, None, Result.TEMPORARY),
        (502, None, Result.UNKNOWN),
        (504, None, Result.UNKNOWN),
        (401, 20003, Result.TEMPORARY),
        (400, 21606, Result.TEMPORARY),  # the number is not ours to send from
    ],
)
def test_what_an_answer_means(far: StandIn, status: int, code: int | None, result: Result) -> None:
    far.answer(status, json.dumps({"code": code, "message": "No, +12025550143"}).encode())
    outcome = TextMessage(account(far)).send(POST)
    assert outcome.result is result
    assert "+1202" not in outcome.reason


def test_a_limit_says_for_how_long(far: StandIn) -> None:
    far.answer(429, b"{}", headers={"Retry-After": "7"})
    assert TextMessage(account(far)).send(POST).again_after == 7.0


@pytest.mark.parametrize("how", ["hang", "hang up", "garbage"])
def test_a_text_whose_answer_got_lost_is_of_unknown_fate(
    far: StandIn, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = asking.ask
    monkeypatch.setattr(
        "holdfast.carriers.twilio.account.ask", lambda *given_, **more: ask(*given_, **more, within=0.5)
    )
    far.behave(
        {
            "hang": far.hang,
            "hang up": lambda line: line.close(),
            "garbage": lambda line: line.sendall(b"\xff\xfe\r\n\r\n"),
        }[how]
    )
    assert TextMessage(account(far)).send(POST).result is Result.UNKNOWN
    assert len(far.asked) == 1


def test_a_text_that_was_never_given_over_is_put_off() -> None:
    with StandIn() as gone:
        there = account(gone)
    outcome = TextMessage(there).send(POST)
    assert (outcome.result, outcome.wire_failed) == (Result.TEMPORARY, True)


def test_an_answer_that_is_no_json_stands_by_its_status(far: StandIn) -> None:
    far.answer(201, b"<html>")
    assert TextMessage(account(far)).send(POST).result is Result.ACCEPTED


@pytest.mark.parametrize(
    ("status", "body", "fine"),
    [(200, b'{"status": "active"}', True), (200, b'{"status": "suspended"}', False), (401, b"{}", False)],
)
def test_the_probe_says_whether_the_account_is_taken(
    far: StandIn, status: int, body: bytes, fine: bool
) -> None:
    far.answer(status, body)
    outcome = TextMessage(account(far)).probe()
    assert (outcome.result is Result.ACCEPTED) is fine
    assert far.asked[0].method == "GET"


def test_the_token_is_not_shown() -> None:
    assert "word" not in repr(Account(SID, "word", "+12025550100"))


def test_what_a_status_means() -> None:
    assert meaning("delivered") is meaning("completed") is Heard.ARRIVED
    assert {meaning(each) for each in ("undelivered", "failed", "busy", "no-answer", "canceled")} == {
        Heard.CAME_BACK
    }
    assert meaning("sent") is meaning("ringing") is Heard.UNDER_WAY
    assert meaning("dancing") is None


def test_the_signature_is_that_of_the_published_example() -> None:
    """The example of Twilio's own page on security."""
    values = {
        "CallSid": ["CA1234567890ABCDE"],
        "Caller": ["+14158675309"],
        "Digits": ["1234"],
        "From": ["+14158675309"],
        "To": ["+18005551212"],
    }
    assert (
        signature("https://mycompany.com/myapp.php?foo=1&bar=2", values, "12345")
        == "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    )


forms = st.dictionaries(
    st.text(min_size=1, max_size=12), st.lists(st.text(max_size=20), min_size=1, max_size=2), max_size=5
)
URL = "https://help.example/carriers/twilio/k/"


@given(forms)
def test_t52_what_twilio_signed_is_believed_with_its_port_or_without(form: dict[str, list[str]]) -> None:
    for url in (URL, "https://help.example:443/carriers/twilio/k/"):
        assert is_from_twilio(signature(url, form, "word"), URL, form, token="word")


@given(forms, st.text(max_size=40), st.text(max_size=10))
def test_what_anybody_else_signed_is_not(form: dict[str, list[str]], forged: str, other: str) -> None:
    right = signature(URL, form, "word")
    assert not is_from_twilio("" if forged == right else forged, URL, form, token="word")
    assert not is_from_twilio(right, URL + "x", form, token="word")
    assert not is_from_twilio(right, URL, {**form, "MessageStatus": ["delivered", "forged"]}, token="word")
    assert not is_from_twilio(signature(URL, form, ""), URL, form, token="")
    assert other == "word" or not is_from_twilio(right, URL, form, token=other)


def test_a_post_without_a_page_of_ours_asks_to_be_told_nothing(far: StandIn) -> None:
    TextMessage(account(far)).send(replace(POST, heard_at="", link=""))
    assert far.asked[0].form == {"To": POST.to, "From": "+12025550100", "Body": POST.short}
