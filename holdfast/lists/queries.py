"""What pages show of the lists beside who is on them: the newest drill with each contact's outcome, open requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from holdfast.lists.models import Answer, ListRequest
from holdfast.lists.notices import about
from holdfast.notices.kinds import LIST_DRILL
from holdfast.notices.models import Delivery, DeliveryState, Notice

_OUTCOMES: Final[dict[str, tuple[str, str]]] = {
    DeliveryState.ACCEPTED: ("Accepted", "kept"),
    DeliveryState.BOUNCED: ("Bounced", "late"),
    DeliveryState.FAILED: ("Failed", "late"),
    DeliveryState.CANCELLED: ("Not sent", "late"),
    DeliveryState.KEPT: ("Kept in the outbox", "soon"),
    DeliveryState.UNKNOWN: ("Outcome unknown", "soon"),
    DeliveryState.WAITING: ("Waiting", ""),
}
"""The words of each outcome, and the tone of its badge."""


@dataclass(frozen=True)
class Outcome:
    """What became of the test message to one contact."""

    name: str
    address: str
    words: str
    tone: str
    trouble: str


@dataclass(frozen=True)
class Drill:
    """One test message and what became of it."""

    sent_at: datetime
    outcomes: list[Outcome]

    @property
    def accepted(self) -> int:
        return sum(each.tone == "kept" for each in self.outcomes)


def last_drill(client: int) -> Drill | None:
    """The newest drill of a client's list."""
    notice = Notice.objects.filter(about=about(client), kind=LIST_DRILL).order_by("-id").first()
    if notice is None:
        return None
    rows = Delivery.objects.filter(notice=notice).order_by("pk")
    return Drill(notice.created_at, [_outcome(row) for row in rows])


def open_requests(client: int) -> list[ListRequest]:
    """What the client asked for and nobody has answered yet, the oldest first."""
    rows = ListRequest.objects.filter(ticket__organisation=client, answer=Answer.OPEN)
    return list(rows.select_related("ticket__requester").order_by("pk"))


def _outcome(row: Delivery) -> Outcome:
    words, tone = _OUTCOMES[row.state]
    trouble = "" if row.state == DeliveryState.ACCEPTED else row.trouble
    return Outcome(row.name or row.address, row.address, words, tone, trouble)
