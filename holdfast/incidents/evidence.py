"""What speaks for a suspicion besides words: tickets by service a minute, against what is usual at this hour of the week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from holdfast.catalogue.models import Service

LATELY: Final = timedelta(minutes=15)
WEEKS: Final = 13
_MANY: Final = 3
"""So many tickets at least, and so many times the usual rate, are unusual."""


@dataclass(frozen=True)
class Rate:
    """Tickets of one service by their product; rates are tickets a minute."""

    services: tuple[int, ...]
    name: str
    tickets: int
    now: float
    usual: float | None
    """None while there is no week of history."""

    @property
    def is_unusual(self) -> bool:
        return self.usual is not None and self.tickets >= _MANY and self.now >= _MANY * self.usual


def rates(*, at: datetime) -> list[Rate]:
    """Of all tickets first, then of every product whose services run; one query, however long the history is.

    What is usual is counted in the same hour (UTC) of the last thirteen weeks, or of as many as there are.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RATES, {"at": at, "since": at - LATELY, "weeks": WEEKS})
        rows = {product: (lately, before, weeks) for product, lately, before, weeks in cursor.fetchall()}
    by_product: dict[int | None, list[Service]] = {}
    for service in Service.objects.filter(is_current=True, product__isnull=False).order_by("position", "pk"):
        by_product.setdefault(service.product_id, []).append(service)
    whole = [sum(row[place] for row in rows.values()) for place in (0, 1)]
    weeks = max((row[2] for row in rows.values()), default=0)
    found = [_rate((), "All services", (whole[0], whole[1], weeks))]
    for product, services in by_product.items():
        name = ", ".join(each.name for each in services)
        counted = (*rows.get(product, (0, 0, 0))[:2], weeks)
        found.append(_rate(tuple(each.pk for each in services), name, counted))
    return found


def _rate(services: tuple[int, ...], name: str, counted: tuple[int, int, int]) -> Rate:
    lately, before, weeks = counted
    return Rate(
        services=services,
        name=name,
        tickets=lately,
        now=lately / (LATELY.total_seconds() / 60),
        usual=before / (weeks * 60) if weeks else None,
    )


# The windows are few and narrow: the block range index on the opening time reads their blocks alone.
_RATES: Final = """
WITH past AS (
  SELECT least(%(weeks)s, floor(extract(epoch FROM %(at)s - min(opened_at)) / 604800)::int) AS weeks
    FROM (SELECT opened_at FROM tickets_ticket ORDER BY id LIMIT 1) first
), windows AS (
  SELECT %(since)s AS begins, 'infinity'::timestamptz AS ends, 0 AS week
  UNION ALL
  SELECT date_trunc('hour', %(at)s AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - week * interval '7 days',
         date_trunc('hour', %(at)s AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - week * interval '7 days'
         + interval '1 hour', week
    FROM past, generate_series(1, past.weeks) week
)
SELECT t.product_id, count(t.id) FILTER (WHERE w.week = 0), count(t.id) FILTER (WHERE w.week > 0),
       (SELECT coalesce(weeks, 0) FROM past)
  FROM windows w LEFT JOIN tickets_ticket t ON t.opened_at >= w.begins AND t.opened_at < w.ends AND NOT t.is_machine
 GROUP BY t.product_id
"""
