"""A real SMTP server on the loopback that keeps what it is given, and can be told to behave badly.

with MailSink() as sink:
    sink.answer("rcpt", "450 4.2.0 come back later", to="a@client.example")
    ...
    sink.mails[0].message["Subject"]
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

STAGES = ("mail", "rcpt", "end")


@dataclass(frozen=True)
class CaughtMail:
    """One mail as it came over the line."""

    envelope_from: str
    to: str
    raw: bytes

    @cached_property
    def message(self) -> EmailMessage:
        parsed = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def text(self) -> str:
        return _content(self.message, "plain")

    @property
    def html(self) -> str:
        return _content(self.message, "html")


@dataclass
class _Said:
    """An answer that was asked for: at which stage, what, how often, for whom."""

    stage: str
    answer: str
    times: int | None
    to: str


@dataclass
class MailSink:
    """Starts with `with`, listens on a free port of 127.0.0.1, and ends with it."""

    tls: ssl.SSLContext | None = None
    knows_smtputf8: bool = True
    mails: list[CaughtMail] = field(default_factory=list)
    connections: int = 0
    slow: float = 0.0
    """Seconds to wait before the end of a mail is answered."""
    was_reached: threading.Event = field(default_factory=threading.Event)
    """Set whenever a whole mail has come in, before it is answered."""

    def __post_init__(self) -> None:
        self._said: list[_Said] = []
        self._drops: list[bool] = []
        self._changed = threading.Condition()
        self._controller = _AnyPort(
            self, hostname="127.0.0.1", port=0, enable_SMTPUTF8=self.knows_smtputf8, tls_context=self.tls
        )

    def answer(self, stage: str, answer: str, *, times: int | None = None, to: str = "") -> None:
        """Answer so at this stage (mail, rcpt, end), for ever or so many times, to all or one recipient."""
        assert stage in STAGES
        self._said.append(_Said(stage, answer, times, to))

    def drop_after_data(self, *, keep: bool, times: int = 1) -> None:
        """Break the line when a mail is in, instead of answering; `keep` says whether it was taken."""
        self._drops += [keep] * times

    def behave(self) -> None:
        """Forget all bad manners."""
        self._said.clear()
        self._drops.clear()
        self.slow = 0.0

    @property
    def port(self) -> int:
        return self._controller.port

    def url(self, tls: str = "none") -> str:
        return f"smtp://127.0.0.1:{self.port}?tls={tls}"

    def wait_for(self, number: int, *, within: float = 10.0) -> list[CaughtMail]:
        """The mails, once there are so many; fails after so many seconds."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.mails) >= number, within), (
                f"{len(self.mails)} mails came"
            )
            return list(self.mails)

    def ids(self) -> list[str]:
        return [str(mail.message["Message-ID"]) for mail in self.mails]

    def __enter__(self) -> MailSink:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop(no_assert=True)

    # what aiosmtpd calls

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if said := self._take("mail", ""):
            return said
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if said := self._take("rcpt", address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        (to,) = envelope.rcpt_tos
        content = envelope.original_content
        assert isinstance(content, bytes)
        caught = CaughtMail(envelope.mail_from or "", to, content)
        self.was_reached.set()
        if self.slow:
            await asyncio.sleep(self.slow)
        if self._drops:
            if self._drops.pop(0):
                self._keep(caught)
            transport: Any = server.transport
            transport.abort()
            return "250 unheard"
        if said := self._take("end", to):
            return said
        self._keep(caught)
        return "250 2.0.0 taken"

    def _keep(self, caught: CaughtMail) -> None:
        with self._changed:
            self.mails.append(caught)
            self._changed.notify_all()

    def _take(self, stage: str, to: str) -> str:
        for said in self._said:
            if said.stage == stage and said.to in ("", to) and said.times != 0:
                if said.times is not None:
                    said.times -= 1
                return said.answer
        return ""


class _AnyPort(Controller):
    """The library's own needs to know its port beforehand."""

    server: asyncio.Server

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def _content(message: EmailMessage, subtype: str) -> str:
    body = message.get_body((subtype,))
    return str(body.get_content()) if body is not None else ""
