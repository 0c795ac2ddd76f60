"""The sending loops, of mail and of posts: claim, give to the wires, settle; any number of workers at once."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic

from holdfast.carriers.outcome import Carrier, Outcome, Result
from holdfast.carriers.wires import Switchboard
from holdfast.kernel import clock, holder
from holdfast.notices.actions.claiming import (
    BY_MAIL,
    BY_POST,
    Claimed,
    Lease,
    claim,
    release,
    seconds_until_next,
)
from holdfast.notices.actions.next_channel import overtake
from holdfast.notices.actions.settling import Sent, settle
from holdfast.notices.actions.wires import POSTS_AT_ONCE, C, Leaving, Wires, open_post_wires, open_wires
from holdfast.notices.mail import Sender, write_mail
from holdfast.notices.models import Delivery
from holdfast.notices.posts import CannotLeave, write_post
from holdfast.notices.sender import the_sender

log = logging.getLogger(__name__)

BATCH: Final = 50
RUN_FOR: Final = 3.0
"""Seconds after which a run begins no new mail, so that the worker can look up: at its bells, and whether to stop."""
IDLE: Final = 30.0
"""Seconds after which the loop looks at the rows by itself, whatever bell was missed."""
_SETTLE_AT: Final = 10  # outcomes in hand: a commit for each would cost more than the mail
_SETTLE_WITHIN: Final = 0.25  # seconds that an outcome is in hand at most, while another mail hangs


@dataclass(frozen=True)
class Loop(Generic[C]):
    """What one loop sends: which rows, how many in hand, how they are written, and by which wires."""

    which: str
    batch: int
    open: Callable[[], Wires[C]]
    write: Callable[[Claimed, Sender], Leaving[C]]


def _write_mail(claimed: Claimed, sender: Sender) -> Leaving[Carrier]:
    return write_mail(claimed.delivery.notice, claimed.delivery, sender, folded=claimed.folded)


def _write_post(claimed: Claimed, sender: Sender) -> Leaving[Switchboard]:
    return write_post(claimed.delivery.notice, claimed.delivery, sender, folded=claimed.folded)


MAILS: Final = Loop(BY_MAIL, BATCH, open_wires, _write_mail)
POSTS: Final = Loop(BY_POST, POSTS_AT_ONCE, open_post_wires, _write_post)


def run_once(
    *, worker: str | None = None, wires: Wires[Carrier] | None = None, run_for: float = RUN_FOR
) -> float:
    """Send the mail that is due; returns the seconds until more is, 0 when there is more now."""
    return _run(MAILS, worker, wires, run_for)


def send_posts_once(
    *, worker: str | None = None, wires: Wires[Switchboard] | None = None, run_for: float = RUN_FOR
) -> float:
    """The same for all other channels, after what was put off too long was given to its contact's next one."""
    overtake(at=clock.now())
    return _run(POSTS, worker, wires, run_for)


def _run(loop: Loop[C], worker: str | None, wires: Wires[C] | None, run_for: float) -> float:
    name = worker or holder.name()
    ends = time.monotonic() + run_for
    lease, claimed = claim(name, limit=loop.batch, which=loop.which)
    if claimed:
        with wires or loop.open() as opened:
            sender = the_sender()
            while claimed:
                send_claimed(
                    lease, claimed, opened, sender, loop=loop, enough=lambda: time.monotonic() >= ends
                )
                until_next = 0.0 if len(claimed) == loop.batch else _until_next(loop)
                if until_next or time.monotonic() >= ends:
                    return until_next
                lease, claimed = claim(name, limit=loop.batch, which=loop.which)
    return _until_next(loop)


def _until_next(loop: Loop[Any]) -> float:
    """By the rows themselves: what came meanwhile, or waited behind what has left, is due now."""
    until_next = seconds_until_next(clock.now(), which=loop.which)
    return IDLE if until_next is None else min(until_next, IDLE)


def send_claimed(
    lease: Lease,
    claimed: Sequence[Claimed],
    wires: Wires[Any],
    sender: Sender,
    *,
    loop: Loop[Any] = MAILS,
    enough: Callable[[], bool] = lambda: False,
) -> None:
    """Send these rows, settling as outcomes come in; after `enough`, what is not begun is given back."""
    waiting = deque(claimed)
    hand = _InHand()
    while waiting or wires.under_way or hand.sent:
        while waiting and wires.has_room and not enough():
            each = waiting.popleft()
            if leaving := _written(each, sender, hand, loop):
                wires.begin(each, leaving, lease)
        if waiting and enough():
            release(waiting, lease)
            waiting.clear()
        if wires.under_way:
            hand.take(wires.finished(within=_SETTLE_WITHIN))
        if hand.is_ripe(more=bool(waiting or wires.under_way)) and not settle(lease, hand.empty()):
            waiting.clear()  # the database is away: what is not begun goes when its lease has run out
        if lease.needs_renewal():
            lease.renew()


def _written(claimed: Claimed, sender: Sender, hand: _InHand, loop: Loop[C]) -> Leaving[C] | None:
    delivery = claimed.delivery
    if claimed.is_lost:
        hand.take([(claimed, _fate_of_lost(delivery))])
        return None
    try:
        return loop.write(claimed, sender)
    except CannotLeave as why:
        hand.take([(claimed, Outcome(Result.PERMANENT, str(why)))])
        return None
    except Exception as fault:
        # words that can't be written must neither stop the others nor be lost: seen in the row, tried again
        log.exception("The mail of row %d could not be written.", delivery.pk)
        trouble = Outcome(Result.TEMPORARY, f"The mail could not be written: {type(fault).__name__}.")
        hand.take([(claimed, trouble)])
        return None


def _fate_of_lost(delivery: Delivery) -> Outcome:
    """Of a text or call that another worker had in hand: what the provider told meanwhile, else nobody knows."""
    if delivery.delivered_at is not None:
        return Outcome(Result.ACCEPTED)
    return Outcome(Result.UNKNOWN, "Whoever sent it was stopped before the answer was written down.")


class _InHand:
    """Outcomes that are not settled yet."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self._since = 0.0

    def take(self, done: Sequence[tuple[Claimed, Outcome | None]]) -> None:
        for claimed, outcome in done:
            if outcome is not None:
                if not self.sent:
                    self._since = time.monotonic()
                self.sent.append(Sent(claimed, outcome))

    def is_ripe(self, *, more: bool) -> bool:
        """Whether to settle now; `more` says that other outcomes will come."""
        aged = time.monotonic() - self._since >= _SETTLE_WITHIN
        return bool(self.sent) and (len(self.sent) >= _SETTLE_AT or aged or not more)

    def empty(self) -> list[Sent]:
        sent, self.sent = self.sent, []
        return sent


__all__ = ["BATCH", "IDLE", "POSTS", "Wires", "open_wires", "run_once", "send_claimed", "send_posts_once"]
