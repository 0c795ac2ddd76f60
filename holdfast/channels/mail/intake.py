"""The worker loop that turns stored mail into tickets: claimed in batches, read in a child, filed in handfuls.

Of a handful, all mails that open a ticket do so in one transaction; whatever else it holds, and all of it when that one
fails, is filed mail by mail, one transaction each. Killed at any point it loses nothing and does nothing twice: a mail is
marked as done in the very transaction that put it on a ticket, and a claim that nobody finishes is let go by a colleague
(`let_go`) or runs out. One mail that fails never stops the rest, not even one that kills whoever reads it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from holdfast.channels.mail.case import Case, quarantine
from holdfast.channels.mail.filing import file_mail, file_what_opens
from holdfast.channels.mail.marks import read_marks
from holdfast.channels.mail.our_addresses import Known, KnownVendor
from holdfast.channels.mail.reading.child import ReaderProcess, Unreadable
from holdfast.channels.mail.reading.message import ReadMessage
from holdfast.channels.mail.reasons import Reason
from holdfast.channels.models import MailState, RawMail
from holdfast.kernel import clock, holder, tokens
from holdfast.kernel.refusal import Refused

log = logging.getLogger(__name__)

BATCH: Final = 60
HANDFUL: Final = 20
_MOST_BYTES: Final = 8 * 1024 * 1024
LEASE: Final = timedelta(minutes=3)
MOST_ATTEMPTS: Final = 5
_DEADLY: Final = f"The worker died each of the {MOST_ATTEMPTS} times that it had this mail in hand."
IDLE: Final = 2.0
"""Seconds until the next look when there is nothing to do; the bell of `storing.LOOP` rings earlier."""
_READ_WITHIN: Final = 10.0


class Intake:
    """One worker's part in it; not for several threads at once."""

    def __init__(self, *, vendor: KnownVendor | None = None) -> None:
        self._reader = ReaderProcess(seconds=_READ_WITHIN)
        self._ahead = ThreadPoolExecutor(1, thread_name_prefix="mail-reader")
        self._vendor = vendor or KnownVendor(fresh_for=2.0)

    def run_once(self) -> float:
        """File one batch; returns the seconds until it should be called again. Never raises for a mail's sake."""
        try:
            fresh, again = self._file_claimed(is_fresh=True), self._file_claimed(is_fresh=False)
        except (DatabaseError, InterfaceError):  # gone, full, or only to be read
            log.exception("Mail waits, for the database can't be used.")
            connection.close()
            return IDLE
        return 0.0 if fresh >= BATCH or again else IDLE

    def close(self) -> None:
        """End the child that reads."""
        self._ahead.shutdown(cancel_futures=True)
        self._reader.close()

    def _file_claimed(self, *, is_fresh: bool) -> int:
        claim = f"{holder.name()}:{tokens.mint(40)}"
        claimed = _claim(claim, is_fresh=is_fresh)
        deadly = [one for one in claimed if one.attempts > MOST_ATTEMPTS]
        for one in deadly:
            _put_off(one, claim, Reason.FAILED_AGAIN, _DEADLY, most=MOST_ATTEMPTS)
        self._file_batch([one for one in claimed if one not in deadly], claim)
        return len(claimed)

    def _file_batch(self, claimed: list[RawMail], claim: str) -> None:
        """While one handful is written to the database, the child already reads the next."""
        handfuls = list(_handfuls(claimed))
        ahead = self._begin(handfuls[0]) if handfuls else []
        for place in range(len(handfuls)):
            begun = ahead
            ahead = self._begin(handfuls[place + 1]) if place + 1 < len(handfuls) else []
            self._file_handful(begun, claim)

    def _begin(self, handful: list[RawMail]) -> list[_Begun]:
        raws = dict(RawMail.objects.filter(pk__in=[one.pk for one in handful]).values_list("pk", "raw"))
        return [
            _Begun(one, raw := bytes(raws[one.pk]), self._ahead.submit(self._reader.read, raw))
            for one in handful
            if one.pk in raws
        ]

    def _file_handful(self, handful: list[_Begun], claim: str) -> None:
        filed = self._file_together(handful, claim) if len(handful) > 1 else set()
        for each in handful:
            if each.mail.pk not in filed:
                self._file_one(each, claim)

    def _file_together(self, handful: list[_Begun], claim: str) -> set[int]:
        """Open the tickets of all that open one; none at all when something is wrong with any of them."""
        readable = [each for each in handful if each.reading.exception() is None]
        try:
            with transaction.atomic():
                at = _lock([each.mail.pk for each in readable], claim)
                known = self._vendor.read()
                ours = [each for each in readable if each.mail.pk in at]
                return file_what_opens([_case(each, known, at[each.mail.pk]) for each in ours])
        except Exception as trouble:
            if isinstance(trouble, OperationalError | InterfaceError) and not connection.is_usable():
                raise  # it is not the mails' fault
            log.info(
                "A handful of mails could not be filed together: %s", type(trouble).__name__, exc_info=True
            )
            return set()

    def _file_one(self, begun: _Begun, claim: str) -> None:
        one = begun.mail
        try:
            self._file(begun, claim)
        except Unreadable as unreadable:
            # once more, for the machine may only have been busy
            _put_off(one, claim, Reason.UNREADABLE, unreadable.reason, most=2)
        except Refused as refused:
            _hold_refused(one.pk, claim, refused, _case(begun, self._vendor.read(), clock.now()))
        except Exception as trouble:
            if isinstance(trouble, OperationalError | InterfaceError) and not connection.is_usable():
                raise  # it is not this mail's fault
            log.exception("Mail %s could not be put on a ticket.", one.pk)
            _put_off(
                one, claim, Reason.FAILED_AGAIN, f"{type(trouble).__name__}: {trouble}", most=MOST_ATTEMPTS
            )

    @transaction.atomic
    def _file(self, begun: _Begun, claim: str) -> None:
        begun.reading.result()  # whoever could not be read is told apart before anything is locked
        at = _lock([begun.mail.pk], claim).get(begun.mail.pk)
        if at is not None:
            file_mail(_case(begun, self._vendor.read(), at))


