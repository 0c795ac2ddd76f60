"""TCP: a port takes a connection in time."""

from __future__ import annotations

import time
from datetime import datetime

import msgspec

from holdfast.carriers.outgoing.line import open_line
from holdfast.monitors.checks.finding import Reach, Well, at_port, line_to


class Tcp(msgspec.Struct, frozen=True, kw_only=True, tag="tcp", tag_field="kind"):
    """Nothing is said on the line, and nothing read from it."""

    host: str
    port: int

    @property
    def target(self) -> str:
        return at_port(self.host, self.port)

    def look(self, within: float, reach: Reach, now: datetime) -> Well:
        """Raises `Failed`."""
        deadline = time.monotonic() + within
        with line_to(self.target):
            found = reach.addresses_of(self.host, self.port, within)
            open_line(found, tls_name="", deadline=deadline).close()
        return Well("It takes connections.")
