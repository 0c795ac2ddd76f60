"""Who said that something is down: how, in what words, and until when they are owed the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.incidents.models import Interruption, Suspicion
from holdfast.look.clocks import Clock, running
from holdfast.look.pieces import when
from holdfast.monitors.models import Monitor
from holdfast.promises.clauses import WEIGHED
from holdfast.promises.models import OWED, Promise
from holdfast.promises.wording import title_of
from holdfast.tickets.models import Channel
from holdfast.web.frame import AMBER, ticket_url


@dataclass(frozen=True)
class Reporter:
    """Who said so, how, what they said, and when they are owed the answer."""

    name: str
    person: str
    channel: str
    at: SafeString
    words: str
    about: str
    ticket: str
    ticket_url: str
    clock: Clock | None
    url: str = ""
    """Of the monitor that says it."""
    recovered: SafeString | str = ""
    """Since when the monitor says that it is well again."""


def reporters_of(
    rows: list[Interruption], *, now: datetime, zone: tzinfo
) -> dict[int, list[tuple[Suspicion, Reporter]]]:
    """By interruption who said so, in order; two queries."""
    said = list(
        Suspicion.objects.filter(interruption__in=rows)
        .select_related("organisation", "person", "ticket", "component__service", "monitor")
        .order_by("pk")
    )
    clocks = _clocks([each.ticket_id for each in said if each.ticket_id], now=now)
    found: dict[int, list[tuple[Suspicion, Reporter]]] = {}
    for each in said:
        line = _reporter(each, clocks.get(each.ticket_id or 0), now=now, zone=zone)
        found.setdefault(each.interruption_id, []).append((each, line))
    return found


def _reporter(said: Suspicion, shown: Clock | None, *, now: datetime, zone: tzinfo) -> Reporter:
    return Reporter(
        name=str(said.organisation or said.person or (said.monitor and _of(said.monitor)) or "Somebody"),
        person=str(said.person) if said.organisation and said.person else "",
        channel=Channel(said.ticket.channel).label if said.ticket else "",
        at=when(said.at, now=now, zone=zone),
        words=said.words,
        about=str(said.component or ""),
        ticket=f"#{said.ticket_id}" if said.ticket_id else "",
        ticket_url=ticket_url(said.ticket_id) if said.ticket_id else "",
        clock=shown,
        url=reverse("desk:monitor", args=[said.monitor.pk]) if said.monitor and _stands(said.monitor) else "",
        recovered=when(said.recovered_at, now=now, zone=zone) if said.recovered_at else "",
    )


def _of(monitor: Monitor) -> str:
    return "A monitor" if _stands(monitor) else "A monitor that was removed"


def _stands(monitor: Monitor) -> bool:
    return monitor.removed_at is None


def _clocks(tickets: list[int], *, now: datetime) -> dict[int, Clock]:
    found = {}
    for each in Promise.objects.filter(ticket__in=tickets, clause=WEIGHED, state__in=OWED).order_by(
        "-due_at"
    ):
        total = int((each.due_at - each.start_at).total_seconds())
        found[each.ticket_id or 0] = running(
            due_at=each.due_at, now=now, total=total, soon=int(total * AMBER), label=title_of(WEIGHED)
        )
    return found
