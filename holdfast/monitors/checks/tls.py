"""TLS: the certificate of a server is believed, for its name, and does not end soon."""

from __future__ import annotations

import ssl
import time
from datetime import UTC, datetime, timedelta

import msgspec

from holdfast.carriers.outgoing.line import open_line
from holdfast.monitors.checks.finding import Failed, Reach, Well, at_port, line_to


class Tls(msgspec.Struct, frozen=True, kw_only=True, tag="tls", tag_field="kind"):
    """That one ends within `days` is a warning; one that has ended is down."""

    host: str
    port: int = 443
    days: int = 21

    @property
    def target(self) -> str:
        return at_port(self.host, self.port)

    def look(self, within: float, reach: Reach, now: datetime) -> Well:
        """Raises `Failed`."""
        ends_at = self._ends_at(within, reach)
        is_near = ends_at - now <= timedelta(days=self.days)
        day = f"{ends_at.day} {ends_at:%B %Y}"
        return Well(
            f"The certificate is good until {day}.",
            f"The certificate of {self.target} ends on {day}, {ends_at:%H:%M} UTC." if is_near else "",
        )

    def _ends_at(self, within: float, reach: Reach) -> datetime:
        """The instant until which the certificate is good; raises `Failed` of one that is not believed."""
        deadline = time.monotonic() + within
        with line_to(self.target):
            found = reach.addresses_of(self.host, self.port, within)
            try:
                line = open_line(found, tls_name=self.host, deadline=deadline)
            except ssl.SSLCertVerificationError as trouble:
                raise Failed(f"The certificate is not believed: {trouble.verify_message}.") from None
            except ssl.SSLError as trouble:
                raise Failed(f"No safe connection: {trouble.reason or 'TLS failed'}.") from None
        with line:
            certificate = line.getpeercert() if isinstance(line, ssl.SSLSocket) else None
        ends = (certificate or {}).get("notAfter")
        if not isinstance(ends, str):
            raise Failed("The certificate does not say when it ends.")
        return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC)
