"""The certificate with which the mail door offers TLS (STARTTLS, RFC 3207), read again when it was renewed."""

from __future__ import annotations

import logging
import ssl
from dataclasses import dataclass, field
from pathlib import Path

log = logging.getLogger(__name__)


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
        return ""
