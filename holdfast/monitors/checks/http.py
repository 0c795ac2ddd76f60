"""HTTP and HTTPS: a page answers with the status that is expected, in time, and says what it should."""

from __future__ import annotations

from datetime import datetime

import msgspec

from holdfast.carriers.outgoing.asking import AnswerLost, NotGiven, ask
from holdfast.kernel.text import scrub
from holdfast.monitors.checks.finding import Failed, Reach, Well

MOST_READ = 1024 * 1024
"""Bytes in which the words are looked for; what is behind them is left on the line."""


class Http(msgspec.Struct, frozen=True, kw_only=True, tag="http", tag_field="kind", omit_defaults=True):
    """A redirect is an answer like others: it is not followed, so that nobody is led inside by one."""

    address: str
    status: int | None = None
    """None: any from 200 to 299."""
    words: str = ""

    @property
    def target(self) -> str:
        return self.address

    def look(self, within: float, reach: Reach, now: datetime) -> Well:
        """Raises `Failed`."""
        try:
            answer = ask(
                "GET",
                self.address,
                allows_inside=reach.allows_inside,
                allows_plain=True,
                but_for=reach.networks,
                within=within,
                most_read=MOST_READ,
            )
        except (NotGiven, AnswerLost) as trouble:
            raise Failed(str(trouble)) from None
        if not (answer.is_good if self.status is None else answer.status == self.status):
            wanted = "200 to 299" if self.status is None else str(self.status)
            to = f" to {scrub(where)[:200]}" if (where := answer.headers.get("location")) else ""
            raise Failed(f"It answers {answer.status}{to}; {wanted} is expected.")
        if answer.is_cut:
            raise Failed("The answer did not come to its end in time.")
        if self.words and self.words.encode() not in answer.body:
            raise Failed(f"It answers {answer.status}, without “{self.words}”.")
        return Well(f"It answers {answer.status}{', with the words' if self.words else ''}.")
