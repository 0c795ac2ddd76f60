"""The door for mail servers: SMTP and LMTP that take only mail for us, and say yes only to what is stored (T59).

The protocol is aiosmtpd's. Its end of data is CRLF dot CRLF and nothing else, so that no second mail can be smuggled
in behind a bare line feed (T30; a test holds it). We never relay, never bounce, and never answer before the commit.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection

from holdfast.channels.mail.certificate import Certificate
from holdfast.channels.mail.group_commit import GroupWriter
from holdfast.channels.mail.our_addresses import Known, KnownVendor, is_ours
from holdfast.channels.mail.storing import LARGEST_MAIL, Arrival

log = logging.getLogger(__name__)
logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd's own: it would log every address

MOST_SESSIONS: Final = 200
MOST_RECIPIENTS: Final = 100
LONGEST_LINE: Final = 1024 * 1024
"""Bytes; programs that write their HTML on one line are many, and the standard's 998 would turn them away."""
IDLE_FOR: Final = 300.0
TAKEN_WITHIN: Final = 3600.0
"""Seconds for one mail over a slow line; who gives it byte by byte would hold a session for ever."""
STORED_WITHIN: Final = 60.0
"""Seconds after which a sender hears 'not now'; should it be stored all the same, the second copy is none."""
_TRY_AGAIN_AFTER: Final = 5.0
_LONGEST_COMMAND: Final = 2048

_NAMES: Final = [name for name in dir(LMTP) if name.startswith("smtp_") and name != "smtp_AUTH"]

_OK = "250 2.0.0 Kept."
_NOT_NOW = "451 4.3.0 We can't keep it at the moment. Please try again."
_NOT_SET_UP = "451 4.3.0 Support is not set up yet. Please try again later."
_NOT_OURS = "550 5.1.1 Nobody is reached here under this address."
_TOO_MANY_RECIPIENTS = "452 4.5.3 Too many recipients for one mail."
_BUSY = b"421 4.3.2 Too many connections. Please try again.\r\n"


def serve(
    stop: threading.Event,
    *,
    host: str,
    port: int,
    lmtp_port: int = 0,
    certificate: Certificate | None = None,
) -> None:
    """Take mail until told to stop; runs in the calling thread. `lmtp_port` 0: no LMTP.

    With a certificate STARTTLS is offered and never demanded: a sender who can't would keep the mail (RFC 3207 §4).

    A port that another process holds is tried again every few seconds: of several workers one has the door, and when
    it ends the next one takes it. It is never shared (SO_REUSEPORT), or two installations could share it by mistake.
    """
    asyncio.run(_Door(host, port, lmtp_port, certificate).stand_open(stop))


class _Door:
    def __init__(self, host: str, port: int, lmtp_port: int, certificate: Certificate | None) -> None:
        self.host = host
        self.certificate = certificate
        self.ports = {"smtp": port} | ({"lmtp": lmtp_port} if lmtp_port else {})
        self.writer = GroupWriter()
        self.vendor = KnownVendor()
        self.asking = ThreadPoolExecutor(1, thread_name_prefix="mail-vendor")
        self.sessions: set[_OurSession] = set()

    async def stand_open(self, stop: threading.Event) -> None:
        loop = asyncio.get_running_loop()
        self.writer.start()
        servers: dict[str, asyncio.Server] = {}
        said: set[str] = set()
        next_try = 0.0
        try:
            while not stop.is_set():
                if len(servers) < len(self.ports) and loop.time() >= next_try:
                    await self._listen(servers, said)
                    next_try = loop.time() + _TRY_AGAIN_AFTER
                await asyncio.sleep(0.1)
        finally:
            for server in servers.values():
                server.close()
            await self._let_sessions_end()
            self.writer.stop()
            self.asking.shutdown()
            await asyncio.to_thread(self.writer.join, 5)

    async def _listen(self, servers: dict[str, asyncio.Server], said: set[str]) -> None:
        for door, port in self.ports.items():
            if door in servers:
                continue
            try:
                servers[door] = await asyncio.get_running_loop().create_server(
                    partial(self._session, door), self.host, port, backlog=512
                )
                log.info("Taking mail (%s) on %s port %s.", door.upper(), self.host, port)
            except OSError as trouble:
                if trouble.errno != errno.EADDRINUSE:
                    raise
                if door not in said:
                    said.add(door)
                    log.info("Port %s (%s) is taken; this process waits for it.", port, door.upper())

    def _session(self, door: str) -> asyncio.Protocol:
        if len(self.sessions) >= MOST_SESSIONS:
            return _Busy()
        return (_LmtpSession if door == "lmtp" else _Session)(self)

    async def _let_sessions_end(self) -> None:
        """A mail that is being taken may still be stored; idle lines are closed at once."""
        for _ in range(30):
            busy = [each for each in self.sessions if each.is_taking]
            for each in set(self.sessions).difference(busy):
                each.close()
            if not busy:
                return
            await asyncio.sleep(0.1)
        for each in list(self.sessions):
            each.close()

    async def known(self) -> Known:
        if (known := self.vendor.fresh) is not None:
            return known
        return await asyncio.get_running_loop().run_in_executor(self.asking, self._ask)

    def _ask(self) -> Known:
        try:
            return self.vendor.read()
        finally:
            connection.close()

    async def keep(self, arrival: Arrival) -> bool:
        """Whether the mail is stored and committed."""
        try:
            await asyncio.wait_for(asyncio.wrap_future(self.writer.put(arrival)), STORED_WITHIN)
        except Exception:  # the writer has logged why; whatever it is, the sender keeps the mail
            return False
        return True


