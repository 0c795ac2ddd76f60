"""What a monitor may ask, and when what it finds counts: pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.monitors.checks import Check, Dns, Heartbeat, Http, Tcp, Tls
from holdfast.monitors.models import State

RISES: Final = 2
"""So many looks in a row must be well before what was down counts as up."""
AGAIN: Final = timedelta(seconds=20)
"""A change is confirmed by tries that follow this soon, however seldom it is looked at otherwise."""
UNSTEADY_FROM: Final = 3
LATELY: Final = timedelta(hours=1)
STEADY_FOR: Final = timedelta(minutes=10)
"""What went down three times within the hour is up again only when it was well for ten minutes."""

EVERY: Final = (30, 24 * 3600)
WITHIN: Final = (1, 30)
HEARTBEAT_EVERY: Final = (60, 31 * 24 * 3600)
GRACE: Final = (0, 24 * 3600)
TRIES: Final = (1, 10)
_HOST: Final = re.compile(
    r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
)
_IP: Final = re.compile(r"[0-9a-f:.]*:[0-9a-f:.]*")


@dataclass(frozen=True)
class Standing:
    """A state with what contradicts it by now; `turned_at` is since when it is that, if it just became so."""

    state: State
    streak: int = 0
    streak_at: datetime | None = None
    turned_at: datetime | None = None

    def after(self, *, is_ok: bool, at: datetime, tries: int, rises: int, is_unsteady: bool) -> Standing:
        """The standing after one more look."""
        wanted = State.UP if is_ok else State.DOWN
        if wanted == self.state:
            return Standing(self.state)
        streak, began = (self.streak + 1, self.streak_at or at)
        if self.state == State.UNKNOWN and is_ok:
            return Standing(State.UP, turned_at=at)
        is_confirmed = streak >= (rises if is_ok else tries)
        if not is_confirmed or (is_ok and is_unsteady and at - began < STEADY_FOR):
            return Standing(self.state, streak, began)
        return Standing(wanted, turned_at=began)


def require_name(name: str) -> str:
    name = one_line(name, limit=121)
    if not 1 <= len(name) <= 120:
        raise Refused("Give it a name of at most 120 characters.", code="bad_name", field="name")
    return name


def require_check(check: Check) -> Check:
    """The check with its names as they are kept; refused at the field that can't be."""
    match check:
        case Http():
            _require_address(check.address)
            if check.status is not None and not 100 <= check.status <= 599:
                raise Refused("A status is a number from 100 to 599.", code="bad_status", field="status")
            return check
        case Tcp():
            return Tcp(host=_host(check.host), port=_port(check.port))
        case Tls():
            _between(check.days, (1, 365), "days", "Warn between 1 and 365 days ahead.")
            return Tls(host=_host(check.host), port=_port(check.port), days=check.days)
        case Dns():
            server = _host(check.server, field="server") if check.server else ""
            return Dns(
                name=_host(check.name, field="name_asked"),
                record=check.record,
                holds=check.holds.strip(),
                server=server,
                port=_port(check.port),
            )
        case Heartbeat():
            return check


def require_times(check: Check, *, every: int, within: int, tries: int) -> None:
    """How often, how long, how many tries; refused at the field."""
    if isinstance(check, Heartbeat):
        _between(
            every, HEARTBEAT_EVERY, "every", "A heartbeat comes at least once a month, at most once a minute."
        )
        _between(within, GRACE, "within", "It may be at most a day late.")
        return
    _between(every, EVERY, "every", "It is looked at at most twice a minute, at least once a day.")
    _between(within, WITHIN, "within", "A look takes from 1 to 30 seconds.")
    if within > every:
        raise Refused("The time limit is longer than the interval.", code="bad_time", field="within")
    _between(tries, TRIES, "tries", "From 1 to 10 tries.")


def _require_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        fine = (
            re.fullmatch(r"https?://[!-~]{1,1900}", address, re.IGNORECASE)
            and parts.hostname
            and parts.port != 0
            and "@" not in parts.netloc
        )
    except ValueError:
        fine = False
    if not fine:
        raise Refused(
            "Write it like https://status.example.com/alive, without a user or a password.",
            code="bad_address",
            field="address",
        )


def _host(said: str, *, field: str = "host") -> str:
    """A host's name as the DNS has it, or an IP address."""
    name = said.strip().lower().rstrip(".")
    try:
        plain = name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        plain = ""
    if not (_HOST.fullmatch(plain) or _IP.fullmatch(plain)):
        raise Refused("Write a name like mail.example.com.", code="bad_host", field=field)
    return plain


def _port(port: int) -> int:
    _between(port, (1, 65535), "port", "A port is a number from 1 to 65535.")
    return port


def _between(value: int, limits: tuple[int, int], field: str, words: str) -> None:
    if not limits[0] <= value <= limits[1]:
        raise Refused(words, code="out_of_range", field=field)
