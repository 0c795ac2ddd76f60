"""Write down what became of mails: state, trail and what follows, in one transaction."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import Error, InterfaceError, OperationalError, connection, transaction
from psycopg.errors import ReadOnlySqlTransaction

from holdfast.carriers.outcome import Outcome, Result
from holdfast.carriers.webhook import SCHEDULE
from holdfast.carriers.wires import WEBHOOK
from holdfast.kernel import clock, hints
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import Fact, ask, record_many
from holdfast.kernel.text import one_line
from holdfast.notices.actions.bounces import note_what_stayed
from holdfast.notices.actions.claiming import Claimed, Lease
from holdfast.notices.actions.endpoints import note_answers
from holdfast.notices.actions.next_channel import hand_on, say_given_up
from holdfast.notices.channels import AT_MOST_ONCE
from holdfast.notices.facts import NoticeAccepted, NoticeFailed, Settling, naming
from holdfast.notices.mail import Row
from holdfast.notices.models import Delivery, DeliveryState

log = logging.getLogger(__name__)

_DELAYS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
_GIVE_UP_AFTER: Final = timedelta(days=5)
_GIVE_UP_ATTEMPTS: Final = 30  # the delays above come to five days after about so many
_TRIES: Final = 5
_GIVES_WAY: Final = (DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.KEPT)


@dataclass(frozen=True)
class Sent:
    """One mail given to a wire: the row, and what became of it."""

    claimed: Claimed
    outcome: Outcome


def settle(lease: Lease, sent: Sequence[Sent]) -> bool:
    """Settle all in one transaction; where that fails, one by one, so that a bad one holds up no other.

    A mail that left must not leave again because what follows from it fails: such a row is settled without
    it, said aloud in the log and in the row. A database that is gone is waited for a little; then the lease
    runs out, and the mails go again under their old Message-IDs. The instant of acceptance is the database's clock,
    read here, after all these outcomes were in: a quarter of a second late, or as much as the database was away, and
    never early. Returns whether all is written down.
    """
    try:
        _settle_together(lease, sent)
        return True
    except Exception:
        if len(sent) > 1:
            log.warning(
                "Settling %d notices together failed; they are settled one by one.", len(sent), exc_info=True
            )
        written = [
            _settle_alone(lease, each) for each in sent
        ]  # each of them, whatever became of the one before
        return all(written)


def _settle_alone(lease: Lease, sent: Sent) -> bool:
    for tried in range(_TRIES):
        try:
            _settle_together(lease, [sent])
            return True
        except Exception as fault:
            if _is_away(fault):
                log.warning("Settling a notice failed; it is tried again.", exc_info=True)
                _come_again()
                threading.Event().wait(0.1 * 2**tried)
                continue
            log.exception("What follows from an accepted notice failed; the row is settled without it.")
            break
    try:
        _settle_together(
            lease, [sent], trouble="What follows from this failed: see the log.", with_facts=False
        )
        return True
    except Error:
        log.exception("A notice could not be settled; it goes again when its lease has run out.")
        return False


def _is_away(fault: Exception) -> bool:
    """A deadlock, a database that restarts, or one that only reads as it does while another takes over (T59)."""
    return isinstance(fault, OperationalError | InterfaceError | ReadOnlySqlTransaction) or isinstance(
        fault.__cause__, ReadOnlySqlTransaction
    )


def _come_again() -> None:
    """By a new connection: one that was opened while the database only read goes on so."""
    if not connection.in_atomic_block:
        connection.close()


@transaction.atomic
def _settle_together(
    lease: Lease, sent: Sequence[Sent], *, trouble: str = "", with_facts: bool = True
) -> None:
    at = clock.now()
    told = [delivery for each in sent for _, delivery in _told_by(each.claimed)]
    if with_facts:
        ask(Settling(concerning=tuple({delivery.about for delivery in told})))
    ours = _write_states(lease, sent, at, trouble)
    mine = [each for each in sent if each.claimed.delivery.pk in ours]
    note_answers([(each.claimed.delivery, each.outcome) for each in mine], at=at)
    given = hand_on([row for each in mine if _gives_way(each, at) for row in _told_by(each.claimed)], at=at)
    for each in sent:
        if each.claimed.delivery.pk not in ours:
            log.warning("Row %d was another's by the time its mail was through.", each.claimed.delivery.pk)
    if with_facts:
        _record(mine, given, at)
        accepted = [each.claimed.delivery for each in sent if each.outcome.result is Result.ACCEPTED]
        note_what_stayed({row.person_id for row in accepted if row.person_id}, at=at)
    hints.send("outbox", *(each.claimed.delivery.about for each in sent))


_SETTLE = """
UPDATE notices_delivery d
SET state = r.state, due_at = r.due_at, accepted_at = r.accepted_at, trouble = r.trouble,
    answer = r.answer, lease_by = '', lease_until = NULL
FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::text[], %s::text[])
     AS r(id, state, due_at, accepted_at, trouble, answer)
WHERE d.id = r.id AND d.lease_by = %s AND d.state = 'waiting'
RETURNING d.id
"""

_SETTLE_FOLDED = """
UPDATE notices_delivery d SET state = l.state, accepted_at = l.accepted_at, trouble = l.trouble, answer = l.answer
FROM notices_delivery l
WHERE d.folded_into_id = l.id AND l.id = ANY(%s) AND l.state <> 'waiting' AND d.state = 'waiting'
"""


def _write_states(lease: Lease, sent: Sequence[Sent], at: datetime, trouble: str) -> set[int]:
    """Change the rows that are still under this lease; returns their keys."""
    changes = [_change(each, at, trouble) for each in sorted(sent, key=lambda each: each.claimed.delivery.pk)]
    columns = [list(column) for column in zip(*changes, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [*columns, lease.token])
        ours = {key for (key,) in cursor.fetchall()}
        leads = sorted(each.claimed.delivery.pk for each in sent if each.claimed.folded)
        if leads:
            cursor.execute(_SETTLE_FOLDED, [[key for key in leads if key in ours]])
    return ours


def _change(sent: Sent, at: datetime, trouble: str) -> tuple[int, str, datetime, datetime | None, str, str]:
    delivery, outcome = sent.claimed.delivery, sent.outcome
    state = state_after(delivery, outcome, at)
    due_at = at + _again_in(delivery, outcome) if state == DeliveryState.WAITING else at
    accepted_at = at if state == DeliveryState.ACCEPTED else None
    said = one_line(outcome.reason)
    answer, reason = (said, "") if state == DeliveryState.ACCEPTED else ("", said)
    return delivery.pk, state.value, due_at, accepted_at, trouble or reason, answer


def state_after(delivery: Delivery, outcome: Outcome, at: datetime) -> DeliveryState:
    """The row's next state; mail whose fate is unknown goes again, for a duplicate is better than a loss.

    A text or a call does not: nobody is called twice for one thing.
    """
    if outcome.result is Result.ACCEPTED:
        return DeliveryState.ACCEPTED
    if outcome.result is Result.KEPT:
        return DeliveryState.KEPT
    if outcome.result is Result.UNKNOWN and delivery.channel in AT_MOST_ONCE:
        return DeliveryState.UNKNOWN
    if delivery.channel == WEBHOOK:
        old = delivery.attempts >= len(SCHEDULE)
    else:
        old = delivery.attempts >= _GIVE_UP_ATTEMPTS and at - delivery.written_at >= _GIVE_UP_AFTER
    return DeliveryState.FAILED if outcome.result is Result.PERMANENT or old else DeliveryState.WAITING


def _again_in(delivery: Delivery, outcome: Outcome) -> timedelta:
    """How long until the next try: by the webhooks' schedule or our own, or longer where the other side asks for it."""
    own = SCHEDULE[delivery.attempts] if delivery.channel == WEBHOOK else put_off(delivery.attempts)
    return max(own, timedelta(seconds=outcome.again_after or 0.0))


def put_off(attempts: int) -> timedelta:
    """How long until the next try after so many: 1, 5, 15 minutes, 1, 4, 4 … hours, give or take a fifth."""
    delay = _DELAYS[min(max(attempts, 1), len(_DELAYS)) - 1]
    return delay * random.uniform(0.8, 1.2)  # noqa: S311  # jitter, so that all do not come back at once


def _told_by(claimed: Claimed) -> list[Row]:
    return [(claimed.delivery.notice, claimed.delivery), *claimed.folded]


def _gives_way(sent: Sent, at: datetime) -> bool:
    """Whether this channel is through with its contact, so that the next one is used at once."""
    return state_after(sent.claimed.delivery, sent.outcome, at) in _GIVES_WAY


def _record(sent: Sequence[Sent], given: Mapping[int, str], at: datetime) -> None:
    """What was accepted or has failed for good, all at once; then which channels gave way, and to which."""
    facts: list[Fact] = []
    gave_way: list[tuple[Row, str]] = []
    for each in sent:
        state = state_after(each.claimed.delivery, each.outcome, at)
        trouble = one_line(each.outcome.reason)
        for notice, delivery in _told_by(each.claimed):
            if state == DeliveryState.ACCEPTED:
                facts.append(NoticeAccepted(**naming(notice, delivery), accepted_at=at))
            elif delivery.next_channels is not None and state in _GIVES_WAY:
                gave_way.append(((notice, delivery), trouble))
            elif state == DeliveryState.FAILED:
                facts.append(NoticeFailed(**naming(notice, delivery), trouble=trouble))
    record_many(facts, by=SYSTEM, at=at)
    for (notice, delivery), trouble in gave_way:
        next_channel = given.get(delivery.pk, "")
        say_given_up(notice, delivery, trouble=trouble, next_channel=next_channel, at=at)
