"""Whom an interruption reaches: the clients that use what is hit, each with whether anything of theirs is unavailable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from holdfast.clients.models import Wanted
from holdfast.incidents.models import Impact, Interruption
from holdfast.incidents.readers import readers_of
from holdfast.incidents.rules import UNAVAILABLE

_HIT = """
SELECT u.organisation_id, bool_or(hit.level = ANY(%(unavailable)s))
  FROM unnest(%(components)s::bigint[], %(places)s::text[], %(levels)s::text[]) AS hit(component, place, level)
  JOIN catalogue_use u ON u.component_id = hit.component
                      AND (u.place = '' OR hit.place = '' OR u.place = hit.place)
                      AND u.since_at <= %(at)s AND (u.until_at IS NULL OR u.until_at > %(at)s)
 GROUP BY u.organisation_id
"""


def clients_hit(impacts: Iterable[Impact], *, at: datetime) -> dict[int, bool]:
    """The clients by key, and whether a component of theirs is unavailable; one query for any number of clients."""
    hits = list(impacts)
    values: dict[str, Any] = {
        "components": [each.component_id for each in hits],
        "places": [each.place for each in hits],
        "levels": [str(each.level) for each in hits],
        "unavailable": [str(level) for level in UNAVAILABLE],
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_HIT, values)
        return dict(cursor.fetchall())


@dataclass(frozen=True)
class Scope:
    """Whom a word would reach now: clients, their contacts, and clients of whom nobody can be told."""

    clients: int
    contacts: int
    unreachable: int


def scope_of(interruption: Interruption) -> Scope:
    """Shown before sending (communication.md, 'Scope')."""
    clients = list(interruption.affected.values_list("organisation_id", flat=True))
    told = readers_of(clients, Wanted.INTERRUPTION)
    reached = [its for its in told.values() if its.readers]
    return Scope(len(clients), sum(len(its.readers) for its in reached), len(clients) - len(reached))
