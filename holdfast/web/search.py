"""Search: by number or reference, by words, by words nearly right."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from holdfast.kernel import clock
from holdfast.people.door import STAFF, allow
from holdfast.tickets.queries import PAGE, TooBroad, counts, rows_of, search
from holdfast.web.frame import person_of, show
from holdfast.web.queue.places import view_groups
from holdfast.web.queue.rows import shown_row
from holdfast.web.queue.selection import bulk_acts

_LONGEST = 200


@allow(STAFF)
def find(request: HttpRequest) -> HttpResponse:
    """What matches the words, newest first; the vendor's people see every ticket, so nothing narrows it."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:_LONGEST]
    now = clock.now()
    try:
        rows, is_broad = rows_of(search(words)), False
    except TooBroad:
        rows, is_broad = [], True
    context = {
        "words": words,
        "is_new": not words,
        "rows": [shown_row(row, now=now) for row in rows],
        "is_broad": is_broad,
        "is_full": len(rows) >= PAGE,
        "bulk": bulk_acts(person_of(request)),
        "views": view_groups(counts(person=person_of(request).pk, at=now), current=None),
    }
    template = "desk/_found.html" if request.headers.get("HX-Target") == "found" else "desk/search.html"
    return show(request, template, context, now=now)
