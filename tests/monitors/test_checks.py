"""What a look finds, against real servers: well, wrong in every way, and an end to each by its time limit."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from holdfast.carriers.outgoing.guard import read_networks
from holdfast.carriers.outgoing.line import _context
from holdfast.monitors.checks import Dns, Http, Reach, Tcp, Tls, kept, read_check
from holdfast.monitors.checks.finding import Failed, Well
from holdfast.monitors.checks.http import MOST_READ
from tests.monitors.stand_ins import certificate, closed_port, name_server, record, tls_server
from tests.web_stand_in import StandIn

LOOPBACK = Reach(read_networks("127.0.0.0/8, ::1/128"))
NOBODY = Reach()


def looked(check: Http | Tcp | Dns | Tls, reach: Reach = LOOPBACK, within: float = 5.0) -> Well:
    return check.look(within, reach, datetime.now(UTC))


def trouble(check: Http | Tcp | Dns | Tls, reach: Reach = LOOPBACK, within: float = 5.0) -> str:
    began = time.monotonic()
    with pytest.raises(Failed) as failed:
        looked(check, reach, within)
    assert time.monotonic() - began < within + 1
    return str(failed.value)


@pytest.fixture
def far() -> Iterator[StandIn]:
    with StandIn() as far:
        yield far


def test_a_page_is_well_when_it_answers_with_its_status_and_words(far: StandIn) -> None:
    far.answer(200, b"<p>All systems go</p>")
    assert looked(Http(address=f"{far.url}/alive")).words == "It answers 200."
    assert looked(Http(address=far.url, words="systems go")).words == "It answers 200, with the words."
    assert trouble(Http(address=far.url, words="not there")) == "It answers 200, without “not there”."
    far.answer(503)
    assert trouble(Http(address=far.url)) == "It answers 503; 200 to 299 is expected."
    assert looked(Http(address=far.url, status=503)).words == "It answers 503."


def test_a_page_that_hangs_drips_or_never_ends_is_over_at_its_time_limit(far: StandIn) -> None:
    far.behave(far.hang, times=1)
    assert "gave no answer" in trouble(Http(address=far.url), within=0.1)
    far.behave(far.drip, times=1)
    assert "gave no answer" in trouble(Http(address=far.url), within=0.15)

    def never_ends(line: object) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf")  # type: ignore[attr-defined]
        far.hang(line)  # type: ignore[arg-type]

    far.behave(never_ends)
    assert trouble(Http(address=far.url), within=0.1) == "The answer did not come to its end in time."


def test_of_a_huge_answer_the_first_megabyte_is_read(far: StandIn) -> None:
    far.answer(200, b"here" + b"x" * (10 * 1024 * 1024) + b"there")
    assert looked(Http(address=far.url, words="here")).words.startswith("It answers 200")
    assert "without “there”" in trouble(Http(address=far.url, words="there"))
    assert MOST_READ == 1024 * 1024


def test_t52_a_look_leads_nowhere_inside_by_name_by_number_or_by_a_redirect(far: StandIn) -> None:
    for host in ("127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"):
        assert "not public" in trouble(Http(address=f"http://{host}:{far.port}/"), NOBODY)
    assert "not public" in trouble(Tcp(host="localhost", port=far.port), NOBODY)
    assert "not public" in trouble(Tls(host="localhost", port=far.port), NOBODY)
    assert "not public" in trouble(Dns(name="a.example", server="127.0.0.1", port=far.port), NOBODY)
    elsewhere = Reach(read_networks("10.0.0.0/8"))
    assert "not public" in trouble(Http(address=far.url), elsewhere)
    assert far.asked == []
    far.answer(302, headers={"Location": "http://169.254.169.254/latest/"})
    said = trouble(Http(address=far.url))
    assert said == "It answers 302 to http://169.254.169.254/latest/; 200 to 299 is expected."
    assert len(far.asked) == 1


def test_a_port_takes_connections_or_refuses_them(far: StandIn) -> None:
    assert looked(Tcp(host="127.0.0.1", port=far.port)).words == "It takes connections."
    port = closed_port()
    assert trouble(Tcp(host="127.0.0.1", port=port)) == f"127.0.0.1:{port} refuses the connection."
    assert "can't be resolved" in trouble(Tcp(host="nobody.invalid", port=25))


def test_a_certificate_is_well_ends_soon_has_ended_or_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, ended = certificate(tmp_path, days=10), certificate(tmp_path, days=-1)
    both = tmp_path / "both.pem"
    both.write_bytes(good.read_bytes() + ended.read_bytes())
    with tls_server(good) as port:
        assert "self-signed certificate" in trouble(Tls(host="localhost", port=port))
    monkeypatch.setenv("SSL_CERT_FILE", str(both))
    _context.cache_clear()
    try:
        with tls_server(good) as port:
            assert looked(Tls(host="localhost", port=port, days=9)).warning == ""
            near = looked(Tls(host="localhost", port=port, days=11))
            assert near.words.startswith("The certificate is good until ")
            assert near.warning.startswith(f"The certificate of localhost:{port} ends on ")
            assert "not believed: IP address mismatch" in trouble(Tls(host="127.0.0.1", port=port))
        with tls_server(ended) as port:
            assert trouble(Tls(host="localhost", port=port)).endswith("certificate has expired.")
    finally:
        _context.cache_clear()


def test_what_speaks_no_tls_has_no_safe_connection(far: StandIn) -> None:
    assert "No safe connection" in trouble(Tls(host="localhost", port=far.port))


def test_a_name_has_the_records_that_it_should() -> None:
    with name_server(record(1, bytes([192, 0, 2, 7]))) as port:
        here = {"name": "status.example", "server": "127.0.0.1", "port": port}
        assert looked(Dns(**here)).words == "It answers 192.0.2.7."
        assert looked(Dns(**here, holds="192.0.2.7")).words == "It answers 192.0.2.7."
        assert trouble(Dns(**here, holds="192.0.2.8")) == "It answers 192.0.2.7, without “192.0.2.8”."
        assert trouble(Dns(**here, record="MX")) == "status.example has no MX record."
    mail = record(15, b"\0\x0a\4mail\xc0\x0c")
    with name_server(mail) as port:
        answer = looked(
            Dns(name="a.example", record="MX", server="127.0.0.1", port=port, holds="10 mail.A.example.")
        )
        assert answer.words == "It answers 10 mail.a.example."
    with name_server(b"", count=0, flags=0x8183) as port:
        said = trouble(Dns(name="a.example", server="127.0.0.1", port=port))
        assert said == "The name server says of a.example: no such name."


def test_what_is_too_long_for_a_packet_is_asked_for_by_tcp() -> None:
    text = record(16, b"\x05v=one")
    with name_server(b"", count=1, flags=0x8380, tcp=text) as port:
        asked = Dns(name="a.example", record="TXT", server="127.0.0.1", port=port)
        assert looked(asked).words == "It answers v=one."


@pytest.mark.parametrize(
    "records",
    [
        b"\xc0\xff" + bytes(12),  # a name that points forward
        b"\xc0\x1b" + bytes(12),  # at itself
        record(1, bytes(4))[:-2],  # cut off
        record(1, bytes(5)),  # no address has five bytes
        b"\x3fabc",
    ],
)
def test_an_answer_that_lies_is_not_read(records: bytes) -> None:
    with name_server(records) as port:
        said = trouble(Dns(name="a.example", server="127.0.0.1", port=port))
        assert said == "The name server’s answer can't be read."


def test_a_name_server_that_is_not_there_or_says_nothing_is_not_waited_for() -> None:
    gone = Dns(name="a.example", server="127.0.0.1", port=closed_port())
    assert "refuses the connection" in trouble(gone)
    with StandIn() as silent:  # it listens by TCP alone; the port of UDP is another's
        assert trouble(Dns(name="a.example", server="127.0.0.1", port=silent.port), within=0.2)


def test_a_check_is_kept_as_it_was_said() -> None:
    for check in (
        Http(address="https://a.example/", status=204),
        Tcp(host="a.example", port=25),
        Tls(host="a.example"),
    ):
        assert read_check(kept(check)) == check


def test_without_a_server_of_its_own_a_name_is_asked_of_the_machine_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conf = tmp_path / "resolv.conf"
    conf.write_text("# ours\nsearch example\nnameserver 127.0.0.2\nnameserver 127.0.0.1\n")
    monkeypatch.setattr("holdfast.monitors.checks.dns._CONF", str(conf))
    with name_server(record(28, bytes(15) + b"\1")) as port:
        asked = Dns(name="a.example", record="AAAA", port=port)
        assert looked(asked, NOBODY).words == "It answers ::1."
