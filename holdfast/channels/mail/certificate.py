"""The certificate with which the mail door offers TLS (STARTTLS, RFC 3207), read again when it was renewed."""

from __future__ import annotations

import logging
import re
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

_FIRST: Final = re.compile("-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_VERSION: Final = 0xA0
_SHORT_YEAR: Final = 0x17  # UTCTime; anything else is a GeneralizedTime


@dataclass
class Certificate:
    """The files of a certificate with its chain, and of its key; either empty: TLS is not offered."""

    chain: str
    key: str
    _context: ssl.SSLContext | None = None
    _as_of: tuple[int, int] | None = field(default=None, compare=False)

    def context(self) -> ssl.SSLContext | None:
        """What a new session offers; None where nothing can be offered.

        Files that can't be used leave the door open, with what was read of them before, or without TLS: mail in the
        clear is what most servers send anyway, and none at all would be worse. `holdfast check` says so.
        """
        if not (self.chain and self.key):
            return None
        try:
            as_of = (Path(self.chain).stat().st_mtime_ns, Path(self.key).stat().st_mtime_ns)
            if as_of != self._as_of:
                self._as_of = as_of
                self._context = self.read()
        except OSError as trouble:  # ssl.SSLError is one
            log.error("The certificate of the mail door can't be used: %s", trouble)
        return self._context

    def read(self) -> ssl.SSLContext:
        """A context of the files as they are now; raises OSError or ssl.SSLError."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.chain, self.key)
        return context

    def trouble(self) -> str:
        """What is wrong with them, in words; empty when nothing is, or none is named."""
        if not self.chain and not self.key:
            return ""
        if not (self.chain and self.key):
            return "HOLDFAST_MAIL_TLS_CERT and HOLDFAST_MAIL_TLS_KEY go together; one of them is missing."
        try:
            self.read()
        except OSError as trouble:
            return f"TLS can't be offered: {trouble}."
        ended = end_of(Path(self.chain).read_text("ascii", "replace"))
        if ended is not None and ended <= datetime.now(UTC):
            return f"The certificate of the mail door ran out on {ended:%Y-%m-%d %H:%M} UTC; renew it."
        return ""


def end_of(chain: str) -> datetime | None:
    """When the first certificate of a PEM file runs out, which Python's own `ssl` tells nobody; None when it can't be read.

    Its end is the second instant of the fifth element: serial, algorithm, issuer, validity (RFC 5280 §4.1), behind a
    version that all but the oldest have.
    """
    found = _FIRST.search(chain)
    try:
        der = ssl.PEM_cert_to_DER_cert(found[0]) if found else b""
        at, _ = _inside(der, _inside(der, 0)[0])
        if der[at] == _VERSION:
            at = _inside(der, at)[1]
        for _ in range(3):
            at = _inside(der, at)[1]
        second = _inside(der, _inside(der, at)[0])[1]
        start, end = _inside(der, second)
        form = "%y%m%d%H%M%SZ" if der[second] == _SHORT_YEAR else "%Y%m%d%H%M%SZ"
        return datetime.strptime(der[start:end].decode("ascii"), form).replace(tzinfo=UTC)
    except (ValueError, IndexError):
        return None


def _inside(der: bytes, at: int) -> tuple[int, int]:
    """Where the content of the element there begins, and where it ends."""
    length, start = der[at + 1], at + 2
    if length > 0x80:
        start += length & 0x7F
        length = int.from_bytes(der[at + 2 : start])
    return start, start + length
