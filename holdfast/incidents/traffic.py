"""The usual traffic of clients: their tickets of the last thirteen weeks by hour of their own week (E7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from holdfast.incidents.windows import HOURS_OF_WEEK

LOOKED_BACK: Final = timedelta(weeks=13)
_BY_HOUR = """
SELECT u.client, (extract(isodow FROM local.at)::int - 1) * 24 + extract(hour FROM local.at)::int, count(*)
  FROM unnest(%(clients)s::bigint[], %(zones)s::text[]) AS u(client, zone)
  JOIN tickets_ticket t ON t.organisation_id = u.client AND NOT t.is_machine
                       AND t.opened_at >= %(since)s AND t.opened_at < %(at)s
 CROSS JOIN LATERAL (SELECT t.opened_at AT TIME ZONE u.zone AS at) local
 GROUP BY 1, 2
"""


def traffic_of(zones: Mapping[int, str], *, at: datetime) -> dict[int, tuple[int, ...]]:
    """By client, whose clock is named: how many in each hour of the week, Monday 00:00 first; one query for all."""
    counts = {client: [0] * HOURS_OF_WEEK for client in zones}
    values: dict[str, Any] = {
        "clients": list(zones),
        "zones": list(zones.values()),
        "since": at - LOOKED_BACK,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BY_HOUR, values)
        for client, hour, count in cursor.fetchall():
            counts[client][hour] = count
    return {client: tuple(hours) for client, hours in counts.items()}