class _Hooks:
    """What aiosmtpd asks at each step of one session."""

    def __init__(self, door: _Door, kind: str) -> None:
        self.door = door
        self.kind = kind

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        """What we can, but no signing in: the library would offer it once the line is encrypted."""
        session.host_name = hostname
        return [each for each in answers if not each.startswith("250-AUTH")]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return _TOO_MANY_RECIPIENTS
        known = await self.door.known()
        if not known.is_set_up:
            return _NOT_SET_UP
        if not is_ours(address, known.own):
            return _NOT_OURS
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 Go on."

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        recipients = [each for each in envelope.rcpt_tos if each is not None]
        kept = await self.door.keep(
            Arrival(
                mailbox=recipients[0].lower(),
                raw=content,
                door=self.kind,
                envelope_from=(envelope.mail_from or "").removeprefix("<>"),
                envelope_to=recipients,
                peer=_peer(session),
            )
        )
        answer = _OK if kept else _NOT_NOW
        # LMTP answers once for each recipient (RFC 2033 §4.2)
        return "\r\n".join([answer] * len(recipients)) if self.kind == "lmtp" else answer

    async def handle_exception(self, error: Exception) -> str:
        log.error("A mail session failed: %s", type(error).__name__, exc_info=error)
        return _NOT_NOW


class _OurSession(SMTP):
    """One connection, counted, with our limits."""

    kind = "smtp"
    line_length_limit = LONGEST_LINE
    command_size_limit = _LONGEST_COMMAND
    # aiosmtpd's own table is shared by all sessions and emptied by each new one
    command_size_limits: Any = defaultdict(lambda: _LONGEST_COMMAND)

    def __init__(self, door: _Door) -> None:
        super().__init__(
            _Hooks(door, self.kind),
            data_size_limit=LARGEST_MAIL,
            enable_SMTPUTF8=True,
            hostname=_hostname(),
            ident="Holdfast",
            timeout=IDLE_FOR,
            tls_context=door.certificate.context() if door.certificate is not None else None,
            loop=asyncio.get_running_loop(),
        )
        self._door = door
        self.is_taking = False
        self._taken_by = 0.0

    def __dir__(self) -> list[str]:
        """Only its commands: the library looks through all names at each new connection, which costs more than a mail."""
        return [name for name in _NAMES if hasattr(type(self), name)]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._door.sessions.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._door.sessions.discard(self)
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """Bytes of a mail are signs of life too: the library counts idle time from the last command on."""
        super().data_received(data)
        if self.is_taking and (left := self._taken_by - self.loop.time()) > 0:
            self._reset_timeout(min(IDLE_FOR, left))

    async def smtp_DATA(self, arg: str) -> None:
        self._taken_by = self.loop.time() + TAKEN_WITHIN
        self.is_taking = True
        try:
            await super().smtp_DATA(arg)
        finally:
            self.is_taking = False

    def close(self) -> None:
        if self.transport is not None:
            self.transport.close()


class _Session(_OurSession):
    """SMTP (RFC 5321)."""


class _LmtpSession(_OurSession, LMTP):
    """LMTP (RFC 2033)."""

    kind = "lmtp"


class _Busy(asyncio.Protocol):
    """One connection too many: told so, and closed."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        with contextlib.suppress(OSError):
            transport.write(_BUSY)
        transport.close()


def _peer(session: Session) -> str:
    peer = session.peer
    return str(peer[0]) if isinstance(peer, tuple) else str(peer or "")


def _hostname() -> str:
    """How we name ourselves: the site's host, never asked of the network."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"
