"""The door to mailboxes elsewhere: fetched by IMAP, a mail marked as done only after it is stored and committed."""

from __future__ import annotations

import imaplib
import logging
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from imap_tools import ImapToolsError

from holdfast.channels.facts import MailboxFailed, MailboxRecovered, MailNotGiven
from holdfast.channels.mail.imap_line import ImapLine, Listed, NotGiven, NotMarked
from holdfast.channels.mail.mailboxes import password_of
from holdfast.channels.mail.reasons import WORDS, Reason
from holdfast.channels.mail.storing import LARGEST_MAIL, Arrival, store_raw
from holdfast.channels.models import Mailbox, MailState
from holdfast.kernel import clock, holder, tokens
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record
from holdfast.kernel.text import one_line

log = logging.getLogger(__name__)

LOOK_EVERY: Final = 60.0
"""Seconds between looks where the server can idle; it tells of new mail itself."""
LOOK_WITHOUT_IDLE: Final = 20.0
LOOKS_APART: Final = 1.0
"""At least, for some servers tell of something each time that one begins to idle."""
FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 300.0
LEASE: Final = timedelta(minutes=3)
OLDEST_ARRIVAL: Final = timedelta(days=30)
"""An older arrival is of mail that was moved into the mailbox; it reached us when we found it."""
MOST_NOT_GIVEN: Final = 20
"""Mails that a server may refuse in one look before the mailbox as a whole counts as failing."""
_ASK_AGAIN: Final = 10.0
_TROUBLES: Final = (imaplib.IMAP4.error, ImapToolsError, NotGiven, NotMarked, OSError, DatabaseError)


def serve(stop: threading.Event) -> None:
    """Fetch every active mailbox, each by a thread of its own, until told to stop."""
    fetching: dict[int, threading.Thread] = {}
    while not stop.is_set():
        try:
            wanted = list(Mailbox.objects.filter(is_active=True).values_list("pk", flat=True))
        except DatabaseError:
            wanted = []
        finally:
            connection.close()
        for key in wanted:
            if key not in fetching or not fetching[key].is_alive():
                fetching[key] = threading.Thread(
                    target=Fetcher(key).run, args=(stop,), name=f"mailbox-{key}", daemon=True
                )
                fetching[key].start()
        stop.wait(_ASK_AGAIN)
    for thread in fetching.values():
        thread.join(5)


@dataclass
class Fetcher:
    """Fetches one mailbox: one line that is opened again, ever more slowly, when it breaks."""

    key: int
    _claim: str = field(default_factory=lambda: tokens.mint(40))
    _pause: float = FIRST_PAUSE

    def run(self, stop: threading.Event) -> None:
        try:
            while not stop.is_set():
                mailbox = self._claimed()
                if mailbox is None:
                    if not Mailbox.objects.filter(pk=self.key, is_active=True).exists():
                        return
                    stop.wait(_ASK_AGAIN)
                else:
                    self._stay(mailbox, stop)
        except DatabaseError as trouble:
            # `serve` starts another thread when the database is there again
            log.error("A mailbox is left for now: %s", type(trouble).__name__)
        finally:
            connection.close()

    def _stay(self, mailbox: Mailbox, stop: threading.Event) -> None:
        """Keep one line open as long as it holds."""
        line = None
        try:
            line = ImapLine(mailbox, password_of(mailbox))
            stored: set[int] = set()
            while not stop.is_set():
                fetch_new(line, mailbox, already=stored)
                _note_well(mailbox)
                self._pause = FIRST_PAUSE
                connection.close()
                self._rest(line, stop)
                renewed = self._claimed()
                if renewed is None or _where(renewed) != _where(mailbox):
                    return
                mailbox = renewed
        except FileNotFoundError:
            _note_trouble(mailbox, "The file with its password is missing.")
            stop.wait(LONGEST_PAUSE)
        except Exception as trouble:
            if isinstance(trouble, DatabaseError):
                connection.close()
            if not isinstance(trouble, _TROUBLES):
                log.exception("The mailbox %s fails in a way of its own.", mailbox.name)
            _note_trouble(mailbox, _in_words(trouble))
            stop.wait(self._pause)
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        finally:
            if line is not None:
                line.close()

    def _rest(self, line: ImapLine, stop: threading.Event) -> None:
        """Until the server tells of something, or it is time to look again."""
        if line.can_idle:
            began = time.monotonic()
            line.idle(LOOK_EVERY, unless=stop.is_set)
            stop.wait(max(0.0, LOOKS_APART - (time.monotonic() - began)))
        else:
            stop.wait(LOOK_WITHOUT_IDLE)

    @transaction.atomic
    def _claimed(self) -> Mailbox | None:
        """The mailbox, claimed for this worker for some minutes; None while another one has it."""
        at = clock.now()
        mine = f":{self._claim}"  # the name before it changes when the worker's line to the database breaks
        free = Q(lease_until=None) | Q(lease_until__lte=at) | Q(lease_by__endswith=mine)
        found = Mailbox.objects.filter(free, pk=self.key, is_active=True).update(
            lease_by=f"{holder.name()}{mine}", lease_until=at + LEASE
        )
        return Mailbox.objects.get(pk=self.key) if found else None


def let_go(number: int) -> None:
    """Free the mailboxes of a worker that died."""
    holder.let_go("channels_mailbox", number, where="is_active")


