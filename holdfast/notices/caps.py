"""How much automatic mail one address gets at most: the ladders of T14 and T21, counted in the ledger itself.

Two machines that answer each other, a rule that sets itself off, or a stranger who fills in forms in
somebody's name all end here. What goes over a cap is written as cancelled, so that it can be seen, and one
alarm tells of it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import DatabaseError, connection, transaction

from holdfast.notices.kinds import ACKNOWLEDGEMENTS
from holdfast.people.mailbox import IN_SQL, mailbox_of

log = logging.getLogger(__name__)

Ladder = tuple[tuple[int, int], ...]
"""Steps of (minutes, mails at most in them)."""

PER_THREAD: Final[Ladder] = ((10, 10), (30, 15), (60, 25), (180, 50), (600, 100))
PER_CLIENT_ADDRESS: Final[Ladder] = ((10, 30), (30, 60), (60, 120), (180, 240), (600, 360))
PER_STAFF_ADDRESS: Final[Ladder] = tuple((minutes, mails * 10) for minutes, mails in PER_CLIENT_ADDRESS)
STRANGERS_IN_ALL: Final = (10, 3000)
STRANGER_WAITS: Final = timedelta(hours=1)

MUTED = "Muted: "


@dataclass
class Tally:
    """What one address was sent lately: instants newest first, per thread and in all."""

    in_all: list[datetime] = field(default_factory=list)
    in_thread: dict[str, list[datetime]] = field(default_factory=dict)
    was_muted: bool = False
    """Whether something was muted in the last hour, so that the alarm has been given."""


@dataclass
class Counts:
    """The tallies of the addresses of one batch; None where the ledger could not be counted."""

    tallies: dict[str, Tally] | None
    too_many_strangers: bool = False
    acknowledged: set[str] = field(default_factory=set)
    """The mailboxes to which an acknowledgement went in the last hour, while their address was unconfirmed."""
    _alarmed: bool = False

    def judge(
        self, *, address: str, about: str, kind: str, to_client: bool, to_stranger: bool, at: datetime
    ) -> str:
        """Why this mail is muted; empty, and counted, when it may go. When in doubt it is muted (fail
        closed).
        """
        if self.tallies is None:
            return MUTED + "automatic mail could not be counted, so none is sent."
        tally = self.tallies[address]
        if to_stranger and self.too_many_strangers:
            return MUTED + "too much automatic mail to unconfirmed addresses."
        if to_stranger and kind in ACKNOWLEDGEMENTS and mailbox_of(address) in self.acknowledged:
            return MUTED + "this unconfirmed address had an acknowledgement within the hour."
        thread = tally.in_thread.setdefault(about, [])
        if step := full_step(PER_THREAD, thread, at):
            return MUTED + f"{step[1]} automatic mails about this within {step[0]} minutes."
        if step := full_step(PER_CLIENT_ADDRESS if to_client else PER_STAFF_ADDRESS, tally.in_all, at):
            return MUTED + f"{step[1]} automatic mails to this address within {step[0]} minutes."
        if to_stranger and kind in ACKNOWLEDGEMENTS:
            self.acknowledged.add(mailbox_of(address))
        thread.insert(0, at)
        tally.in_all.insert(0, at)
        return ""

    def is_first_alarm(self, address: str) -> bool:
        """Whether this address was not yet reported as muted within the hour; asking reports it."""
        if self.tallies is None:
            first, self._alarmed = not self._alarmed, True
            return first
        tally = self.tallies[address]
        first, tally.was_muted = not tally.was_muted, True
        return first


def full_step(ladder: Ladder, newest_first: Sequence[datetime], at: datetime) -> tuple[int, int] | None:
    """The step of the ladder that is used up at that instant, if any."""
    for minutes, mails in ladder:
        if len(newest_first) >= mails and newest_first[mails - 1] > at - timedelta(minutes=minutes):
            return minutes, mails
    return None


def count_lately(pairs: Iterable[tuple[str, str]], *, strangers: Iterable[str], at: datetime) -> Counts:
    """The tallies for these (about, address) pairs, counted by the database in the ledger.

    Strangers' mailboxes are locked until the transaction ends, or two forms sent at once would both be
    answered.
    """
    wanted = sorted(set(pairs))
    try:
        with transaction.atomic():
            _lock(sorted({mailbox_of(address) for address in strangers}))
            return _counts_of(wanted, at)
    except DatabaseError:
        log.exception("Automatic mail could not be counted; it is muted, and people's replies go on.")
        return Counts(None)


_LOCK = """
SELECT pg_advisory_xact_lock(hashtextextended('notice to ' || mailbox, 0))
FROM unnest(%s::text[]) AS r(mailbox)
"""

_TALLIES = f"""
SELECT r.about, r.address,
       ARRAY(SELECT d.written_at FROM notices_delivery d
             WHERE d.about = r.about AND d.address = r.address AND d.is_counted AND d.state <> 'cancelled'
             ORDER BY d.id DESC LIMIT %(most_in_thread)s),
       ARRAY(SELECT d.written_at FROM notices_delivery d
             WHERE d.address = r.address AND d.is_counted AND d.state <> 'cancelled'
             ORDER BY d.written_at DESC LIMIT %(most)s),
       EXISTS(SELECT FROM notices_delivery d JOIN notices_notice n ON n.id = d.notice_id
              WHERE {IN_SQL.format("d.address")} = r.mailbox AND d.is_counted AND d.to_stranger AND d.state <> 'cancelled'
                AND d.written_at > %(hour)s AND n.kind = ANY(%(acknowledgements)s)),
       EXISTS(SELECT FROM notices_delivery d
              WHERE d.address = r.address AND d.is_counted AND d.state = 'cancelled' AND d.written_at > %(hour)s),
       EXISTS(SELECT FROM notices_delivery
              WHERE to_stranger AND is_counted AND state <> 'cancelled' AND written_at > %(strangers_since)s
              ORDER BY written_at DESC OFFSET %(strangers_most)s - 1)
