"""The key that signs sessions and the links in mails, and the former ones that still count for a while (T7)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta


class FormerKeys(list[str]):
    """Keys that sign nothing any more; going through them gives those whose overlap has not ended yet.

    A list, for Django takes its fallbacks as nothing else. It looks at the machine's clock each time, so that a part
    that runs for months forgets a key on its day.
    """

    def __init__(self, ends: dict[str, datetime]) -> None:
        super().__init__(ends)
        self.ends = ends

    def __iter__(self) -> Iterator[str]:
        now = datetime.now(UTC)
        return (key for key, end in self.ends.items() if now < end)

    @classmethod
    def read(cls, told: str) -> FormerKeys:
        """From `{"key": "2027-02-21T12:00:00Z"}`; raises ValueError when it is anything else."""
        found = json.loads(told or "{}")
        if not isinstance(found, dict):
            raise ValueError("not JSON in braces")
        ends = {key: datetime.fromisoformat(str(end)) for key, end in found.items()}
        if any(end.tzinfo is None for end in ends.values()):
            raise ValueError("an instant without its zone")
        return cls(ends)

    def written(self) -> str:
        """What `read` takes: the keys that still count."""
        return json.dumps({key: f"{self.ends[key].astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for key in self})

    def joined_by(self, key: str, *, counts_for: timedelta) -> FormerKeys:
        """These, and the key that was the present one until now."""
        return FormerKeys({**self.ends, key: datetime.now(UTC) + counts_for})


def mark_of(key: str) -> str:
    """What a key is called where people read: it tells which one is meant and nothing of it."""
    return hashlib.sha256(b"holdfast.mark\x1f" + key.encode()).hexdigest()[:8]
