"""When one sender writes too much, or the same again and again: their tickets are filed in silence (T18).

Silence ends any exchange between two machines that mark nothing: after three rounds nothing is answered any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from holdfast.channels.models import MailState, RawMail

SAME_AN_HOUR: Final = 3
"""Mails of one shape from one address that are answered within an hour."""

STRANGER_AN_HOUR: Final = 30
CONTACT_AN_HOUR: Final = 300
"""Tickets opened by one address within an hour before the rest is filed in silence."""


@dataclass(frozen=True)
class Lately:
    """What one address sent within the last hour, newest first: the shape of each, and whether it opened a ticket."""

    sent: list[tuple[str, bool]]
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


def sent_lately(sender: str, *, is_contact: bool, at: datetime) -> Lately:
    """What the address sent in the hour before `at` (UTC), as far as it counts."""
    most = CONTACT_AN_HOUR if is_contact else STRANGER_AN_HOUR
    lately = (
        RawMail.objects.filter(sender=sender, reached_at__gt=at - timedelta(hours=1))
        .exclude(state=MailState.STORED)
        .order_by("-reached_at")
        .values_list("shape", "has_opened")[: most + 100]
    )
    return Lately(list(lately), is_contact)


def was_muted_lately(sender: str, *, at: datetime) -> bool:
    """Whether the alarm for this address was given within the last hour."""
    return RawMail.objects.filter(
        sender=sender, reached_at__gt=at - timedelta(hours=1), was_muted=True
    ).exists()
