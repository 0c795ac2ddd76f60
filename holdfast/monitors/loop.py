"""The worker's loop over monitors: several looks at once, each in a thread, none of them waited for longer than a moment."""

from __future__ import annotations

import logging
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Final

from holdfast.monitors.actions.gaps import note_watch
from holdfast.monitors.actions.measuring import Claim, claim, notice_silence, settle
from holdfast.monitors.checks import Finding, Reach
from holdfast.monitors.checks.finding import Failed
from holdfast.monitors.history import thin_out

AT_ONCE: Final = 16
_MOMENT: Final = 0.5
_LOOK_EVERY: Final = 5.0
_log = logging.getLogger(__name__)


@dataclass
class Rounds:
    """The looks of one worker: what is under way stays so from one run to the next."""

    reach: Reach
    at_once: int = AT_ONCE
    _under_way: dict[Future[Finding], Claim] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._threads = ThreadPoolExecutor(self.at_once, thread_name_prefix="look")

    def run_once(self) -> float:
        """Begin what is due as far as there are hands, settle what has ended; returns the seconds until the next run."""
        note_watch()
        while notice_silence():
            pass
        thin_out()
        if free := self.at_once - len(self._under_way):
            for claimed in claim(limit=free):
                self._under_way[self._threads.submit(look, claimed, self.reach)] = claimed
        ended, _ = wait(self._under_way, timeout=_MOMENT, return_when=FIRST_COMPLETED)
        for each in ended:
            settle(self._under_way[each], _found(each))
            del self._under_way[each]
        return 0.0 if self._under_way or ended else _LOOK_EVERY

    def close(self) -> None:
        self._threads.shutdown(cancel_futures=True)


def look(claimed: Claim, reach: Reach) -> Finding:
    """Look, by the time limit; touches no database."""
    began = time.monotonic()
    try:
        well = claimed.check.look(claimed.within, reach, claimed.at)
    except Failed as failed:
        return Finding(False, str(failed))
    ms = round((time.monotonic() - began) * 1000)
    return Finding(True, well.words, ms, well.warning)


def _found(ended: Future[Finding]) -> Finding | None:
    """What the look found; a look that itself broke says nothing of what it looked at."""
    try:
        return ended.result()
    except Exception as error:
        _log.error("A look broke: %s", type(error).__qualname__)
        return None
