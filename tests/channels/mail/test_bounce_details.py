# ruff: noqa: E501
"""Whom a failure notice names, with what code, and which mail it is about (T20, T31)."""

import pytest

from holdfast.channels.mail.reading.message import BounceDetails, read_message

_RETURNED = "Return-Path: <support@vendor.example>\nReceived: from app.vendor.example\nMessage-ID: <n.77ab@vendor.example>\nFrom: Support <support@vendor.example>\nTo: gone@client.example\nCc: other@client.example\nSubject: Ticket 412\n\nHello\n"


def _read(body: str, *, sender: str = "MAILER-DAEMON@mx.client.example", fields: str = "") -> BounceDetails:
    head = f"Return-Path: <>\nFrom: {sender}\nTo: support@vendor.example\nSubject: Returned mail\n{fields}\n"
    found = read_message((head + body).encode()).delivery
    assert found is not None
    assert found.outcome == "failed"
    return found


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (f"   ----- The following addresses had permanent fatal errors -----\n<gone@client.example>\n    (reason: 552 5.2.2 Over quota)\n\n   ----- Message header follows -----\n\n{_RETURNED}", ["gone@client.example"]),
        (f"Your message\n\n  Subject: Ticket 412\n\ndid not reach the following recipient(s):\n\nSMTP=gone@client.example on Mon, 5 Jan 2026\n    unknown user\n\n{_RETURNED}", ["gone@client.example"]),
        ("收件人邮件地址（gone@client.example）不存在，邮件无法送达。host mx3 said: 550 Mailbox not found\n", ["gone@client.example"]),
        (f"The following address is unknown: 'gone@client.example'\n\n{_RETURNED}", ["gone@client.example"]),
        ("gone@client.example...User unknown\nmx.client.example rejected your message\n", ["gone@client.example"]),
        ("The mail was not delivered to <gone@client.example>. Questions: MAILER-DAEMON@mx.client.example, mailmaster@mx.client.example\n", ["gone@client.example", "mailmaster@mx.client.example"]),
        (f"Delivery failed: unknown user.\n\n{_RETURNED}", ["support@vendor.example", "n.77ab@vendor.example", "gone@client.example", "other@client.example"]),
    ],
)  # fmt: skip
def test_t20_the_addresses_are_those_of_the_notice_and_not_of_the_mail_that_it_returns(
    body: str, wanted: list[str]
) -> None:
    assert _read(body).recipients == wanted


def test_t20_its_own_header_names_the_recipients_before_any_words() -> None:
    found = _read(
        "unknown user: someone@else.example\n",
        fields="X-Failed-Recipients: gone@client.example,\n away@client.example\n",
    )
    assert found.recipients == ["gone@client.example", "away@client.example"]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("550 5.1.1 unknown user", "5.1.1"),
        ("550-5.7.1 refused", "5.7.1"),
        ("no mailbox here by that name. (#5.1.1)", "5.1.1"),
        ("552 #5.2.2 over quota", "5.2.2"),
        ("server 10.5.1.1 said: unknown user", None),
    ],
)
def test_the_status_code_is_told_where_the_quoted_refusal_has_one(words: str, status: str | None) -> None:
    assert (
        _read(f"I'm afraid I wasn't able to deliver your message.\n<gone@client.example>:\n{words}\n").status
        == status
    )


def test_a_filter_that_refused_a_mail_names_it_and_its_recipient() -> None:
    found = _read(
        "--b\nContent-Type: text/plain\n\nYour message was automatically rejected by Sieve.\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; gone@client.example\nOriginal-Message-ID: <n.77ab@vendor.example>\nDisposition: automatic-action/MDN-sent-automatically; deleted\n--b--\n",
        fields="Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n",
    )
    assert (found.recipients, found.original_message_id) == (
        ["gone@client.example"],
        "<n.77ab@vendor.example>",
    )


def test_t20_an_address_with_letters_beyond_ascii_is_read_as_a_status_writes_it() -> None:
    status = "Final-Recipient: utf-8; gr\\x{FC}n@client.example\nAction: failed\nStatus: 5.1.1\n"
    body = f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.client.example\n\n{status}\n--b--\n"
    kind = "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n"
    assert _read(body, fields=kind).recipients == ["grün@client.example"]
