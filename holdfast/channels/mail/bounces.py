"""Delivery reports: noted at the letter that they are about, and answered by nothing (T20)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from holdfast.channels.mail.joining import bounce_tags
from holdfast.channels.mail.reading.message import BounceDetails
from holdfast.notices.actions.bounces import record_bounce
from holdfast.notices.models import Delivery


@dataclass(frozen=True)
class Noted:
    """The letter that a report was noted at."""

    delivery: Delivery

    @property
    def ticket_id(self) -> int | None:
        kind, _, key = self.delivery.about.partition("-")
        return int(key) if kind == "ticket" and key.isdigit() else None


def note_report(report: BounceDetails, tags: Iterable[str], *, at: datetime) -> Noted | None:
    """Tell the ledger of it; None when no letter of ours is meant. `at` (UTC) is when the report reached us.

    The letter is the one whose own bounce address was written to, else the one whose Message-ID the report returns.
    The address that failed is no proof: anybody can write a notice that names a client's address.
    """
    named = bounce_tags(list(tags)) + ([report.original_message_id] if report.original_message_id else [])
    for name in named:
        delivery = record_bounce(
            name,
            failed_address=report.recipients[0] if report.recipients else "",
            reason=reason_in(report),
            permanent=report.outcome == "failed",
            at=at,
        )
        if delivery is not None:
            return Noted(delivery)
    return None


def reason_in(report: BounceDetails) -> str:
    """What the other side said, in one line."""
    said = " ".join(filter(None, (report.status, report.diagnostic)))
    return said or "It came back without a reason."
