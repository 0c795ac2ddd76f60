"""What may be wrong, in the policy's own words, by priority, and the turnaround that each promises this client (B2, B3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property, partial
from typing import TypeAlias

from holdfast.calendars.hours import CalendarRefused
from holdfast.calendars.queries import hours_of
from holdfast.clients.models import Organisation
from holdfast.clients.terms import Terms, terms_for
from holdfast.incidents.proposals import is_outage
from holdfast.look.times import due_in_words, whole_time
from holdfast.policy.document import Document
from holdfast.promises.clockwork import Inputs, due_at

NONE_FITS = "none"
REQUEST = "request"
"""An additional service or a customised solution: a kind of ticket of its own (D4)."""


@dataclass(frozen=True)
class Offer:
    """What a ticket of one priority is promised, were it opened now."""

    priority: int
    turnaround: str
    due: str
    """When the turnaround ends, in the reader's time."""
    due_whole: str
    first_reply: str


Offering: TypeAlias = Callable[[int], Offer]
"""What a priority is promised from now, reckoned when it is asked for."""


@dataclass(frozen=True)
class Group:
    """The scenarios of one priority, as (value, words)."""

    name: str
    summary: str
    priority: int
    scenarios: tuple[tuple[str, str], ...]
    offering: Offering

    @cached_property
    def offer(self) -> Offer:
        """What this priority is promised; made for those who show it only."""
        return self.offering(self.priority)


@dataclass(frozen=True)
class Catalogue:
    """All that a client may choose from."""

    groups: tuple[Group, ...]
    provisional: int
    """The priority of a ticket whose scenario is none of these."""
    outages: frozenset[str]
    """Those that say that a service is down."""
    offering: Offering

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Every value that the form takes."""
        named = [each for group in self.groups for each in group.scenarios]
        return [
            *named,
            (NONE_FITS, "None of these"),
            (REQUEST, "An additional service or a customised solution"),
        ]

    def offer_for(self, value: str) -> Offer:
        """What choosing this value promises."""
        for group in self.groups:
            if value in dict(group.scenarios):
                return group.offer
        return self.groups[-1].offer if value == REQUEST and self.groups else self.offering(self.provisional)

    def scenario_for(self, value: str) -> str:
        """The scenario's id that a ticket keeps; a request counts as what the last priority is for: inquiries."""
        if value == REQUEST and self.groups:
            return self.groups[-1].scenarios[0][0]
        return "" if value == NONE_FITS else value


def catalogue_for(organisation: Organisation | None, *, now: datetime, zone: tzinfo) -> Catalogue:
    """The scenarios of the policy that holds for this client, with what each priority promises from now."""
    terms = terms_for(organisation, at=now)
    offering = partial(_offer, terms, now=now, zone=zone)
    return Catalogue(
        groups=tuple(
            Group(each.name, each.summary, each.number, found, offering)
            for each in terms.document.priorities
            if (found := _scenarios(terms.document, each.number))
        ),
        provisional=terms.document.provisional_priority,
        outages=frozenset(each.id for each in terms.document.scenarios if is_outage(each)),
        offering=offering,
    )


def _scenarios(document: Document, priority: int) -> tuple[tuple[str, str], ...]:
    return tuple((each.id, each.words) for each in document.scenarios if each.priority == priority)


def _offer(terms: Terms, priority: int, *, now: datetime, zone: tzinfo) -> Offer:
    due = _due(terms, "turnaround", priority, now=now)
    reply = terms.document.clause("first_response").limit_for(priority)
    limit = terms.document.clause("turnaround").limit_for(priority)
    return Offer(
        priority=priority,
        turnaround=str(limit) if limit else "",
        due=due_in_words(due, now=now, zone=zone) if due else "",
        due_whole=whole_time(due, zone=zone) if due else "",
        first_reply=str(reply) if reply else "",
    )


def _due(terms: Terms, clause: str, priority: int, *, now: datetime) -> datetime | None:
    said = terms.document.clause(clause)
    limit = said.limit_for(priority)
    if limit is None:
        return None
    hours = hours_of(terms.calendar_version(said, priority, limit))
    try:
        return due_at(Inputs(start_at=now, allowance=limit, hours=hours))
    except CalendarRefused:
        return None
