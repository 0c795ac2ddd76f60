"""What a visitor is told while nobody is at the chats: when our hours begin again, and whom to call (A2).

The hours are those by which the first answer is promised: one whose limit runs round the clock waits for none.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from holdfast.calendars.queries import hours_of
from holdfast.calendars.worktime import next_opening
from holdfast.clients.terms import terms_for
from holdfast.duty.queries import is_anybody_on_duty
from holdfast.policy.allowance import Allowance
from holdfast.vendor.models import Vendor


class FirstAnswer(NamedTuple):
    """What a message that somebody leaves now would be promised, and by which version of which calendar."""

    limit: Allowance
    calendar_version: int


def first_answer(*, at: datetime) -> FirstAnswer | None:
    """To somebody of whom nothing is known yet, by the default policy; None where it promises them none."""
    terms = terms_for(None, at=at)
    clause, priority = terms.document.clause("first_response"), terms.document.provisional_priority
    limit = clause.limit_for(priority)
    if limit is None:
        return None
    return FirstAnswer(limit, terms.calendar_version(clause, priority, limit))


def back_at(calendar_version: int, *, at: datetime) -> str:
    """When these hours begin again; empty within them, and of those that never do."""
    opens = next_opening(hours_of(calendar_version), at)
    return opens.isoformat() if opens is not None and opens > at else ""


def to_call(vendor: Vendor, *, at: datetime) -> dict[str, object]:
    """The telephone, and whether somebody is on duty for it: never who."""
    return {"call": vendor.phone, "duty": bool(vendor.phone) and is_anybody_on_duty(at=at)}
