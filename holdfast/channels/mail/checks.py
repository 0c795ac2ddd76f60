"""What `holdfast check` says about mail in."""

from __future__ import annotations

import socket
from datetime import timedelta
from typing import Final

from django.conf import settings

from holdfast.channels.mail.certificate import Certificate
from holdfast.channels.queries import mail_waiting, mailboxes
from holdfast.kernel import clock
from holdfast.kernel.finding import Finding

_LATE: Final = timedelta(minutes=5)
_WAITS_LONG: Final = timedelta(seconds=30)
"""A mail is on its ticket within a second or two; the shortest promises are of minutes, and count from its arrival."""


def check_mail_in(
    *, host: str, port: int, lmtp_port: int = 0, certificate: Certificate | None = None
) -> list[Finding]:
    """The door, the mailboxes, and what waits to be filed."""
    doors = [_door("SMTP", host, port)] + ([_door("LMTP", host, lmtp_port)] if lmtp_port else [])
    if certificate is not None and (trouble := certificate.trouble()):
        doors.append(Finding(False, trouble, about="mail in"))
    return [*doors, *_mailboxes(), _waiting()]


def _door(kind: str, host: str, port: int) -> Finding:
    reached = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        with socket.create_connection((reached, port), timeout=3) as line:
            line.settimeout(3)
            greeting = line.recv(200)
    except OSError:
        return Finding(
            False,
            f"Nothing takes mail ({kind}) on {host} port {port}. Is the worker running?",
            about="mail in",
        )
    if not greeting.startswith(b"220"):
        return Finding(
            False,
            f"On {host} port {port} something else than our mail door ({kind}) answers.",
            about="mail in",
        )
    return Finding(True, f"{kind} takes mail on {host} port {port}.", about="mail in")


def _mailboxes() -> list[Finding]:
    found = []
    for mailbox in mailboxes().filter(is_active=True):
        if settings.ENV.nothing_leaves:
            words = f"The mailbox {mailbox.name} is left to the original (HOLDFAST_NOTHING_LEAVES)."
            found.append(Finding(True, words, about="mailbox"))
        elif mailbox.failing_since is not None:
            since = f"{mailbox.failing_since:%Y-%m-%d %H:%M} UTC"
            words = f"The mailbox {mailbox.name} can't be fetched since {since}: {mailbox.trouble}"
            found.append(Finding(False, words, about="mailbox"))
        elif mailbox.fetched_at is None or clock.now() - mailbox.fetched_at > _LATE:
            found.append(
                Finding(
                    False, f"The mailbox {mailbox.name} has not been looked into lately.", about="mailbox"
                )
            )
        else:
            found.append(Finding(True, f"The mailbox {mailbox.name} is fetched.", about="mailbox"))
        if mailbox.not_given:
            named = ", ".join(map(str, mailbox.not_given))
            words = (
                f"The server of the mailbox {mailbox.name} refuses to give these of its mails: UID {named}."
            )
            found.append(Finding(False, words, about="mailbox"))
    return found


def _waiting() -> Finding:
    waiting = mail_waiting()
    if waiting.oldest_at is not None and clock.now() - waiting.oldest_at > _WAITS_LONG:
        since = f"{waiting.oldest_at:%Y-%m-%d %H:%M:%S} UTC"
        number = "One mail waits" if waiting.waiting == 1 else f"{waiting.waiting} mails wait"
        held = f"; {waiting.in_hand} in the hands of a worker" if waiting.in_hand else ""
        again = f"; {waiting.tried} tried before" if waiting.tried else ""
        late = f"{number} to be put on tickets, the oldest since {since}{held}{again}."
        return Finding(False, late, about="mail queue")
    judged = f" {waiting.held} are held and {waiting.quarantined} in quarantine, for a person to judge."
    return Finding(True, f"No mail waits long.{judged}", about="mail queue")
