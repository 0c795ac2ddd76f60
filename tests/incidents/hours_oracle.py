"""What a chain of hours must come to, reckoned by another way than the product: from the words and their acceptances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Word:
    """Something that was said to a client, and when its channel took it, if it ever did."""

    written_at: datetime
    accepted_at: datetime | None


@dataclass(frozen=True)
class Link:
    """One hour that was owed: from when, and what became of it."""

    start_at: datetime
    state: str
    ended_at: datetime | None


def chain(begins: datetime, ends: datetime | None, words: Sequence[Word], *, now: datetime) -> list[Link]:
    """Each link that was owed from `begins` until the reason ended; a word counts for what ran when it was written."""
    accepted = sorted((each.accepted_at, each.written_at) for each in words if each.accepted_at is not None)
    until = ends or now
    links: list[Link] = []
    start, used = begins, 0  # an acceptance keeps one link, and the next one begins with it
    while start < until or (start == until and ends is None):
        limit = start + HOUR
        fitting = (
            nth
            for nth, (at, written) in enumerate(accepted)
            if nth >= used and written >= start and at <= limit
        )
        nth = next(fitting, None)
        if nth is not None and (ends is None or accepted[nth][0] < ends):
            kept, used = accepted[nth][0], nth + 1
            links.append(Link(start, "kept", kept))
            start = kept
        elif limit < until:
            late = next((at for at, written in accepted if written >= start and at > limit), None)
            links.append(Link(start, "kept_late" if late else "broken", late))
            start = limit
        else:
            links.append(Link(start, "waived" if ends else "running", ends))
            break
    return links