@dataclass(frozen=True)
class _Begun:
    """A claimed mail, its bytes, and what the child makes of them."""

    mail: RawMail
    raw: bytes
    reading: Future[ReadMessage]


def _case(begun: _Begun, known: Known, at: datetime) -> Case:
    """A case of its own each time, for an attempt that failed leaves its marks on the row in memory."""
    return Case(copy(begun.mail), begun.reading.result(), read_marks(begun.raw), known, at)


def _handfuls(claimed: Sequence[RawMail]) -> Iterator[list[RawMail]]:
    """The mails in order, so many at a time that their bytes take no room to speak of."""
    handful: list[RawMail] = []
    for one in claimed:
        if handful and (
            len(handful) == HANDFUL or sum(each.size for each in handful) + one.size > _MOST_BYTES
        ):
            yield handful
            handful = []
        handful.append(one)
    if handful:
        yield handful


_CLAIM = """
UPDATE channels_rawmail SET lease_until = %(until)s, lease_by = %(claim)s, attempts = attempts + 1
WHERE id IN (
    SELECT id FROM channels_rawmail
    WHERE state = 'stored' AND (lease_until IS NULL OR lease_until <= %(at)s) AND (attempts = 0) = %(is_fresh)s
    ORDER BY {order} LIMIT %(most)s FOR UPDATE SKIP LOCKED
)
"""

_LOCK = """
SELECT id, holdfast_now() FROM channels_rawmail
WHERE id = ANY(%s) AND state = 'stored' AND lease_by = %s ORDER BY id FOR UPDATE
"""


def _lock(keys: Sequence[int], claim: str) -> dict[int, datetime]:
    """The clock, by those of the mails that are still ours; a claim that ran out was taken by somebody else (T57)."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [list(keys), claim])
        return {key: at.astimezone(UTC) for key, at in cursor.fetchall()}


@transaction.atomic
def _claim(claim: str, *, is_fresh: bool) -> list[RawMail]:
    """New mail in a batch, in order; what was in hand before comes alone, so that it can't take others with it."""
    at = clock.now()
    most, order = (BATCH, "id") if is_fresh else (1, "attempts, id")
    with connection.cursor() as cursor:
        cursor.execute(
            _CLAIM.format(order=order),
            {"at": at, "until": at + LEASE, "claim": claim, "is_fresh": is_fresh, "most": most},
        )
        if not cursor.rowcount:
            return []
    return list(RawMail.objects.defer("raw").filter(state=MailState.STORED, lease_by=claim).order_by("pk"))


def let_go(number: int) -> None:
    """Free the mail that a worker that died had in hand."""
    holder.let_go("channels_rawmail", number, where="state = 'stored'")


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
