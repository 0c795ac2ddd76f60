"""One mail on its way to its place: what it says, who sent it, and the fates that it can meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from holdfast.channels.facts import MailDoubled, MailDropped, MailHeld, MailQuarantined
from holdfast.channels.mail.identity import one_sender, standing_of
from holdfast.channels.mail.marks import Marks
from holdfast.channels.mail.our_addresses import Known, tags_to_us
from holdfast.channels.mail.reading.message import ReadMessage
from holdfast.channels.mail.reasons import WORDS, Reason
from holdfast.channels.mail.sameness import sameness_of, shape_of
from holdfast.channels.models import MailState, RawMail, Standing
from holdfast.kernel.actor import SYSTEM, Actor
from holdfast.kernel.facts import record
from holdfast.kernel.rows import run_over
from holdfast.kernel.text import one_line
from holdfast.people.models import normal_address
from holdfast.tickets.models import Ticket


@dataclass
class Case:
    """A locked raw mail, what the reader made of it, and the clock as read once (UTC)."""

    mail: RawMail
    read: ReadMessage
    marks: Marks
    known: Known
    at: datetime

    @property
    def sender(self) -> str:
        """The address of the one sender; empty when there is not exactly one."""
        found = one_sender(self.read)
        return normal_address(found.address) if found else ""

    @property
    def recipients(self) -> list[str]:
        """Every address it was sent to, the envelope's first."""
        shown = [each.address for each in (*self.read.to, *self.read.cc)]
        return [*self.mail.envelope_to, *self.read.delivered_to, *shown]

    @property
    def tags(self) -> list[str]:
        return tags_to_us(self.recipients, set(self.known.own))

    def describe(self) -> None:
        """Write what the mail says of itself onto its row."""
        mail, read, sender = self.mail, self.read, self.sender
        mail.mail_id = one_line(read.message_id or "", limit=300)
        mail.sender = sender or one_line(read.senders[0].address if read.senders else "", limit=320)
        mail.sender_name = one_line(read.sender.name if read.sender else "", limit=200)
        mail.subject = one_line(read.subject, limit=300)
        mail.standing = (
            standing_of(
                read.authentication_results, sender=sender, authserv_id=self.known.trusted_authserv_id
            )
            if sender
            else Standing.UNVERIFIED
        )
        mail.sameness = sameness_of(read, sha256=mail.sha256, sender=mail.sender, standing=mail.standing)
        mail.shape = shape_of(read)

    def settle(self, state: MailState, *, reason: str = "", why: str = "") -> None:
        """Write the mail's fate onto its row; its lease ends."""
        settle(self.mail, state, reason=reason, why=why)

    def hold(self, reason: Reason, *, why: str = "", suggested: Ticket | None = None) -> None:
        """Put it before a person."""
        self.mail.suggested = suggested
        self.settle(MailState.HELD, reason=reason, why=why)
        record(
            MailHeld(
                mail=self.mail.pk,
                reason=reason,
                sender=self.mail.sender,
                suggested=suggested.pk if suggested else None,
            ),
            by=SYSTEM,
            at=self.at,
        )

    def drop(self, reason: Reason, *, why: str = "", by: Actor = SYSTEM) -> None:
        """Leave it aside; the raw mail stays."""
        drop(self.mail, reason, why=why, at=self.at, by=by)

    def double(self, earlier: RawMail) -> None:
        """Tie it to the same mail that came before."""
        self.mail.same_as, self.mail.ticket_id, self.mail.message_id = (
            earlier,
            earlier.ticket_id,
            earlier.message_id,
        )
        self.settle(MailState.DONE, reason=Reason.DOUBLE)
        record(MailDoubled(mail=self.mail.pk, same_as=earlier.pk), by=SYSTEM, at=self.at)


def settle(mail: RawMail, state: MailState, *, reason: str = "", why: str = "") -> None:
    """Write the mail's fate onto its locked row, all but the raw bytes; its lease ends."""
    mark(mail, state, reason=reason, why=why)
    write_rows([mail])


def mark(mail: RawMail, state: MailState, *, reason: str = "", why: str = "") -> None:
    """Set the mail's fate on its row in memory; `write_rows` writes it."""
    mail.state, mail.reason = state, reason
    mail.why = one_line(why or (WORDS[Reason(reason)] if reason else ""), limit=400)
    mail.lease_until, mail.lease_by = None, ""


def drop(mail: RawMail, reason: Reason, *, why: str = "", at: datetime, by: Actor) -> None:
    settle(mail, MailState.DROPPED, reason=reason, why=why)
    record(MailDropped(mail=mail.pk, reason=reason, why=mail.why), by=by, at=at)


def quarantine(mail: RawMail, reason: Reason, *, why: str, at: datetime) -> None:
    """Put it where it is seen, with its reason, and stops nothing else."""
    settle(mail, MailState.QUARANTINED, reason=reason, why=why)
    record(MailQuarantined(mail=mail.pk, reason=reason, why=mail.why), by=SYSTEM, at=at)


_MUTABLE = [
    field.attname
    for field in RawMail._meta.concrete_fields
    if field.name
    not in (
        "id",
        "raw",
        "mailbox",
        "sha256",
        "size",
        "door",
        "envelope_from",
        "envelope_to",
        "peer",
        "reached_at",
    )
]
_WRITE = f"""
UPDATE channels_rawmail AS mail SET {", ".join(f"{each} = r.{each}" for each in _MUTABLE)}
FROM jsonb_populate_recordset(NULL::channels_rawmail, %(rows)s::jsonb) AS r
WHERE mail.id = r.id
"""  # noqa: S608 - our own columns


def write_rows(mails: Sequence[RawMail]) -> None:
    """Write all of these locked rows, but what a door stored, in one statement."""
    run_over(_WRITE, [{"id": mail.pk, **{name: getattr(mail, name) for name in _MUTABLE}} for mail in mails])
