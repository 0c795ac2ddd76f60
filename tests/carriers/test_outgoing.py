"""All HTTP that goes out: never inside, no redirect followed, an end to everything, and honest about how far it came."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.carriers.outgoing.asking import Answer, AnswerLost, MayNotBeGiven, NotGiven, ask
from holdfast.carriers.outgoing.guard import is_public
from tests.web_stand_in import StandIn

INSIDE = [
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "0.0.0.0/8",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "198.18.0.0/15",
]
inside = st.sampled_from(INSIDE).flatmap(lambda network: st.ip_addresses(network=network))
"""IPv4 addresses that are not of the public internet."""
WRAPPED = {"mapped": "::ffff:0:0", "nat64": "64:ff9b::", "compatible": "::", "6to4": "2002::"}


@pytest.fixture
def far() -> Iterator[StandIn]:
    with StandIn() as far:
        yield far


def wrapped(ip: ipaddress.IPv4Address, how: str) -> str:
    shift = 80 if how == "6to4" else 0
    return str(ipaddress.IPv6Address(int(ipaddress.IPv6Address(WRAPPED[how])) | int(ip) << shift))


@given(inside, st.sampled_from(sorted(WRAPPED)))
def test_t52_no_address_inside_is_public_whatever_it_is_wrapped_in(
    ip: ipaddress.IPv4Address, how: str
) -> None:
    assert not is_public(str(ip))
    assert not is_public(wrapped(ip, how))


@given(st.ip_addresses(v=6))
def test_t52_an_ipv6_address_that_python_calls_private_is_never_public(ip: ipaddress.IPv6Address) -> None:
    if ip.is_private or ip.is_multicast or ip.is_link_local or ip.is_loopback or ip.is_site_local:
        assert not is_public(str(ip))


@pytest.mark.parametrize(
    "address", ["fec0::1", "fd00::1", "fe80::1%lo", "::", "::1", "64:ff9b:1::a00:1", "ff02::1"]
)
def test_t52_addresses_of_a_site_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


def spellings(ip: ipaddress.IPv4Address) -> list[str]:
    a, b, c, d = ip.packed
    return [
        str(int(ip)),
        hex(int(ip)),
        f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
        f"{a}.{b << 16 | c << 8 | d}",
        f"[{wrapped(ip, 'mapped')}]",
        f"[{wrapped(ip, 'nat64')}]",
    ]


@given(inside, st.integers(0, 5))
def test_t52_however_an_address_inside_is_spelled_it_is_refused(
    ip: ipaddress.IPv4Address, which: int
) -> None:
    with pytest.raises(NotGiven):
        ask("GET", f"https://{spellings(ip)[which]}/latest/meta-data/", within=2)


def answers(*given_addresses: str) -> list[tuple[object, ...]]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in given_addresses]


def test_t52_a_name_that_leads_inside_is_refused_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers("8.8.8.8", "10.1.2.3"))
    with pytest.raises(MayNotBeGiven, match="not public"):
        ask("GET", "https://rebinding.example/")


def test_t52_a_name_is_resolved_once_and_connected_to_as_judged(
    monkeypatch: pytest.MonkeyPatch, far: StandIn
) -> None:
    asked: list[str] = []

    def once(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", far.port))]

    monkeypatch.setattr(socket, "getaddrinfo", once)
    ask("GET", f"http://rebinding.example:{far.port}/here", allows_inside=True)
    assert asked == ["rebinding.example"]
    assert far.asked[0].headers["host"] == f"rebinding.example:{far.port}"


@pytest.mark.parametrize(
    "address",
    [
        "ftp://files.example/",
        "https://user:word@hooks.example/",
        "https:///nowhere",
        "https://hooks.example:0/",
        "https://hooks.example/a b",
        "https://hooks.example/\r\nX: y",
        "file:///etc/passwd",
        "https://[::1",
        "",
    ],
)
def test_t52_what_is_no_address_of_the_web_is_not_asked(address: str) -> None:
    with pytest.raises(MayNotBeGiven):
        ask("GET", address, allows_inside=True)


def test_t52_without_tls_nothing_goes_out(far: StandIn) -> None:
    with pytest.raises(MayNotBeGiven, match="without TLS"):
        ask("GET", far.url)
    assert far.asked == []


def test_t52_a_redirect_is_an_answer_and_is_not_followed(far: StandIn) -> None:
    with StandIn() as inner:
        far.answer(302, headers={"Location": f"{inner.url}/secret"})
        assert ask("POST", far.url, body=b"x", allows_inside=True).status == 302
        assert inner.asked == []


def test_t65_of_a_long_answer_64_kb_are_read(far: StandIn) -> None:
    far.answer(200, b"x" * 10_000_000)
    assert len(ask("GET", far.url, allows_inside=True).body) == 64 * 1024


def test_t65_a_slow_drip_ends_at_the_deadline(far: StandIn) -> None:
    far.behave(far.drip)
    began = time.monotonic()
    with pytest.raises(AnswerLost):
        ask("GET", far.url, allows_inside=True, within=0.5)
    assert time.monotonic() - began < 3


def test_one_that_hangs_has_lost_the_answer(far: StandIn) -> None:
    far.behave(far.hang)
    with pytest.raises(AnswerLost):
        ask("POST", far.url, body=b"x", allows_inside=True, within=0.3)


def test_one_that_hangs_up_has_lost_the_answer(far: StandIn) -> None:
    far.behave(lambda line: line.close())
    with pytest.raises(AnswerLost):
        ask("POST", far.url, body=b"x", allows_inside=True)


def test_garbage_has_lost_the_answer(far: StandIn) -> None:
    far.behave(lambda line: line.sendall(b"\x00\xff garbage\r\n\r\n"))
    with pytest.raises(AnswerLost):
        ask("POST", far.url, body=b"x", allows_inside=True)


def test_an_answer_cut_off_in_its_body_stands_by_its_status(far: StandIn) -> None:
    far.behave(lambda line: line.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{"))
    assert ask("POST", far.url, body=b"x", allows_inside=True).status == 201


def test_one_that_is_down_was_not_given_it() -> None:
    with StandIn() as gone:
        address = gone.url
    with pytest.raises(NotGiven, match="can't be reached"):
        ask("POST", address, body=b"x", allows_inside=True)


def test_a_name_that_is_not_resolved_in_time_was_not_given_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import Event

    never = Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: never.wait(20) and [])
    with pytest.raises(NotGiven, match="in time"):
        ask("GET", "https://slow.example/", within=0.2)
    never.set()


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("120", 120.0), ("0", 0.0), ("999999999", 86400.0), ("soon", None), ("-5", None), ("", None)],
)
def test_retry_after_is_read_and_bounded(said: str, seconds: float | None) -> None:
    assert Answer(429, {"retry-after": said}).again_after == seconds


def test_retry_after_may_be_an_instant() -> None:
    past = Answer(503, {"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"})
    assert past.again_after == 0.0
