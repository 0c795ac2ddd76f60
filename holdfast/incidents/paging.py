"""A client that is hit, and of whom no emergency contact is known, pages somebody at once (ledger rule 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.conf import settings

from holdfast.clients.models import Organisation, Wanted
from holdfast.duty.actions.opening import Call, page_somebody
from holdfast.duty.models import Cause
from holdfast.incidents.facts import ClientAffected
from holdfast.incidents.models import Interruption
from holdfast.incidents.readers import without_contacts
from holdfast.kernel.facts import Recorded

_NAMED: Final = 5


def page_for_empty_lists(told: Sequence[Recorded[ClientAffected]]) -> None:
    """One page for all clients that were found affected at once and whose list holds nobody for interruptions."""
    empty = without_contacts([each.fact.client for each in told], Wanted.INTERRUPTION)
    if not empty:
        return
    interruption = told[0].row
    if not isinstance(interruption, Interruption):
        interruption = Interruption.objects.get(pk=told[0].fact.interruption)
    names = sorted(Organisation.objects.filter(pk__in=empty).values_list("name", flat=True))
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    call = Call(
        event=f"list-empty-{told[0].entry_id}",
        cause=Cause.LIST_EMPTY,
        about=interruption.about,
        words=f"Emergency list empty of {', '.join(names[:_NAMED])}{more}: {interruption.title}",
        url=f"{settings.SITE_URL}/desk/interruptions/{interruption.pk}/",
    )
    page_somebody([call], at=told[0].at)
