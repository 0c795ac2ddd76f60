"""Show what was stored to the scanner, the oldest first; what has no verdict yet is shown again (T39)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from holdfast.files.facts import FileFoundInfected
from holdfast.files.models import StoredFile, Verdict
from holdfast.files.scanning.locked import is_locked
from holdfast.files.scanning.scanner import Answer, Scanner, Silent, Undecided
from holdfast.files.storage import open_stored
from holdfast.kernel import clock, hints
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record

LOOP: Final = "scanner"
"""The worker loop whose bell is rung."""
IDLE: Final = 2.0
AWAY: Final = 30.0
AGAIN: Final = timedelta(minutes=10)
"""After which a content is shown again that the scanner could not decide on; each time twice as long."""
MOST_TRIES: Final = 6
"""After so many, some five hours, it is given up: visibly, and until somebody says `show_again`."""

_log = logging.getLogger(__name__)


def run_once(scanner: Scanner) -> float:
    """Judge one content; returns the seconds until the next. While the scanner is away nothing is written."""
    try:
        return 0.0 if _judge_next(scanner) else IDLE
    except Silent as trouble:
        _log.warning("The virus scanner does not answer: %s", trouble)
        return AWAY


@transaction.atomic
def _judge_next(scanner: Scanner) -> bool:
    now = clock.now()
    waiting = StoredFile.objects.filter(Q(scan_after=None) | Q(scan_after__lte=now), verdict=Verdict.NONE)
    stored = waiting.select_for_update(skip_locked=True, no_key=True).order_by("stored_at", "pk").first()
    if stored is None:
        return False
    try:
        answer = _answer(scanner, stored.sha256)
    except Undecided as trouble:
        _log.warning("The virus scanner could not decide on a file: %s", trouble)
        _put_off(stored, now)
        return True
    stored.verdict, stored.verdict_name = answer.verdict, answer.name[:120]
    stored.save(update_fields=["verdict", "verdict_name"])
    if answer.verdict == Verdict.INFECTED:
        record(FileFoundInfected(file=stored.sha256, name=stored.verdict_name), by=SYSTEM, at=now)
    return True


def _put_off(stored: StoredFile, now: datetime) -> None:
    stored.scan_tries += 1
    if stored.scan_tries >= MOST_TRIES:
        stored.verdict, stored.scan_after = Verdict.GIVEN_UP, now
    else:
        stored.scan_after = now + AGAIN * 2 ** (stored.scan_tries - 1)
    stored.save(update_fields=["verdict", "scan_after", "scan_tries"])


def show_again(stored: StoredFile) -> None:
    """Have a content that was given up shown to the scanner once more, as if it were new."""
    StoredFile.objects.filter(pk=stored.pk, verdict=Verdict.GIVEN_UP).update(
        verdict=Verdict.NONE, scan_after=None, scan_tries=0
    )
    hints.wake(LOOP)


def given_up(*, since: datetime) -> int:
    """On how many contents the scanner was given up since then."""
    return StoredFile.objects.filter(verdict=Verdict.GIVEN_UP, scan_after__gte=since).count()


def _answer(scanner: Scanner, sha256: str) -> Answer:
    try:
        with open_stored(sha256) as content:
            answer = scanner.scan(content)  # type: ignore[arg-type]
    except FileNotFoundError:
        raise Undecided("its bytes are missing") from None
    if answer.verdict != Verdict.CLEAN:
        return answer
    with open_stored(sha256) as content:
        return Answer(Verdict.ENCRYPTED) if is_locked(content) else answer
