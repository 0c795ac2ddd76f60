"""The relay: each outcome told apart, against a real server."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.carriers.outcome import Result
from holdfast.carriers.relay_address import BadRelay, RelayAddress, Tls, read_relay
from holdfast.carriers.second import WithSecond
from holdfast.carriers.smtp import Relay, as_sent
from tests.mail_sink import MailSink

US, THEM = "support+b1@vendor.example", "mara@client.example"
MAIL = b"From: a@vendor.example\r\nSubject: x\r\n\r\nHello\r\n.\r\nend\r\n"


@pytest.fixture
def sink() -> Iterator[MailSink]:
    with MailSink() as sink:
        yield sink


def relay_to(sink: MailSink, tls: str = "none", **limits: float) -> Relay:
    return Relay(read_relay(sink.url(tls)), **limits)


def test_a_mail_is_accepted_as_it_was_written(sink: MailSink) -> None:
    relay = relay_to(sink)
    assert relay.send(US, THEM, MAIL).result is Result.ACCEPTED
    relay.close()
    (caught,) = sink.mails
    assert (caught.envelope_from, caught.to, caught.raw) == (US, THEM, MAIL)


def test_one_connection_carries_a_batch(sink: MailSink) -> None:
    relay = relay_to(sink)
    for _ in range(5):
        assert relay.send(US, THEM, MAIL).result is Result.ACCEPTED
    relay.close()
    assert sink.connections == 1


@pytest.mark.parametrize(
    ("stage", "answer", "result", "wire_failed"),
    [
        ("rcpt", "450 4.2.0 greylisted", Result.TEMPORARY, False),
        ("rcpt", "550 5.1.1 no such mailbox", Result.PERMANENT, False),
        ("rcpt", "421 4.7.0 closing", Result.TEMPORARY, True),
        ("rcpt", "530 5.7.0 sign in first", Result.TEMPORARY, True),
        ("mail", "550 5.7.1 not from here", Result.TEMPORARY, True),
        ("mail", "552 5.3.4 too big", Result.PERMANENT, False),
        ("end", "451 4.3.0 try later", Result.TEMPORARY, False),
        ("end", "554 5.6.0 spam", Result.PERMANENT, False),
        ("end", "354 what else", Result.UNKNOWN, False),
        ("end", "Hello there", Result.UNKNOWN, False),
    ],
)
def test_t58_each_refusal_has_its_own_outcome(
    sink: MailSink, stage: str, answer: str, result: Result, wire_failed: bool
) -> None:
    sink.answer(stage, answer)
    outcome = relay_to(sink).send(US, THEM, MAIL)
    assert (outcome.result, outcome.wire_failed) == (result, wire_failed)
    assert answer[:3] in outcome.reason or answer.startswith("421") or result is Result.UNKNOWN
    assert sink.mails == []


@pytest.mark.parametrize("answer", ["200 fine", "251 2.1.5 handed on"])
def test_t58_any_yes_at_the_end_is_a_yes(sink: MailSink, answer: str) -> None:
    sink.answer("end", answer)
    assert relay_to(sink).send(US, THEM, MAIL).result is Result.ACCEPTED


def test_t58_a_refused_recipient_leaves_the_next_alone(sink: MailSink) -> None:
    sink.answer("rcpt", "550 5.1.1 nobody", to="gone@client.example")
    relay = relay_to(sink)
    assert relay.send(US, "gone@client.example", MAIL).result is Result.PERMANENT
    assert relay.send(US, THEM, MAIL).result is Result.ACCEPTED
    relay.close()
    assert sink.connections == 1


def test_t58_a_line_that_breaks_after_the_mail_was_given_is_unknown(sink: MailSink) -> None:
    sink.drop_after_data(keep=True)
    assert relay_to(sink).send(US, THEM, MAIL).result is Result.UNKNOWN
    assert len(sink.mails) == 1


def test_t58_a_tarpit_is_left_in_time(sink: MailSink) -> None:
    sink.slow = 1.0
    assert relay_to(sink, accept_within=0.1).send(US, THEM, MAIL).result is Result.UNKNOWN


def test_an_idle_connection_that_was_closed_is_opened_again(sink: MailSink) -> None:
    relay = relay_to(sink)
    relay.send(US, THEM, MAIL)
    sink.answer("mail", "421 4.4.2 idle for too long", times=1)
    assert relay.send(US, THEM, MAIL).result is Result.ACCEPTED
    relay.close()
    assert sink.connections == 2


def test_nobody_there_is_temporary_and_not_about_the_recipient() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        outcome = Relay(RelayAddress("127.0.0.1", taken.getsockname()[1], Tls.NONE)).send(US, THEM, MAIL)
    assert (outcome.result, outcome.wire_failed) == (Result.TEMPORARY, True)


def test_the_second_relay_takes_over_while_the_first_fails(sink: MailSink) -> None:
    with MailSink() as first:
        first.answer("mail", "451 4.3.2 out of order")
        both = WithSecond(relay_to(first), relay_to(sink))
        assert [both.send(US, THEM, MAIL).result for _ in range(3)] == [Result.ACCEPTED] * 3
        both.close()
        assert (len(first.mails), len(sink.mails), first.connections) == (0, 3, 1)


def test_a_refusal_of_the_recipient_is_no_reason_to_ask_the_second_relay(sink: MailSink) -> None:
    with MailSink() as first:
        first.answer("rcpt", "550 5.1.1 nobody")
        both = WithSecond(relay_to(first), relay_to(sink))
        assert both.send(US, THEM, MAIL).result is Result.PERMANENT
        both.close()
    assert sink.mails == []


def test_wide_addresses_go_only_where_the_relay_carries_them(sink: MailSink) -> None:
    relay = relay_to(sink)
    assert relay.send(US, "jörg@client.example", MAIL).result is Result.ACCEPTED
    assert relay.send(US, THEM, MAIL).result is Result.ACCEPTED
    relay.close()
    with MailSink(knows_smtputf8=False) as narrow:
        outcome = relay_to(narrow).send(US, "jörg@client.example", MAIL)
    assert outcome.result is Result.PERMANENT
    assert "SMTPUTF8" in outcome.reason


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A server's context with a certificate that nobody vouches for."""
    folder: Path = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    made = (
        f"openssl req -x509 -newkey rsa:2048 -nodes -keyout {key} -out {cert} -days 2 -subj /CN=relay.example"
    )
    subprocess.run(made.split(), check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context


def test_tls_is_used_when_offered_and_proven_when_asked_for(certificate: ssl.SSLContext) -> None:
    with MailSink(tls=certificate) as sink:
        offered = relay_to(sink, "when-offered")
        assert offered.send(US, THEM, MAIL).result is Result.ACCEPTED
        offered.close()
        outcome = relay_to(sink, "starttls").send(US, THEM, MAIL)
        assert (outcome.result, outcome.wire_failed) == (Result.TEMPORARY, True)
        assert "safe connection" in outcome.reason
    with MailSink() as plain:
        assert relay_to(plain, "starttls").send(US, THEM, MAIL).wire_failed
        assert plain.mails == []


def test_relay_addresses_are_read() -> None:
    assert read_relay("smtp://mail.example") == RelayAddress("mail.example", 25, Tls.WHEN_OFFERED)
    assert read_relay("smtps://u%40x:p%3Aw@mail.example") == RelayAddress(
        "mail.example", 465, Tls.IMPLICIT, "u@x", "p:w"
    )
    assert read_relay("smtp://u:p@mail.example").tls is Tls.STARTTLS
    assert read_relay("smtp://u:p@[::1]:2525?tls=none") == RelayAddress("::1", 2525, Tls.NONE, "u", "p")
    assert "secret" not in repr(read_relay("smtp://u:secret@mail.example"))


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtp://", "smtp://h:x", "smtp://h?tls=yes"]
)
def test_what_is_no_relay_is_refused_in_words(url: str) -> None:
    with pytest.raises(BadRelay):
        read_relay(url)


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_t30_no_mail_can_end_itself_early(message: bytes) -> None:
    sent = as_sent(message)
    assert sent.endswith(b"\r\n.\r\n")
    assert b"\r\n.\r\n" not in sent[:-2]
    assert b"\n" not in sent.replace(b"\r\n", b"")
    assert b"\r" not in sent.replace(b"\r\n", b"")
