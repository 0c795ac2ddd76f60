"""When one sender writes too much, or the same again and again: their tickets are filed in silence (T18).

Silence ends any exchange between two machines that mark nothing: after three rounds nothing is answered any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from holdfast.channels.models import RawMail

SAME_AN_HOUR: Final = 3
"""Mails of one shape from one address that are answered within an hour."""

STRANGER_AN_HOUR: Final = 30
CONTACT_AN_HOUR: Final = 300
"""Tickets opened by one address within an hour before the rest is filed in silence."""


@dataclass(frozen=True)
class Lately:
    """What one address sent within the last hour, newest first: the shape of each, and whether it opened a ticket."""

    sent: Sequence[tuple[str, bool]]
    is_contact: bool

    def repeats(self, shape: str) -> str:
        """Why this shape is a machine's by now; empty when it is not."""
        if shape and sum(each == shape for each, _ in self.sent) >= SAME_AN_HOUR:
            return f"The same text came more than {SAME_AN_HOUR} times within an hour."
        return ""

    def is_flood(self) -> str:
        """Why the next ticket of this address is filed in silence; empty when it is not."""
        most = CONTACT_AN_HOUR if self.is_contact else STRANGER_AN_HOUR
        if sum(has_opened for _, has_opened in self.sent) >= most:
            return f"More than {most} tickets were opened by this address within an hour."
        return ""


_LATELY = """
SELECT r.sender, m.shape, m.has_opened
FROM unnest(%s::text[]) AS r(sender)
CROSS JOIN LATERAL (
    SELECT shape, has_opened FROM channels_rawmail
    WHERE sender = r.sender AND sender <> '' AND reached_at > %s AND state <> 'stored'
    ORDER BY reached_at DESC LIMIT %s
) m
"""


def sent_lately(senders: Iterable[str], *, at: datetime) -> dict[str, list[tuple[str, bool]]]:
    """What each address sent in the hour before `at` (UTC), as far as it counts: shape, and whether it opened a ticket."""
    found: dict[str, list[tuple[str, bool]]] = {sender: [] for sender in senders}
    with connection.cursor() as cursor:
        cursor.execute(_LATELY, [sorted(found), at - timedelta(hours=1), CONTACT_AN_HOUR + 100])
        for sender, shape, has_opened in cursor.fetchall():
            found[sender].append((shape, has_opened))
    return found


def was_muted_lately(sender: str, *, at: datetime) -> bool:
    """Whether the alarm for this address was given within the last hour."""
    return RawMail.objects.filter(
        sender=sender, reached_at__gt=at - timedelta(hours=1), was_muted=True
    ).exists()
