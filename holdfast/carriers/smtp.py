"""A relay, spoken to by SMTP (RFC 5321): one recipient a mail, and an honest outcome for each."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable

from holdfast.carriers.outcome import Outcome, Result
from holdfast.carriers.relay_address import RelayAddress, Tls

CONNECT_WITHIN = 10.0
ANSWER_WITHIN = 30.0
ACCEPT_WITHIN = 120.0  # after the final dot a relay may scan the mail before it answers
_TO_BLAME_ON_THE_WIRE = frozenset({421, 454, 530, 534, 535, 538})  # closing down, or about TLS and sign-in
_LINE_ENDS = re.compile(rb"\r\n|\r|\n")
_DOTS = re.compile(rb"(?m)^\.")


class _Answered(Exception):
    """The relay answered a step with something other than yes."""

    def __init__(self, step: str, code: int, words: bytes) -> None:
        super().__init__(step)
        said = " ".join(words.decode("ascii", "replace").split())
        self.outcome = Outcome(
            Result.PERMANENT if code >= 500 else Result.TEMPORARY,
            f"{step}: {code} {said}"[:400] if said else step,
        )
        self.code = code


class Relay:
    """One connection to one relay, opened when first needed; an idle one that was closed is opened again."""

    def __init__(
        self,
        address: RelayAddress,
        *,
        connect_within: float = CONNECT_WITHIN,
        answer_within: float = ANSWER_WITHIN,
        accept_within: float = ACCEPT_WITHIN,
    ) -> None:
        """Time limits are seconds of silence of the relay."""
        self._address = address
        self._connect_within = connect_within
        self._answer_within = answer_within
        self._accept_within = accept_within
        self._line: smtplib.SMTP | None = None

    def send(self, envelope_from: str, to: str, message: bytes) -> Outcome:
        was_open = self._line is not None
        outcome, nothing_was_given = self._once(envelope_from, to, message)
        if was_open and nothing_was_given and self._line is None:
            # an old connection had been closed on us (idle, or so many mails a connection): that says nothing
            outcome, _ = self._once(envelope_from, to, message)
        return outcome

    def probe(self) -> Outcome:
        outcome, _ = self._talk(lambda line: _expect("NOOP", line.noop(), 250))
        self.close()
        return outcome or Outcome(Result.ACCEPTED, f"The relay {self._address} answers.")

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            try:
                line.quit()
            except (smtplib.SMTPException, OSError):
                line.close()

    def _once(self, envelope_from: str, to: str, message: bytes) -> tuple[Outcome, bool]:
        """The outcome, and whether the relay had closed or failed before it was given anything."""
        wide = not (envelope_from + to).isascii()

        def name(line: smtplib.SMTP) -> None:
            options = ["SMTPUTF8"] if wide else []
            if wide and not line.has_extn("smtputf8"):
                raise _Answered("The address has letters that the relay can't carry (SMTPUTF8).", 550, b"")
            line.command_encoding = "utf-8" if wide else "ascii"
            if line.has_extn("size"):
                options.append(f"SIZE={len(message)}")
            _expect("MAIL FROM", line.mail(envelope_from, options), 250)
            _expect("RCPT TO", line.rcpt(to), 250, 251)
            _expect("DATA", line.docmd("DATA"), 354)

        refused, was_closed = self._talk(name)
        if refused is not None:
            return refused, was_closed
        return self._give(message), False

    def _talk(self, steps: Callable[[smtplib.SMTP], None]) -> tuple[Outcome | None, bool]:
        """Run steps before any content is given; None when all went well. The second: the line is gone."""
        try:
            if self._line is None:
                self._line = self._open()
            steps(self._line)
        except _Answered as answer:
            if answer.code in _TO_BLAME_ON_THE_WIRE or _is_about_us(answer):
                self._drop()
                return _wire_failed(answer.outcome.reason), answer.code == 421
            self._reset()
            return answer.outcome, False
        except smtplib.SMTPServerDisconnected as gone:
            self._drop()
            if isinstance(gone.__context__, TimeoutError):
                return _wire_failed(f"The relay {self._address} did not answer in time."), False
            return _wire_failed(f"The relay {self._address} closed the connection."), True
        except (smtplib.SMTPException, OSError, UnicodeError, ValueError) as trouble:
            self._drop()
            return _wire_failed(_in_words(trouble, self._address)), False
        return None, False

    def _give(self, message: bytes) -> Outcome:
        line = self._line
        assert line is not None
        assert line.sock is not None
        try:
            # all of it, or, when this raises, not the final dot: the relay cannot have accepted it
            line.send(as_sent(message))
        except (smtplib.SMTPException, OSError) as trouble:
            self._drop()
            return _wire_failed(_in_words(trouble, self._address))
        try:
            line.sock.settimeout(self._accept_within)
            code, words = line.getreply()
            line.sock.settimeout(self._answer_within)
        except (smtplib.SMTPException, OSError):
            self._drop()
            return Outcome(
                Result.UNKNOWN, f"The line to {self._address} broke after the mail was given over."
            )
        if 200 <= code < 300:  # by its first digit (RFC 5321 §4.2): what was taken must not go again
            return Outcome(Result.ACCEPTED, " ".join(words.decode("ascii", "replace").split())[:400])
        if not 400 <= code < 600:
            self._drop()
            return Outcome(Result.UNKNOWN, f"What {self._address} said to the mail is no answer.")
        if code == 421:
            self._drop()
        return _Answered("End of mail", code, words).outcome

    def _open(self) -> smtplib.SMTP:
        where = self._address
        if where.tls is Tls.IMPLICIT:
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                local_hostname=_own_name(),
                context=_context(verifies=where.verifies),
                timeout=self._connect_within,
            )
        else:
            line = smtplib.SMTP(local_hostname=_own_name(), timeout=self._connect_within)
        try:
            # the class connects in its constructor only when given a host; here its greeting can be read
            line._host = where.host  # type: ignore[attr-defined]  # the name that TLS checks
            _expect("Greeting", line.connect(where.host, where.port), 220)
            _expect("EHLO", line.ehlo(), 250)
            if where.tls is Tls.STARTTLS or (where.tls is Tls.WHEN_OFFERED and line.has_extn("starttls")):
                _expect("STARTTLS", line.starttls(context=_context(verifies=where.verifies)), 220)
                _expect("EHLO", line.ehlo(), 250)
            if where.user:
                line.login(where.user, where.password)
        except BaseException:
            line.close()
            raise
        assert line.sock is not None
        line.sock.settimeout(self._answer_within)
        return line

    def _reset(self) -> None:
        try:
            if self._line is not None:
                _expect("RSET", self._line.rset(), 250)
        except (_Answered, smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()


def as_sent(message: bytes) -> bytes:
    """The mail as it goes over the line: each line end CRLF, so none can smuggle (T30), dots doubled."""
    lines = _LINE_ENDS.sub(b"\r\n", message)
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    return _DOTS.sub(b"..", lines) + b".\r\n"


def _expect(step: str, answer: tuple[int, bytes], *codes: int) -> None:
    if answer[0] not in codes:
        if answer[0] == -1:
            raise smtplib.SMTPServerDisconnected(step)
        raise _Answered(step, answer[0], answer[1])


def _is_about_us(answer: _Answered) -> bool:
    """Whether a refusal came before the recipient was named: of us then, unless the mail is too big."""
    return str(answer) in ("Greeting", "EHLO", "STARTTLS", "NOOP") or (
        str(answer) == "MAIL FROM" and answer.code != 552
    )


def _wire_failed(reason: str) -> Outcome:
    return Outcome(Result.TEMPORARY, reason, wire_failed=True)


def _in_words(trouble: Exception, address: RelayAddress) -> str:
    if isinstance(trouble, TimeoutError):
        return f"The relay {address} did not answer in time."
    if isinstance(trouble, smtplib.SMTPAuthenticationError):
        return f"The relay {address} does not take our name and password ({trouble.smtp_code})."
    if isinstance(trouble, ssl.SSLError):
        return f"No safe connection to the relay {address}: {trouble.reason or 'TLS failed'}."
    if isinstance(trouble, ConnectionRefusedError):
        return f"Nothing answers at the relay {address}."
    return f"The relay {address} can't be used: {type(trouble).__name__}."


def _own_name() -> str:
    """How we greet: the library would ask the DNS for it, at each connection, for as long as that takes."""
    name = socket.gethostname()
    return name if "." in name else "[127.0.0.1]"


def _context(*, verifies: bool) -> ssl.SSLContext:
    """Made for a line that is to be encrypted only: to read all authorities takes longer than to send a mail."""
    context = ssl.create_default_context()
    if not verifies:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
