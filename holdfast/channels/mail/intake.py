"""The worker loop that turns stored mail into tickets: claimed in batches, read in a child, one transaction each.

Killed at any point it loses nothing and does nothing twice: a mail is marked as done in the very transaction that put
it on a ticket, and a claim that nobody finished runs out. One mail that fails never stops the rest.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, timedelta
from typing import Final

from django.db import InterfaceError, OperationalError, connection, transaction

from holdfast.channels.mail.case import Case, quarantine
from holdfast.channels.mail.filing import file_mail
from holdfast.channels.mail.marks import read_marks
from holdfast.channels.mail.our_addresses import KnownVendor
from holdfast.channels.mail.reading.child import ReaderProcess, Unreadable
from holdfast.channels.mail.reading.message import ReadMessage
from holdfast.channels.mail.reasons import Reason
from holdfast.channels.models import MailState, RawMail
from holdfast.kernel import clock, tokens
from holdfast.kernel.refusal import Refused

log = logging.getLogger(__name__)

BATCH: Final = 20
LEASE: Final = timedelta(minutes=3)
MOST_ATTEMPTS: Final = 5
IDLE: Final = 2.0
"""Seconds until the next look when there is nothing to do; the bell of `storing.LOOP` rings earlier."""
_READ_WITHIN: Final = 10.0


class Intake:
    """One worker's part in it; not for several threads at once."""

    def __init__(self, worker: str, *, vendor: KnownVendor | None = None) -> None:
        """`worker` names this process among all, for the claims."""
        self._worker = worker[:30]
        self._reader = ReaderProcess(seconds=_READ_WITHIN)
        self._ahead = ThreadPoolExecutor(1, thread_name_prefix="mail-reader")
        self._vendor = vendor or KnownVendor(fresh_for=2.0)

    def run_once(self) -> float:
        """File one batch; returns the seconds until it should be called again. Never raises for a mail's sake."""
        try:
            claim = f"{self._worker}:{tokens.mint(40)}"
            claimed = _claim(claim)
            self._file_batch(claimed, claim)
        except (OperationalError, InterfaceError) as trouble:
            log.error(
                "Mail waits, for the database can't be used: %s", str(trouble).strip().split("\n", 1)[0]
            )
            connection.close()
            return IDLE
        return 0.0 if len(claimed) >= BATCH or (claimed and claimed[0].attempts > 1) else IDLE

    def close(self) -> None:
        """End the child that reads."""
        self._ahead.shutdown(cancel_futures=True)
        self._reader.close()

    def _file_batch(self, claimed: list[RawMail], claim: str) -> None:
        """While one mail is written to the database, the child already reads the next."""
        ahead = self._begin(claimed[0]) if claimed else None
        for place, one in enumerate(claimed):
            raw, reading = ahead or (None, None)
            following = claimed[place + 1] if place + 1 < len(claimed) else None
            ahead = self._begin(following) if following else None
            if raw is not None and reading is not None:
                self._file_one(one, raw, reading, claim)

    def _begin(self, one: RawMail) -> tuple[bytes, Future[ReadMessage]] | None:
        raw = RawMail.objects.filter(pk=one.pk).values_list("raw", flat=True).first()
        if raw is None:
            return None
        content = bytes(raw)
        return content, self._ahead.submit(self._reader.read, content)

    def _file_one(self, one: RawMail, raw: bytes, reading: Future[ReadMessage], claim: str) -> None:
        try:
            self._file(one, raw, reading.result(), claim)
        except Unreadable as unreadable:
            # once more, for the machine may only have been busy
            _put_off(one, claim, Reason.UNREADABLE, unreadable.reason, most=2)
        except Refused as refused:
            _hold_refused(
                one.pk,
                claim,
                refused,
                Case(RawMail(), reading.result(), read_marks(raw), self._vendor.read(), clock.now()),
            )
        except Exception as trouble:
            if isinstance(trouble, OperationalError | InterfaceError) and not connection.is_usable():
                raise  # it is not this mail's fault
            log.exception("Mail %s could not be put on a ticket.", one.pk)
            _put_off(
                one, claim, Reason.FAILED_AGAIN, f"{type(trouble).__name__}: {trouble}", most=MOST_ATTEMPTS
            )

    @transaction.atomic
    def _file(self, mail: RawMail, raw: bytes, read: ReadMessage, claim: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [mail.pk, claim])
            locked = cursor.fetchone()
        if locked is not None:  # else the claim ran out, and somebody else took it (T57)
            file_mail(Case(mail, read, read_marks(raw), self._vendor.read(), locked[0].astimezone(UTC)))


_CLAIM = """
UPDATE channels_rawmail SET lease_until = %(until)s, lease_by = %(claim)s, attempts = attempts + 1
WHERE id IN (
    SELECT id FROM channels_rawmail
    WHERE state = 'stored' AND (lease_until IS NULL OR lease_until <= %(at)s) AND (attempts = 0) = %(is_fresh)s
    ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED
)
"""

_LOCK = "SELECT holdfast_now() FROM channels_rawmail WHERE id = %s AND state = 'stored' AND lease_by = %s FOR UPDATE"


@transaction.atomic
def _claim(claim: str) -> list[RawMail]:
    """New mail in a batch, in order; what failed before comes alone, so that it can't take others with it."""
    at = clock.now()
    with connection.cursor() as cursor:
        for is_fresh, most in ((True, BATCH), (False, 1)):
            cursor.execute(
                _CLAIM, {"at": at, "until": at + LEASE, "claim": claim, "is_fresh": is_fresh, "most": most}
            )
            if cursor.rowcount:
                return list(
                    RawMail.objects.defer("raw").filter(state=MailState.STORED, lease_by=claim).order_by("pk")
                )
    return []


def _still_mine(pk: int, claim: str) -> RawMail | None:
    """The row as it stands now, locked, unless the claim ran out and somebody else took it."""
    return (
        RawMail.objects.select_for_update(of=("self",))
        .defer("raw")
        .filter(pk=pk, state=MailState.STORED, lease_by=claim)
        .first()
    )


@transaction.atomic
def _put_off(one: RawMail, claim: str, reason: Reason, why: str, *, most: int) -> None:
    """Try again later, or put it in quarantine with its reason after so many attempts."""
    mail = _still_mine(one.pk, claim)
    if mail is None:
        return
    at = clock.now()
    if mail.attempts >= most:
        quarantine(mail, reason, why=why, at=at)
    else:
        mail.lease_by, mail.lease_until = "", at + timedelta(seconds=5 * mail.attempts**2)
        mail.why = why[:400]
        mail.save(update_fields=["lease_by", "lease_until", "why"])


@transaction.atomic
def _hold_refused(pk: int, claim: str, refused: Refused, case: Case) -> None:
    """The rules said no to what the mail asks for; a person decides."""
    mail = _still_mine(pk, claim)
    if mail is not None:
        case.mail = mail
        case.describe()
        case.hold(Reason.REFUSED, why=refused.message)
