"""What was, month by month of the page's time zone."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from holdfast.incidents.periods import month_in, month_named, months_after
from holdfast.kernel import clock
from holdfast.people.door import ANYONE, allow
from holdfast.statuspage.frame import show
from holdfast.statuspage.reading import earliest, shown_in
from holdfast.statuspage.stories import newest_first, story_of
from holdfast.vendor.models import the_vendor


@allow(ANYONE)
@require_safe
@conditional_page
def history(request: HttpRequest, month: date | None = None) -> HttpResponse:
    """One month, the present one where none is named; only those in which something may have been are there."""
    now = clock.now()
    zone = the_vendor().time_zone
    months = months_until(now, zone)
    chosen = month or months[0]
    if chosen not in months:
        raise Http404("There is no record of that month.")
    shown = shown_in(month_in(zone, chosen.year, chosen.month), now=now)
    nth = months.index(chosen)
    values = {
        "month": month_named(chosen),
        "stories": [story_of(each, shown, now=now) for each in newest_first(shown)],
        "later": _link(months[nth - 1]) if nth else None,
        "earlier": _link(months[nth + 1]) if nth + 1 < len(months) else None,
    }
    return show(request, "statuspage/history.html", values, shown)


def months_until(now: datetime, zone: str) -> list[date]:
    """The first days of the months of the record, the newest first."""
    last = now.astimezone(ZoneInfo(zone)).date().replace(day=1)
    first = (earliest() or now).astimezone(ZoneInfo(zone)).date().replace(day=1)
    count = (last.year - first.year) * 12 + last.month - first.month
    return [months_after(last, -months) for months in range(max(count, 0) + 1)]


def _link(month: date) -> tuple[str, str]:
    return month_named(month), reverse("statuspage:month", args=[month])
