"""The credits that wait for a reader's decision, as the daily view of an account manager shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from holdfast.clients.models import Organisation
from holdfast.incidents.bars import percent_in_words
from holdfast.incidents.periods import month_named
from holdfast.kernel.spans import span_text
from holdfast.people.acts import Act, may
from holdfast.people.models import Person, Role
from holdfast.reports.credits import in_words
from holdfast.reports.waiting import Waiting, credits_waiting

SHOWN: Final = 50


@dataclass(frozen=True)
class ToDecide:
    """One month of one client, in words."""

    client: str
    month: str
    url: str
    """Of the statement, where it is decided beside what it is made of."""
    proposal: str
    uptime: str
    goal: str
    waits: str


@dataclass(frozen=True)
class CreditsToDecide:
    """What waits longest first; `more` stand in no line."""

    whose: str
    waiting: Sequence[ToDecide]
    more: int

    @property
    def count(self) -> int:
        return len(self.waiting) + self.more


def credits_to_decide(
    person: Person, kept: Sequence[Organisation], *, now: datetime
) -> CreditsToDecide | None:
    """Of the clients that this person keeps, of all for a manager; None for whoever decides no credits."""
    if not may(person, Act.DECIDE_CREDIT):
        return None
    decides_all = person.has_role(Role.MANAGER)
    clients = list(Organisation.objects.filter(is_own=False)) if decides_all else kept
    found = credits_waiting(clients, now=now)
    told = [_told(each, now=now) for each in found[:SHOWN]]
    return CreditsToDecide("all clients" if decides_all else "your clients", told, len(found) - len(told))


def _told(each: Waiting, *, now: datetime) -> ToDecide:
    return ToDecide(
        client=each.organisation.name,
        month=month_named(each.month),
        url=reverse("desk:client-statement-month", args=[each.organisation.pk, each.month]) + "#s-credit",
        proposal=in_words(each.percent, each.agreed),
        uptime=percent_in_words(each.uptime.availability),
        goal=f"{each.agreed.terms.target.normalize():f} %",
        waits=span_text((now - each.since).total_seconds()),
    )
