"""What about an interruption pages whoever is on duty: a suspicion that is to be weighed, an emergency list that is empty.

The latter is an event of ledger rule 5; the former is the one thing that only a person can do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.conf import settings

from holdfast.clients.models import Organisation, Wanted
from holdfast.duty.actions.opening import Call, page_somebody
from holdfast.duty.models import Cause
from holdfast.incidents.facts import ClientAffected
from holdfast.incidents.models import Interruption, State, Suspicion
from holdfast.incidents.readers import without_contacts
from holdfast.kernel.facts import Recorded
from holdfast.monitors.models import Monitor

_NAMED: Final = 5


def page_for_suspicion(found: Interruption, monitor: Monitor, *, words: str, at: datetime) -> None:
    """Once in each stage of an interruption, whichever of its monitors says so first; not for one that is to page nobody."""
    if not monitor.pages:
        return
    again = "Down again" if found.state == State.RESTORED else "Suspected"
    call = Call(
        event=f"suspected-{found.pk}-{found.round}-{found.state}",
        cause=Cause.SUSPECTED,
        about=found.about,
        words=f"{again}: {found.title} ({words})",
        url=desk_url_of(found),
        team=monitor.team_id,
    )
    page_somebody([call], at=at)


def page_for_unweighed(waiting: Iterable[Suspicion], *, at: datetime) -> None:
    """What clients suspect and nobody weighed in time; one page for each interruption."""
    calls = [
        Call(
            event=f"unweighed-{each.pk}",
            cause=Cause.SUSPECTED,
            about=each.interruption.about,
            words=f"Not weighed in time: {each.interruption.title} (suspected on #{each.ticket_id})",
            url=desk_url_of(each.interruption),
            team=each.ticket.team_id if each.ticket else None,
        )
        for each in waiting
    ]
    page_somebody(calls, at=at)


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
        url=desk_url_of(interruption),
    )
    page_somebody([call], at=told[0].at)


def desk_url_of(found: Interruption) -> str:
    return f"{settings.SITE_URL}/desk/interruptions/{found.pk}/"
