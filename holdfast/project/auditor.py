"""The auditor: each minute it looks whether all holds that must, and only then gives the outside its sign of life.

Silence is what it is for: a worker that hangs, a queue that grows and a promise that nobody looks at make no noise of
their own. What does not hold is told to the administrators, once an hour for each kind; an address outside that is
asked for only while all is well raises the alarm when nothing here can (T78).
"""

from __future__ import annotations

import logging
import socket
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.db import transaction

from holdfast.carriers.outgoing.asking import AnswerLost, NotGiven, ask
from holdfast.channels.mail.certificate import Certificate
from holdfast.channels.queries import mail_waiting, silent_mailboxes
from holdfast.incidents.invariants import words_to_too_few
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import Fact, record
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.invariants import short_fan_outs
from holdfast.notices.letters import Reader
from holdfast.notices.models import Lane
from holdfast.notices.queries import oldest_waiting
from holdfast.people.models import Role
from holdfast.people.standing_in import who_stands_in
from holdfast.project import environment, node_clock, scanning
from holdfast.project.alarms import SUBJECT
from holdfast.project.heartbeats import STUCK_AFTER, silences
from holdfast.promises.invariants import Violation, violations

EVERY: Final = 60.0
SETTLED_AFTER: Final = 30.0
"""Seconds until the other loops of a worker that starts have surely come round, and done what fell due meanwhile."""
LATE: Final = timedelta(minutes=4)
"""With the minute until the next look nothing stands still for more than five before somebody hears of it (T78)."""
_FAILING: Final = timedelta(minutes=2)
NODE: Final = socket.gethostname()[:60]
_PATIENCE: Final = 10.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class InvariantBroken(Fact):
    """Something does not hold that always must."""

    subject: ClassVar[str] = "auditor"
    code: str
    words: str

    @property
    def about(self) -> str:
        return "auditor"


class Auditor:
    """One worker's looks; the first is not at its start, when nothing has come round since the last one stopped."""

    def __init__(self) -> None:
        self._begins = time.monotonic() + SETTLED_AFTER

    def run_once(self) -> float:
        """Look once the worker has settled, then each minute."""
        left = self._begins - time.monotonic()
        return left if left > 0 else run_once()


def run_once() -> float:
    """Look, tell, and give the sign of life; returns the seconds until the next look."""
    found = everything_wrong()
    if found:
        tell(found)
    else:
        env = environment.read()
        give_sign_of_life("" if env.nothing_leaves else env.heartbeat_url)
    return EVERY


def everything_wrong() -> list[Violation]:
    """All that does not hold now: promises, notices, mail, loops, mailboxes, the certificate, the scanner, this clock."""
    found = violations()
    waited = oldest_waiting(clock.now())
    if waited is not None and waited > LATE:
        found.append(
            Violation("notices_late", f"The oldest notice that is due waits for {_minutes(waited)} minutes.")
        )
    if short := [*short_fan_outs(), *words_to_too_few()]:
        found.append(Violation("fan_out_short", f"Told to fewer people than it was for: {', '.join(short)}."))
    mail = mail_waiting()
    if mail.oldest_at is not None and clock.now() - mail.oldest_at > LATE:
        found.append(Violation("mail_late", f"{mail.waiting} mails wait to become tickets."))
    env = environment.read()
    closed = silent_mailboxes(clock.now(), failing_for=_FAILING, unseen_for=LATE)
    if closed and not env.nothing_leaves:  # a restored copy fetches none
        found.append(Violation("mailbox_silent", f"Not fetched: {', '.join(closed)}."))
    if no_tls := Certificate(env.mail_tls_cert, env.mail_tls_key).trouble():
        found.append(Violation("certificate", no_tls))
    stuck = sorted(loop for loop, seconds in silences().items() if seconds > STUCK_AFTER)
    if stuck:
        found.append(Violation("loop_stuck", f"Silent: {', '.join(stuck)}."))
    if no_scan := scanning.trouble():
        found.append(Violation("scanner_silent", no_scan))
    ahead = node_clock.seconds_ahead()
    if abs(ahead) > node_clock.ALARMED_ABOVE:
        found.append(Violation(f"clock_off-{NODE}", _clock_off(ahead)))
    return found


@transaction.atomic
def tell(found: list[Violation]) -> None:
    """Record each violation and write to the administrators, once an hour for each kind."""
    at = clock.now()
    for each in found:
        _log.error("%s", each.words)
        _tell(each, at)


def give_sign_of_life(address: str) -> bool:
    """Ask for the address outside; whether it answered. Without one, nothing is asked."""
    if not address:
        return False
    try:
        return ask("GET", address, allows_inside=True, within=_PATIENCE).status < 400
    except (NotGiven, AnswerLost) as trouble:
        _log.warning("The heartbeat's address does not answer: %s", trouble)
        return False


def _tell(violation: Violation, at: datetime) -> None:
    event = f"auditor-{violation.code}-{at:%Y%m%d%H}"
    readers = [Reader(person=person, to_client=False) for person in who_stands_in(first=Role.ADMINISTRATOR)]
    notice = write_notice(
        event=event,
        kind="alarm",
        about="auditor",
        readers=readers,
        subject=SUBJECT,
        said={"words": violation.words},
        lane=Lane.PAGING,
        at=at,
    )
    if notice.created_at == at:
        record(InvariantBroken(code=violation.code, words=violation.words), by=SYSTEM, at=at)


def _clock_off(ahead: float) -> str:
    kept = (
        "" if node_clock.may_send(ahead) else " It sends no mail until it is right; a worker elsewhere may."
    )
    return f"The clock of {NODE} is {node_clock.in_words(ahead)}; set both by NTP.{kept}"


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