FROM unnest(%(abouts)s::text[], %(addresses)s::text[], %(mailboxes)s::text[]) AS r(about, address, mailbox)
"""  # noqa: S608 - of our own words only
"""Of each pair: its thread, then what is the same for the address, and last what is the same for all of them."""


def _lock(mailboxes: list[str]) -> None:
    """Lock these mailboxes, in order, before they are counted: what another one wrote is then seen."""
    if mailboxes:
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [mailboxes])


def _counts_of(pairs: list[tuple[str, str]], at: datetime) -> Counts:
    """The tallies by address, who was acknowledged, and whether strangers as a whole had too much."""
    minutes, mails = STRANGERS_IN_ALL
    values: dict[str, Any] = {
        "most_in_thread": PER_THREAD[-1][1],
        "most": PER_STAFF_ADDRESS[-1][1],
        "hour": at - STRANGER_WAITS,
        "acknowledgements": sorted(ACKNOWLEDGEMENTS),
        "strangers_since": at - timedelta(minutes=minutes),
        "strangers_most": mails,
        "abouts": [about for about, _ in pairs],
        "addresses": [address for _, address in pairs],
        "mailboxes": [mailbox_of(address) for _, address in pairs],
    }
    with connection.cursor() as cursor:
        cursor.execute(_TALLIES, values)
        rows = cursor.fetchall()
    tallies: dict[str, Tally] = {}
    for about, address, in_thread, in_all, _, muted, _ in rows:
        tallies.setdefault(address, Tally(in_all, {}, muted)).in_thread[about] = in_thread
    acknowledged = {mailbox_of(row[1]) for row in rows if row[4]}
    return Counts(tallies, any(too_many for *_, too_many in rows), acknowledged)
