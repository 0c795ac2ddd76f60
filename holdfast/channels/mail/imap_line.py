"""One line to one mailbox: what is new in it, as raw bytes, and marking what has been stored.

The library opens, signs in and idles; what it would parse of a mail stays untouched bytes here, for foreign mail is
read in the reader's child alone.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from imap_tools import (
    BaseMailBox,
    ImapToolsError,
    MailBox,
    MailBoxStartTls,
    MailBoxUnencrypted,
    MailMessageFlags,
)

from holdfast.channels.models import Mailbox, Tls

ANSWER_WITHIN: Final = 30.0
_MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_ARRIVED = re.compile(rb'INTERNALDATE "\s?(\d{1,2})-(\w{3})-(\d{4}) (\d\d:\d\d:\d\d) ([+-]\d{4})"')


@dataclass(frozen=True)
class Listed:
    """What the server says of one mail: bytes, and when it arrived (UTC)."""

    uid: int
    size: int
    arrived_at: datetime | None


class NotGiven(Exception):
    """The server refuses to give one mail; the line holds."""


class NotMarked(Exception):
    """The server refuses to mark a mail, or to move it away; the line holds."""


class ImapLine:
    """A line that is signed in and looks into one folder; every method may raise what imaplib and sockets raise."""

    def __init__(self, mailbox: Mailbox, password: str) -> None:
        self._box = _open(mailbox)
        try:
            if (mailbox.user + password).isascii():
                self._box.login(mailbox.user, password, initial_folder=None)
            else:  # LOGIN has no letters beyond ASCII
                self._box.login_utf8(mailbox.user, password, initial_folder=None)
            self._box.folder.set(mailbox.folder)
        except BaseException:
            self.close()
            raise
        self.uid_validity = self._said("UIDVALIDITY")
        self.uid_next = self._said("UIDNEXT")

    @property
    def can_idle(self) -> bool:
        return "IDLE" in self._box.client.capabilities

    def unseen(self) -> set[int]:
        return self._search("UNSEEN")

    def after(self, uid: int) -> set[int]:
        """What has a higher number; `n:*` names the last mail even when its number is lower."""
        return {each for each in self._search(f"UID {uid + 1}:*") if each > uid}

    def since(self, day: date) -> set[int]:
        return self._search(f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}")

    def listed(self, uid: int) -> Listed | None:
        """Size and arrival of one mail; None when it is gone."""
        answer = b" ".join(_plain(self._fetch(uid, "(UID RFC822.SIZE INTERNALDATE)")))
        size = _SIZE.search(answer)
        return Listed(uid, int(size[1]), _instant(answer)) if size else None

    def raw(self, uid: int, *, only_head: bool = False) -> bytes | None:
        """The mail as it lies there, without marking it as seen; None when it is gone."""
        for part in self._fetch(uid, "(UID BODY.PEEK[HEADER])" if only_head else "(UID BODY.PEEK[])"):
            if isinstance(part, tuple) and len(part) == 2:
                return bytes(part[1])
        return None

    def mark_done(self, uids: Iterable[int], *, done_folder: str) -> None:
        """Move them away, or mark them as seen."""
        named = [str(uid) for uid in uids]
        if not named:
            return
        try:
            if done_folder:
                self._box.move(named, done_folder)
            else:
                self._box.flag(named, MailMessageFlags.SEEN, True)
        except imaplib.IMAP4.abort:
            raise  # the line is broken
        except (imaplib.IMAP4.error, ImapToolsError) as refused:
            what = f"moved to the folder {done_folder}" if done_folder else "marked as seen"
            raise NotMarked(f"The server lets no mail be {what}: {refused}") from refused

    def idle(self, seconds: float, *, unless: Callable[[], bool]) -> None:
        """Stay until the server tells of something, the time is over, or `unless` holds (asked each second)."""
        with self._box.idle as idle:
            for _ in range(int(seconds)):
                if unless() or idle.poll(timeout=1.0):
                    return

    def close(self) -> None:
        with suppress(Exception):
            self._box.logout()
        with suppress(Exception):
            self._box.client.shutdown()

    def _search(self, criteria: str) -> set[int]:
        return {int(uid) for uid in self._box.uids(criteria) if uid.isdigit()}

    def _fetch(self, uid: int, parts: str) -> list[Any]:
        try:
            status, data = self._box.client.uid("fetch", str(uid), parts)
        except imaplib.IMAP4.abort:
            raise  # the line is broken
        except imaplib.IMAP4.error as refused:
            raise NotGiven(f"The server refuses to give mail {uid}: {refused}") from refused
        if status != "OK":
            said = data[0].decode("utf-8", "replace") if data and isinstance(data[0], bytes) else status
            raise NotGiven(f"The server refuses to give mail {uid}: {said}")
        return [part for part in data if part is not None]

    def _said(self, name: str) -> int:
        _, data = self._box.client.response(name)
        first = data[0] if data else None
        return int(first) if first is not None and first.isdigit() else 0


def _open(mailbox: Mailbox) -> BaseMailBox:
    if mailbox.tls == Tls.NONE:
        return MailBoxUnencrypted(mailbox.host, mailbox.port, timeout=ANSWER_WITHIN)
    context = ssl.create_default_context()
    kind = MailBoxStartTls if mailbox.tls == Tls.STARTTLS else MailBox
    return kind(mailbox.host, mailbox.port, timeout=ANSWER_WITHIN, ssl_context=context)


def _plain(parts: list[Any]) -> list[bytes]:
    return [part if isinstance(part, bytes) else part[0] for part in parts]


def _instant(answer: bytes) -> datetime | None:
    found = _ARRIVED.search(answer)
    if found is None:
        return None
    day, month, year, clock, zone = (each.decode("ascii") for each in found.groups())
    if month.title() not in _MONTHS:
        return None
    number = _MONTHS.index(month.title()) + 1
    try:
        return datetime.strptime(f"{day} {number} {year} {clock} {zone}", "%d %m %Y %H:%M:%S %z").astimezone(
            UTC
        )
    except (ValueError, OverflowError):
        return None
