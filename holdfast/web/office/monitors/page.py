"""One monitor: how it does, what the newest looks found, for how long it was up, and how it is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse

from holdfast.kernel import clock
from holdfast.look.pieces import when
from holdfast.monitors.actions.measuring import is_unsteady
from holdfast.monitors.checks import Check, Dns, Http, Tls
from holdfast.monitors.models import Kind, Look, Monitor, State
from holdfast.monitors.queries import measured
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.web.frame import part, person_of, show, zone_of
from holdfast.web.office.monitors.lines import line_of, span_in_words
from holdfast.web.office.places import client_places

SHOWN: Final = 20
_SPANS: Final = (("24 hours", 1), ("7 days", 7), ("30 days", 30))


@allow(STAFF)
def monitor(request: HttpRequest, key: int) -> HttpResponse:
    """Its page, or to a live page the part that changes."""
    found = found_monitor(key)
    now = clock.now()
    if getattr(request, "htmx", False):
        return part(request, "office/monitors/_state.html", _state(request, found, now), now=now)
    context = {
        **_state(request, found, now),
        "settings": list(_settings(found)),
        "may_change": may(person_of(request), Act.CHANGE_MONITORS),
        "views": client_places(request, "monitors"),
    }
    return show(request, "office/monitors/monitor.html", context, place="clients", now=now)


def found_monitor(key: int) -> Monitor:
    """The monitor that an address names; 404 of one that was removed."""
    found = Monitor.objects.current().filter(pk=key).first() if key < 2**63 else None
    if found is None:
        raise Http404("There is no such monitor.")
    return found


def _state(request: HttpRequest, found: Monitor, now: datetime) -> dict[str, Any]:
    zone = zone_of(request)
    looks = list(found.looks.order_by("-at", "-pk")[:SHOWN])
    return {
        "monitor": found,
        "line": line_of(found, now=now, zone=zone),
        "since": when(found.paused_at or found.since_at, now=now, zone=zone, inside=True),
        "is_unsteady": found.paused_at is None and is_unsteady(found, at=now),
        "took": _took(looks),
        "spans": [
            (label, measured(found.pk, since=now - timedelta(days=days), until=now)) for label, days in _SPANS
        ],
        "looks": [(each, when(each.at, now=now, zone=zone)) for each in looks],
        "stretches": [
            (
                State(each.state).label,
                _TONES[State(each.state)],
                when(each.began_at, now=now, zone=zone),
                span_in_words(int(((each.ended_at or now) - each.began_at).total_seconds())),
                each.ended_at is None,
            )
            for each in found.stretches.order_by("-began_at")[:SHOWN]
        ],
    }


_TONES: Final = {State.UP: "kept", State.DOWN: "late", State.UNKNOWN: ""}


def _took(looks: list[Look]) -> str:
    times = [each.ms for each in looks if each.ms is not None]
    return f"{median(times):.0f} ms, at most {max(times)} ms" if times else ""


def _settings(found: Monitor) -> Iterator[tuple[str, str]]:
    yield "Component", f"{found.component}{f', {found.place}' if found.place else ''}"
    yield "Kind", Kind(found.kind).label
    yield "When down, pages", _paged(found)
    if found.is_heartbeat:
        yield "Is called every", span_in_words(found.every)
        yield "May be late by", span_in_words(found.within)
        return
    yield "Looks at", found.asked.target
    yield from _expected(found.asked)
    yield "Every", span_in_words(found.every)
    yield "Time limit", span_in_words(found.within)
    yield "Down after", f"{found.tries} {'try' if found.tries == 1 else 'tries'} in a row"


def _paged(found: Monitor) -> str:
    if not found.pages:
        return "Nobody"
    return f"Whoever is on duty of {found.team}" if found.team else "Whoever is on duty"


def _expected(check: Check) -> Iterator[tuple[str, str]]:
    match check:
        case Http():
            yield "Expects", str(check.status) if check.status else "200 to 299"
            if check.words:
                yield "With the words", check.words
        case Dns() if check.holds:
            yield "Expects", check.holds
        case Tls():
            yield "Warns", f"{check.days} days ahead"
