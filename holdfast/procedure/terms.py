"""What the policy in force for a ticket's client says about its procedure, and when a time on their calendar
is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from holdfast.calendars.models import Calendar
from holdfast.calendars.queries import current_version as calendar_in_force
from holdfast.calendars.queries import hours_of
from holdfast.calendars.worktime import add_days, add_seconds
from holdfast.clients.queries import agreement_with
from holdfast.policy.allowance import Allowance
from holdfast.policy.document import Document
from holdfast.policy.queries import current_version, document_of
from holdfast.tickets.models import Ticket


@dataclass(frozen=True)
class Terms:
    """The policy's document, and the key of the client's own calendar (None: the policy's default)."""

    document: Document
    calendar_id: int | None

    def after(self, allowance: str, start: datetime) -> datetime | None:
        """The instant (UTC) so much after the start, on the client's calendar; None for '' and for never."""
        if not allowance:
            return None
        length = Allowance.parse(allowance)
        if length.is_elapsed and length.seconds is not None:
            return start + timedelta(seconds=length.seconds)
        hours = hours_of(self._calendar_version())
        if length.seconds is not None:
            return add_seconds(hours, start, length.seconds)
        return add_days(hours, start, length.amount)

    def _calendar_version(self) -> int:
        if self.calendar_id is not None:
            own = Calendar.objects.values_list("version_id", flat=True).get(pk=self.calendar_id)
            if own is not None:
                return own
        return calendar_in_force(self.document.default_calendar).pk


def terms_of(ticket: Ticket, *, at: datetime) -> Terms:
    """What holds for the ticket's client at that instant; without an organisation, the default policy."""
    agreement = agreement_with(ticket.organisation, on=at.date())
    return Terms(document_of(current_version(agreement.policy).pk), agreement.calendar_id)
