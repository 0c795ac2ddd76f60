"""Where a relay is, and how it is spoken to: the URL of HOLDFAST_RELAY, read once and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit


class Tls(StrEnum):
    WHEN_OFFERED = "when-offered"
    """STARTTLS if the relay offers it, with any certificate, as mail servers do; refused with a password."""
    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    NONE = "none"


class BadRelay(ValueError):
    """A relay address that can't be understood; its text says what is wrong, and never holds the password."""


@dataclass(frozen=True)
class RelayAddress:
    host: str
    port: int
    tls: Tls
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def verifies(self) -> bool:
        """Whether the relay must prove its name: always where TLS was asked for or a password is sent."""
        return self.tls in (Tls.STARTTLS, Tls.IMPLICIT) or bool(self.user)

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


_HOST = re.compile(r"[\w.:-]+")
_PORTS = {Tls.IMPLICIT: 465, Tls.STARTTLS: 587, Tls.WHEN_OFFERED: 25, Tls.NONE: 25}


def read_relay(url: str) -> RelayAddress:
    """The relay named by `smtp://user:password@host:port?tls=starttls|none|implicit`, or `smtps://…`.

    Raises `BadRelay`. User and password are percent-encoded where they hold `@`, `:` or `/` (RFC 3986).
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadRelay(
            "The relay's address is no URL such as smtp://mail.example:587?tls=starttls."
        ) from None
    if parts.scheme not in ("smtp", "smtps"):
        raise BadRelay("A relay's address begins with smtp:// or smtps://.")
    host = parts.hostname or ""
    if not _HOST.fullmatch(host):
        raise BadRelay("The relay's address names no host.")
    asked = parse_qs(parts.query).get("tls", ["implicit" if parts.scheme == "smtps" else "when-offered"])[-1]
    try:
        tls = Tls(asked)
    except ValueError:
        raise BadRelay(f"tls={asked!r} is none of starttls, implicit, none.") from None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if user and tls is Tls.WHEN_OFFERED:
        tls = Tls.STARTTLS  # a password never travels in the open by accident
    return RelayAddress(host, port or _PORTS[tls], tls, user, password)