def fetch_new(line: ImapLine, mailbox: Mailbox, *, already: set[int] | None = None) -> int:
    """Store what is new in the mailbox, then mark it as done; returns how many mails were looked at.

    New is what has a higher number than the last one, and whatever is unseen: a mail that somebody opened before us is
    not lost, and one whose mark got lost is found by its bytes to be stored (T22). One that the server refuses to give
    holds up none of the others, and is asked for again each time; nor does a mark that the server refuses, which is
    raised in the end. When the server has numbered its mails anew (UIDVALIDITY), the last days are looked through again.
    """
    already = already if already is not None else set()
    uids = _new_uids(line, mailbox) - already
    not_given: dict[int, str] = {}
    not_marked: NotMarked | None = None
    for uid in sorted(uids):
        try:
            listed = line.listed(uid)
            if listed is not None:
                _store_one(line, mailbox, listed)
                line.mark_done([uid], done_folder=mailbox.done_folder)
        except NotGiven as refused:
            not_given[uid] = str(refused)
            if len(not_given) > MOST_NOT_GIVEN:
                raise  # it is not these mails' fault
        except NotMarked as refused:
            not_marked = not_marked or refused
        else:
            already.add(uid)
    _note_not_given(mailbox, not_given)
    is_numbered_anew = mailbox.uid_validity != line.uid_validity
    highest = max([*uids, mailbox.last_uid, line.uid_next - 1 if is_numbered_anew else 0])
    if (mailbox.uid_validity, mailbox.last_uid) != (line.uid_validity, highest):
        mailbox.uid_validity, mailbox.last_uid = line.uid_validity, highest
        mailbox.save(update_fields=["uid_validity", "last_uid"])
    if not_marked is not None:
        raise not_marked
    return len(uids)


def _new_uids(line: ImapLine, mailbox: Mailbox) -> set[int]:
    found = line.unseen()
    if mailbox.uid_validity == line.uid_validity:
        return found | line.after(mailbox.last_uid) | set(mailbox.not_given or ())
    if mailbox.uid_validity is not None:
        mailbox.last_uid = 0
        begin = (mailbox.fetched_at or clock.now()) - timedelta(days=2)
        found |= line.since(begin.date())
    return found


@transaction.atomic
def _note_not_given(mailbox: Mailbox, not_given: dict[int, str]) -> None:
    """Keep which mails are still to be had; of each the administrators hear once."""
    known = set(mailbox.not_given or ())
    if known == not_given.keys():
        return
    mailbox.not_given = sorted(not_given)
    mailbox.save(update_fields=["not_given"])
    at = clock.now()
    for uid in sorted(not_given.keys() - known):
        trouble = one_line(not_given[uid], limit=400)
        log.warning("In the mailbox %s: %s", mailbox.name, trouble)
        record(
            MailNotGiven(mailbox=mailbox.pk, name=mailbox.name, uid=uid, trouble=trouble), by=SYSTEM, at=at
        )


def _store_one(line: ImapLine, mailbox: Mailbox, listed: Listed) -> None:
    is_large = listed.size > LARGEST_MAIL
    raw = line.raw(listed.uid, only_head=is_large)
    if raw is None:
        return
    store_raw(
        [
            Arrival(
                mailbox=mailbox.name,
                raw=raw,
                door="imap",
                peer=mailbox.host,
                reached_at=_arrival(listed.arrived_at),
                state=MailState.QUARANTINED if is_large else MailState.STORED,
                reason=Reason.TOO_LARGE if is_large else "",
                why=WORDS[Reason.TOO_LARGE] if is_large else "",
            )
        ]
    )


def _arrival(arrived_at: datetime | None) -> datetime | None:
    """The mailbox's arrival time where it can be true; else None, for now."""
    at = clock.now()
    return arrived_at if arrived_at is not None and at - OLDEST_ARRIVAL <= arrived_at <= at else None


@transaction.atomic
def _note_well(mailbox: Mailbox) -> None:
    at = clock.now()
    Mailbox.objects.filter(pk=mailbox.pk).update(fetched_at=at, trouble="", failing_since=None)
    mailbox.fetched_at = at
    if mailbox.failing_since is not None:
        mailbox.failing_since = None
        record(MailboxRecovered(mailbox=mailbox.pk, name=mailbox.name), by=SYSTEM, at=at)


@transaction.atomic
def _note_trouble(mailbox: Mailbox, trouble: str) -> None:
    at = clock.now()
    known = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    is_new = known.failing_since is None
    known.trouble, known.failing_since = one_line(trouble, limit=400), known.failing_since or at
    known.save(update_fields=["trouble", "failing_since"])
    if is_new:
        log.warning("The mailbox %s can't be fetched: %s", known.name, known.trouble)
        record(MailboxFailed(mailbox=known.pk, name=known.name, trouble=known.trouble), by=SYSTEM, at=at)


def _where(mailbox: Mailbox) -> tuple[object, ...]:
    return (mailbox.host, mailbox.port, mailbox.tls, mailbox.user, mailbox.folder)


def _in_words(trouble: Exception) -> str:
    if isinstance(trouble, TimeoutError):
        return "The server did not answer in time."
    if isinstance(trouble, ConnectionRefusedError):
        return "Nothing answers there."
    return f"{type(trouble).__name__}: {trouble}"
