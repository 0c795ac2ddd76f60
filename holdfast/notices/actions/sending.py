"""The sending loop: claim, give to the wires, settle; any number of workers, each with wires of its own."""

from __future__ import annotations

import logging
import os
import socket
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from holdfast.carriers.outcome import Outcome, Result
from holdfast.kernel import clock
from holdfast.notices.actions.claiming import Claimed, Lease, claim, release, seconds_until_next
from holdfast.notices.actions.settling import Sent, settle
from holdfast.notices.actions.wires import Wires, open_wires
from holdfast.notices.mail import Mail, Sender, write_mail
from holdfast.notices.sender import the_sender

log = logging.getLogger(__name__)

BATCH: Final = 50
RUN_FOR: Final = 3.0
"""Seconds after which a run begins no new mail, so that the worker can look up: at its bells, and whether to stop."""
IDLE: Final = 30.0
"""Seconds after which the loop looks at the rows by itself, whatever bell was missed."""
_SETTLE_AT: Final = 10  # outcomes in hand: a commit for each would cost more than the mail
_SETTLE_WITHIN: Final = 0.25  # seconds that an outcome is in hand at most, while another mail hangs


def run_once(*, worker: str | None = None, wires: Wires | None = None, run_for: float = RUN_FOR) -> float:
    """Send what is due; returns the seconds until more is, 0 when there is more now."""
    name = worker or f"{socket.gethostname()[:16]}-{os.getpid()}"
    ends = time.monotonic() + run_for
    lease, claimed = claim(name, limit=BATCH)
    if claimed:
        with wires or open_wires() as opened:
            sender = the_sender()
            while claimed:
                send_claimed(lease, claimed, opened, sender, enough=lambda: time.monotonic() >= ends)
                if time.monotonic() >= ends:
                    break
                lease, claimed = claim(name, limit=BATCH)
    until_next = seconds_until_next(clock.now())
    return IDLE if until_next is None else min(until_next, IDLE)


def send_claimed(
    lease: Lease,
    claimed: Sequence[Claimed],
    wires: Wires,
    sender: Sender,
    *,
    enough: Callable[[], bool] = lambda: False,
) -> None:
    """Send these rows, settling as outcomes come in; after `enough`, what is not begun is given back."""
    waiting = deque(claimed)
    hand = _InHand()
    while waiting or wires.under_way or hand.sent:
        while waiting and wires.has_room and not enough():
            each = waiting.popleft()
            if mail := _written(each, sender, hand):
                wires.begin(each, mail, lease)
        if waiting and enough():
            release(waiting, lease)
            waiting.clear()
        if wires.under_way:
            hand.take(wires.finished(within=_SETTLE_WITHIN))
        if hand.is_ripe(more=bool(waiting or wires.under_way)):
            settle(lease, hand.empty(), at=clock.now())
        if lease.needs_renewal():
            lease.renew()


def _written(claimed: Claimed, sender: Sender, hand: _InHand) -> Mail | None:
    delivery = claimed.delivery
    try:
        return write_mail(delivery.notice, delivery, sender, folded=claimed.folded)
    except Exception as fault:
        # words that can't be written must neither stop the others nor be lost: seen in the row, tried again
        log.exception("The mail of row %d could not be written.", delivery.pk)
        trouble = Outcome(Result.TEMPORARY, f"The mail could not be written: {type(fault).__name__}.")
        hand.take([(claimed, trouble)])
        return None


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


__all__ = ["BATCH", "IDLE", "Wires", "open_wires", "run_once", "send_claimed"]
