"""What `holdfast check` says about mail in."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from holdfast.channels.mail.certificate import Certificate
from holdfast.channels.queries import mail_waiting, mailboxes
from holdfast.kernel import clock

_LATE: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: how it is, in words, and whether that is well."""

    name: str
    is_well: bool
    words: str


def check_mail_in(
    *, host: str, port: int, lmtp_port: int = 0, certificate: Certificate | None = None
) -> list[Finding]:
    """The door, the mailboxes, and what waits to be filed."""
    doors = [_door("SMTP", host, port)] + ([_door("LMTP", host, lmtp_port)] if lmtp_port else [])
    if certificate is not None and (trouble := certificate.trouble()):
        doors.append(Finding("mail in", False, trouble))
    return [*doors, *_mailboxes(), _waiting()]


def _door(kind: str, host: str, port: int) -> Finding:
    reached = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        with socket.create_connection((reached, port), timeout=3) as line:
            line.settimeout(3)
            greeting = line.recv(200)
    except OSError:
        return Finding(
            "mail in", False, f"Nothing takes mail ({kind}) on {host} port {port}. Is the worker running?"
        )
    if not greeting.startswith(b"220"):
        return Finding(
            "mail in", False, f"On {host} port {port} something else than our mail door ({kind}) answers."
        )
    return Finding("mail in", True, f"{kind} takes mail on {host} port {port}.")


def _mailboxes() -> list[Finding]:
    found = []
    for mailbox in mailboxes().filter(is_active=True):
        if mailbox.failing_since is not None:
            since = f"{mailbox.failing_since:%Y-%m-%d %H:%M} UTC"
            words = f"The mailbox {mailbox.name} can't be fetched since {since}: {mailbox.trouble}"
            found.append(Finding("mailbox", False, words))
        elif mailbox.fetched_at is None or clock.now() - mailbox.fetched_at > _LATE:
            found.append(
                Finding("mailbox", False, f"The mailbox {mailbox.name} has not been looked into lately.")
            )
        else:
            found.append(Finding("mailbox", True, f"The mailbox {mailbox.name} is fetched."))
        if mailbox.not_given:
            named = ", ".join(map(str, mailbox.not_given))
            words = (
                f"The server of the mailbox {mailbox.name} refuses to give these of its mails: UID {named}."
            )
            found.append(Finding("mailbox", False, words))
    return found


def _waiting() -> Finding:
    waiting = mail_waiting()
    if waiting.oldest_at is not None and clock.now() - waiting.oldest_at > _LATE:
        since = f"{waiting.oldest_at:%Y-%m-%d %H:%M} UTC"
        return Finding(
            "mail queue",
            False,
            f"{waiting.waiting} mails wait to be put on tickets, the oldest since {since}.",
        )
    judged = f" {waiting.held} are held and {waiting.quarantined} in quarantine, for a person to judge."
    return Finding("mail queue", True, f"No mail waits long.{judged}")
