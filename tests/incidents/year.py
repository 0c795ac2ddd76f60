"""A stretch of time in the life of a vendor: interruptions and maintenance, words in time and late, told and lost."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.db.models import Q

from holdfast.catalogue.models import Component
from holdfast.incidents.actions.attending import attend
from holdfast.incidents.actions.confirming import Hit, widen_interruption
from holdfast.incidents.actions.maintaining import (
    complete_maintenance,
    send_maintenance_update,
    start_maintenance,
)
from holdfast.incidents.actions.planning import Plan, announce_maintenance, plan_maintenance
from holdfast.incidents.actions.telling import (
    close_interruption,
    restore_interruption,
    send_analysis,
    send_cause_update,
)
from holdfast.incidents.models import Interruption, Level, Maintenance, Part
from holdfast.notices.models import Delivery
from holdfast.people.models import Person
from holdfast.promises.actions.sweeping import sweep
from holdfast.promises.invariants import violations
from tests.incidents.many import hit, report, update
from tests.promises.acceptance import accept_one
from tests.world import Clock

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass
class Year:
    """What happens is drawn beforehand; whatever looks at the clock comes by at random, at times hours late."""

    clock: Clock
    by: Person
    component: Component
    other: Component
    random: Random
    ends: dict[str, datetime] = field(default_factory=dict)
    """By what facts call the matter: when the reason for its hourly words ended."""
    _agenda: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)
    _number: itertools.count[int] = field(default_factory=itertools.count)
    _seen: int = 0
    """The newest row of the ledger whose acceptance is drawn."""

    def at(self, when: datetime, act: Callable[[], object]) -> None:
        heapq.heappush(self._agenda, (when, next(self._number), act))

    def play(self, until: datetime) -> None:
        """One after the other, with a look of the clockwork between them most of the time."""
        while self._agenda and self._agenda[0][0] <= until:
            when, _, act = heapq.heappop(self._agenda)
            if when > self.clock.now:
                self.clock.set(when)
            if self.random.random() < 0.3:
                self.look()
            act()
            self._draw_acceptances()
        self.clock.set(until)
        self.look()

    def look(self) -> None:
        """What the worker's loops do; after it nothing may be wrong."""
        while sweep("year"):
            pass
        attend()
        assert violations() == []

    # what happens

    def interruption(self, begins: datetime) -> None:
        """Reported, updated in time or late, restored, explained."""
        found: list[Interruption] = []
        self.at(begins, lambda: found.append(hit(self.component, by=self.by)))
        when = begins + self._minutes(5, 80)
        self.at(when, lambda: report(found[0], by=self.by))
        if self.random.random() < 0.4:
            more = [Hit(self.other, Level.PARTIAL)]
            self.at(when + self._minutes(1, 9), lambda: widen_interruption(found[0], hits=more, by=self.by))
        for _ in range(self.random.randrange(1, 6)):
            when += self._minutes(10, 130)
            self.at(when, lambda: update(found[0], by=self.by))
        when += self._minutes(5, 150)
        self.at(when, lambda: self._restore(found[0]))
        when += timedelta(hours=self.random.uniform(1, 90))
        self.at(
            when, lambda: send_cause_update(found[0], text="We know more.", by=self.by, next_at=self._next())
        )
        when += timedelta(hours=self.random.uniform(1, 60))
        self.at(when, lambda: self._explain(found[0]))

    def maintenance(self, start: datetime, *, told_ahead: timedelta) -> None:
        """Planned, announced early enough or not by a hair, run with words in time or late, completed."""
        found: list[Maintenance] = []
        plan = Plan(
            title="Database upgrade",
            text="Messages can't be read for a while.",
            hits=[Hit(self.component, Level.MAJOR)],
            start_at=start,
            end_at=start + 9 * HOUR,
        )
        self.at(start - 3 * DAY, lambda: found.append(plan_maintenance(plan, by=self.by)))
        self.at(start - told_ahead, lambda: announce_maintenance(found[0], by=self.by))
        self.at(start, lambda: start_maintenance(found[0], next_at=self._next(), by=self.by))
        when = start
        for _ in range(self.random.randrange(0, 4)):
            when += self._minutes(20, 100)
            self.at(
                when,
                lambda: send_maintenance_update(
                    found[0], text="It goes on.", next_at=self._next(), by=self.by
                ),
            )
        self.at(when + self._minutes(10, 140), lambda: self._complete(found[0]))

    def _restore(self, found: Interruption) -> None:
        restore_interruption(found, text="All is back.", next_at=self._next(), by=self.by)
        self.ends[found.about] = self.clock.now

    def _explain(self, found: Interruption) -> None:
        send_analysis(found, said=dict.fromkeys(Part, "Now it is known."), by=self.by)
        close_interruption(found, by=self.by)

    def _complete(self, found: Maintenance) -> None:
        complete_maintenance(found, text="It is done.", by=self.by)
        self.ends[found.about] = self.clock.now

    def _draw_acceptances(self) -> None:
        """Each new row that keeps something is taken at once, later, much later, or never."""
        rows = Delivery.objects.filter(pk__gt=self._seen, state="waiting")
        counts = Q(to_client=True) | Q(notice__kind="interruption_of_clients")
        for row in rows.filter(counts).order_by("pk"):
            self._seen = row.pk
            drawn = self.random.random()
            if drawn < 0.95:
                wait = self._minutes(0, 3) if drawn < 0.7 else self._minutes(3, 140)
                self.at(self.clock.now + wait, lambda key=row.pk: accept_one(key))  # type: ignore[misc]

    def _next(self) -> datetime:
        return self.clock.now + HOUR

    def _minutes(self, least: int, most: int) -> timedelta:
        return MINUTE * self.random.randint(least, most)
