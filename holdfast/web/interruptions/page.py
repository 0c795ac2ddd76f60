"""The page at which an interruption is worked: what is owed when, what was told to whom, and what can be done now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.incidents.actions.correcting import is_correctable
from holdfast.incidents.models import Interruption, State
from holdfast.incidents.monitor_reactions import is_well_again
from holdfast.kernel import clock
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.interruptions.correcting import hits, impacts_of
from holdfast.web.interruptions.found import found_interruption
from holdfast.web.interruptions.linked import tickets_of
from holdfast.web.interruptions.reporters import reporters_of
from holdfast.web.interruptions.room.analysis import analysis_of
from holdfast.web.interruptions.room.live import pieces_context
from holdfast.web.interruptions.room.people import people_context
from holdfast.web.interruptions.words.context import words_context
from holdfast.web.interruptions.words.kinds import writing_due


@allow(STAFF)
def interruption(request: HttpRequest, key: int) -> HttpResponse:
    """One interruption."""
    found = found_interruption(key)
    now, zone = clock.now(), zone_of(request)
    said = reporters_of([found], now=now, zone=zone).get(found.pk, [])
    impacts = impacts_of(found)
    may_correct = may(person_of(request), Act.CORRECT_INTERRUPTION) and is_correctable(found)
    pieces = pieces_context(request, found, now=now)
    context = {
        **pieces,
        "url": reverse("desk:interruption", args=[found.pk]),
        "zone": zone,
        "hits": list(hits(impacts, may_correct=may_correct, now=now, zone=zone)),
        "analysis": analysis_of(request, found, now=now),
        "reporters": [line for _, line in said],
        "is_well_again": found.state in (State.SUSPECTED, State.CONFIRMED, State.IDENTIFIED)
        and is_well_again([suspicion for suspicion, _ in said], impacts),
        "tickets": tickets_of(found, person_of(request)),
        **people_context(request, found, now=now),
        **_writing(request, found, is_reported=bool(pieces["told_word"]), now=now),
    }
    return show(request, "interruptions/page.html", context, place="interruptions", now=now)


def _writing(request: HttpRequest, found: Interruption, *, is_reported: bool, now: Any) -> dict[str, Any]:
    """The form of the word that comes next stands on the page itself, for whoever may write it."""
    writing = writing_due(found, is_reported=is_reported, by=person_of(request))
    if writing is None:
        return {}
    return words_context(request, found, writing, now=now, is_own_page=False)
