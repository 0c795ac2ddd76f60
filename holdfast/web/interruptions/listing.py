"""All interruptions: what is going on first, then what was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.incidents.models import Interruption, State
from holdfast.incidents.models.interruption import OVER
from holdfast.kernel import clock
from holdfast.look.clocks import Clock
from holdfast.look.pieces import when
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.told import first_due

SHOWN = 50
TONES = {
    State.SUSPECTED: "soon",
    State.CONFIRMED: "late",
    State.IDENTIFIED: "late",
    State.WATCHING: "soon",
    State.RESTORED: "soon",
}

_UNCONFIRMED: Final = (State.SUSPECTED, State.DISMISSED)


@dataclass(frozen=True)
class InterruptionLine:
    """One interruption in a list."""

    title: str
    url: str
    state: str
    tone: str
    since: SafeString
    clients: int | None
    """How many it reaches; None while, or because, nobody has confirmed that it reaches any."""
    owed: tuple[str, Clock] | None
    """What is owed first, and its clock."""


@allow(STAFF)
def interruptions(request: HttpRequest) -> HttpResponse:
    """What is going on, and the fifty that ended last."""
    now, zone = clock.now(), zone_of(request)
    rows = Interruption.objects.annotate(clients=Count("affected"))
    over = Q(state__in=OVER)
    current = list(rows.exclude(over).order_by("-suspected_at"))
    past = list(rows.filter(over).order_by("-began_at")[:SHOWN])

    owed = first_due("affected__interruption", [row.pk for row in current], now=now)

    def line(row: Interruption) -> InterruptionLine:
        return InterruptionLine(
            row.title,
            reverse("desk:interruption", args=[row.pk]),
            State(row.state).label,
            TONES.get(State(row.state), ""),
            when(row.began_at, now=now, zone=zone, inside=row.state not in OVER),
            None if row.state in _UNCONFIRMED else row.clients,  # type: ignore[attr-defined]
            owed.get(row.pk),
        )

    context = {
        "current": [line(row) for row in current],
        "past": [line(row) for row in past],
        "to_weigh": sum(row.state == State.SUSPECTED for row in current),
        "may_suspect": may(person_of(request), Act.TELL_OF_INTERRUPTION),
        "may_change_templates": may(person_of(request), Act.CHANGE_TEMPLATES),
        "listing_url": reverse("desk:interruptions"),
    }
    return show(request, "interruptions/list.html", context, place="interruptions", now=now)
