"""Tickets that may be about an interruption: by time, by client, and by their words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Q

from holdfast.incidents.models import Interruption, State
from holdfast.policy.document import Scenario
from holdfast.tickets.models import Ticket

_BEFORE: Final = timedelta(minutes=30)
"""Clients notice some things before we know since when they are wrong."""
_LOOKED_AT: Final = 100
SHOWN: Final = 20
_WORD: Final = re.compile(r"\w{4,}")
_DOWN: Final = re.compile(
    r"\b(outage|down|offline|unavailable|interruption|unreachable|not (working|loading|responding|reachable))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Proposal:
    """A ticket that is not linked yet, and which words of it are those of the interruption."""

    ticket: Ticket
    words: tuple[str, ...]


def proposals_for(interruption: Interruption) -> list[Proposal]:
    """Open tickets of the clients that it reaches, or whose people suspect it, opened since shortly before it began.

    Those that share its words come first, then the newest; three queries.
    """
    suspects = interruption.state == State.SUSPECTED
    clients = Q(organisation__interruptions__interruption=interruption)
    if suspects:
        clients = Q(organisation__in=interruption.suspicions.values("organisation"))
    rows = (
        Ticket.objects.open()
        .filter(clients, is_machine=False, opened_at__gte=interruption.began_at - _BEFORE)
        .exclude(interruptions__interruption=interruption)
        .exclude(suspicions__in=interruption.suspicions.filter(weighed_at=None))
        .select_related("organisation", "requester")
        .order_by("-opened_at")[:_LOOKED_AT]
    )
    known = _words_of(interruption)
    found = [Proposal(each, _shared(each, known)) for each in rows]
    return sorted(found, key=lambda each: -len(each.words))[:SHOWN]


def reads_like_interruption(ticket: Ticket) -> bool:
    """Whether its scenario or its words are those of something that is down."""
    return reads_like_outage(f"{ticket.scenario} {ticket.subject} {ticket.last_words}")


def is_outage(scenario: Scenario) -> bool:
    """Whether choosing it says that a service is down; a policy that does not say of Priority 1 is read by its words."""
    if scenario.outage is None:
        return scenario.priority == 1 and reads_like_outage(scenario.words)
    return scenario.outage


def reads_like_outage(words: str) -> bool:
    """Whether these are words of something that is down."""
    return bool(_DOWN.search(words))


def _words_of(interruption: Interruption) -> set[str]:
    impacts = interruption.impacts.select_related("component__service")
    named = " ".join(str(each.component) for each in impacts)
    return set(_WORD.findall(f"{interruption.title} {named}".lower()))


def _shared(ticket: Ticket, known: set[str]) -> tuple[str, ...]:
    return tuple(sorted(known & set(_WORD.findall(f"{ticket.subject} {ticket.last_words}".lower()))))
