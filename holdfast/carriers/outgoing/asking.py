"""Ask one address by HTTP and say honestly how far it came: not given over, given over without an answer, answered."""

from __future__ import annotations

import http.client
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import SplitResult, urlsplit

from holdfast.carriers.outgoing.guard import Inside, Networks, Refused, addresses_of
from holdfast.carriers.outgoing.line import open_line

WITHIN: Final = 15.0
"""Seconds from the name to the last byte read."""
MOST_READ: Final = 64 * 1024
"""Bytes of an answer that are read; what is behind them is left on the line (T65)."""
_LONGEST_WAIT: Final = 24 * 3600.0
_WEB: Final = re.compile(r"https?://[!-~]+", re.IGNORECASE)


class NotGiven(Exception):
    """The other side can't have acted on it: no connection, or the request did not go over whole."""


class MayNotBeGiven(NotGiven):
    """Never to be asked, now or later: no address of the web, or one inside."""


class AnswerLost(Exception):
    """It was given over whole, and no answer that can be understood came back."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """By their names in lower case."""
    body: bytes = b""
    is_cut: bool = False
    """Whether the line broke, or the time was over, before the body ended."""

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    @property
    def again_after(self) -> float | None:
        """The seconds that Retry-After asks for, a day at most; None where it asks for none."""
        said = self.headers.get("retry-after", "").strip()
        if said.isascii() and said.isdigit():
            return min(float(said), _LONGEST_WAIT)
        try:
            span = parsedate_to_datetime(said).timestamp() - time.time()
        except (ValueError, TypeError, OverflowError):
            return None
        return min(max(span, 0.0), _LONGEST_WAIT)


def ask(
    method: str,
    address: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    allows_inside: bool = False,
    allows_plain: bool = False,
    but_for: Networks = (),
    within: float = WITHIN,
    most_read: int = MOST_READ,
) -> Answer:
    """The answer to one request; redirects are answers like others. Raises `NotGiven` or `AnswerLost`.

    `allows_inside` is for addresses that the operator named; with it, as with `allows_plain`, the way may also be
    without TLS. `but_for` names networks inside to which it may lead all the same.
    """
    deadline = time.monotonic() + within
    parts = _read_address(address, allows_plain=allows_plain or allows_inside)
    talk = _connected(parts, deadline, allows_inside=allows_inside, but_for=but_for)
    try:
        _give(talk, method, parts, body, headers or {})
        return _heard(talk, most_read)
    finally:
        talk.close()


def _read_address(address: str, *, allows_plain: bool) -> SplitResult:
    try:
        parts = urlsplit(address)
        fine = _WEB.fullmatch(address) and parts.hostname and parts.port != 0 and not parts.username
    except ValueError:
        fine = False
    if not fine:
        raise MayNotBeGiven("It is no address of the web.")
    if parts.scheme != "https" and not allows_plain:
        raise MayNotBeGiven("It is not asked without TLS (https).")
    return parts


def _connected(
    parts: SplitResult, deadline: float, *, allows_inside: bool, but_for: Networks
) -> http.client.HTTPConnection:
    host, is_tls = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_tls else 80)
    try:
        left = max(0.0, deadline - time.monotonic())
        found = addresses_of(host, port, allows_inside=allows_inside, within=left, but_for=but_for)
        line = open_line(found, tls_name=host if is_tls else "", deadline=deadline)
    except Inside as inside:
        raise MayNotBeGiven(f"{host} {inside}.") from None
    except Refused as refused:
        raise NotGiven(f"{host} {refused}.") from None
    except TimeoutError:
        raise NotGiven(f"{host} did not answer in time.") from None
    except ssl.SSLError as trouble:
        raise NotGiven(f"No safe connection to {host}: {trouble.reason or 'TLS failed'}.") from None
    except OSError as trouble:
        raise NotGiven(f"{host} can't be reached: {type(trouble).__name__}.") from None
    kind = http.client.HTTPSConnection if is_tls else http.client.HTTPConnection
    talk = kind(f"[{host}]" if ":" in host else host, port)
    talk.auto_open = 0
    talk.sock = line
    return talk


def _give(
    talk: http.client.HTTPConnection,
    method: str,
    parts: SplitResult,
    body: bytes,
    headers: Mapping[str, str],
) -> None:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = {"User-Agent": "Holdfast", "Connection": "close", "Accept": "*/*", **headers}
    try:
        talk.request(method, target, body=body or None, headers=sent)
    except (OSError, http.client.HTTPException, ValueError) as trouble:
        raise NotGiven(
            f"The line to {parts.hostname} broke before all was said: {type(trouble).__name__}."
        ) from None


def _heard(talk: http.client.HTTPConnection, most_read: int) -> Answer:
    try:
        answer = talk.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as trouble:
        raise AnswerLost(f"{talk.host} gave no answer: {type(trouble).__name__}.") from None
    try:
        body = answer.read(most_read)
        is_cut = len(body) < most_read and bool(answer.length)
    except (OSError, http.client.HTTPException, ValueError):
        body, is_cut = b"", True  # what it decided was said in the first line
    return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body, is_cut)
