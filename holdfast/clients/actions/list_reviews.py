"""The quarterly review of emergency distribution lists (E8): made due once for each client and quarter, confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from holdfast.clients.emergency.quarters import Quarter
from holdfast.clients.facts import ListReviewDue, ListReviewed
from holdfast.clients.list_rules import require_keeps_list
from holdfast.clients.models import EmergencyList, ListReview, Organisation
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record_many
from holdfast.kernel.refusal import Refused
from holdfast.kernel.rows import run_over
from holdfast.people.models import Person


@transaction.atomic
def make_reviews_due() -> int:
    """Make due what has begun since the last look, at each client's own place; returns how many are new.

    A quarter that passed while nothing ran is made due too, from its own beginning: it was owed all the same. Whoever
    else looks at the same moment, a crash before the end, or a clock that is set back, make none twice: the row of
    client and quarter is one.
    """
    at = clock.now()
    rows = [
        {"organisation": organisation, "quarter": str(quarter), "from_at": begins}
        for organisation, quarter, begins in _missing(at)
    ]
    if not rows:
        return 0
    made = run_over(_MADE, rows)
    facts = [
        ListReviewDue(client=client, review=key, quarter=quarter, from_at=from_at)
        for key, client, quarter, from_at in sorted(made)
    ]
    record_many(facts, by=SYSTEM, at=at)
    return len(made)


_MADE = """
INSERT INTO clients_listreview (organisation_id, quarter, from_at, by_label)
SELECT organisation, quarter, from_at, ''
FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(organisation bigint, quarter text, from_at timestamptz)
ORDER BY organisation, quarter
ON CONFLICT (organisation_id, quarter) DO NOTHING
RETURNING id, organisation_id, quarter, from_at
"""


def _missing(at: datetime) -> Iterator[tuple[int, Quarter, datetime]]:
    """The quarters of each client since its last review was made due.

    Of a new client the first is the one after it was entered: nothing was owed to it when the present one began. Where
    nobody knows since when it is one, the present quarter counts.
    """
    now_at = cache(lambda zone: Quarter.at(at, ZoneInfo(zone)))
    clients = Organisation.objects.filter(is_own=False).annotate(last=Max("list_reviews__quarter"))
    for key, zone, entered_at, last in clients.values_list("pk", "time_zone", "entered_at", "last"):
        present: Quarter = now_at(zone)
        quarter = present
        if last:
            quarter = Quarter.named(last).next
        elif entered_at:
            quarter = Quarter.at(entered_at, ZoneInfo(zone)).next
        while quarter <= present:
            yield key, quarter, quarter.begins(ZoneInfo(zone))
            quarter = quarter.next


@transaction.atomic
def confirm_list(organisation: Organisation, *, number: int, by: Person) -> EmergencyList:
    """Confirm that the list is right, as it stood under this number on the page that was read.

    Refused: `forbidden`, `list_empty`, `list_changed` when somebody has changed it since.
    """
    at = clock.now()
    (organisation,) = Organisation.objects.locked(organisation.pk)
    require_keeps_list(by, organisation, at=at)
    the_list = EmergencyList.objects.filter(organisation=organisation).first()
    if the_list is None or the_list.number == 0:
        raise Refused("Nobody is on the list. Enter a contact first.", code="list_empty")
    if the_list.number != number:
        raise Refused("The list was changed meanwhile. Look at it again, then confirm.", code="list_changed")
    the_list.reviewed_at = at
    the_list.save(update_fields=["reviewed_at"])
    due = list(
        ListReview.objects.filter(organisation=organisation, reviewed_at=None, from_at__lte=at).order_by("pk")
    )
    ListReview.objects.filter(pk__in=[each.pk for each in due]).update(
        reviewed_at=at, by_label=str(by), number=number
    )
    facts = [
        ListReviewed(client=organisation.pk, number=number, review=each.pk, quarter=each.quarter)
        for each in due
    ]
    record_many(facts or [ListReviewed(client=organisation.pk, number=number)], by=by.actor, at=at)
    return the_list
