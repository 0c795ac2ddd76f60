"""What the monitors measured: how long each was up, and when nobody knew how a component did."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from holdfast.monitors.models import Monitor, State


@dataclass(frozen=True)
class Measured:
    """Of a stretch of time; what was not known is on neither side."""

    up: timedelta = timedelta()
    down: timedelta = timedelta()
    unknown: timedelta = timedelta()

    @property
    def share(self) -> str:
        """Up, of what was measured, floored: `99.95 %`; nothing where nothing was."""
        whole = self.up + self.down
        if not whole:
            return ""
        hundredths = self.up * 10_000 // whole
        return f"{hundredths // 100}.{hundredths % 100:02} %"


def measured(monitor: int, *, since: datetime, until: datetime) -> Measured:
    """How long it was in each state."""
    with connection.cursor() as cursor:
        cursor.execute(_MEASURED, {"monitor": monitor, "since": since, "until": until})
        found: dict[str, timedelta] = dict(cursor.fetchall())
    return Measured(**found)


_MEASURED = """
SELECT state, sum(least(coalesce(ended_at, %(until)s), %(until)s) - greatest(began_at, %(since)s))
  FROM monitors_stretch
 WHERE monitor_id = %(monitor)s AND began_at < %(until)s AND (ended_at IS NULL OR ended_at > %(since)s)
 GROUP BY state
"""


def silences(
    components: Collection[int], *, since: datetime, until: datetime
) -> list[tuple[int, datetime, datetime]]:
    """When none of a component's monitors knew how it did: (component, from, to).

    One that knows is enough, and while there is none, or all are paused, nothing is silent; nor is what is over in
    three minutes, as a restart is.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SILENCES, {"components": list(components), "since": since, "until": until})
        found: list[tuple[int, datetime, datetime]] = cursor.fetchall()
    return found


_SILENCES = """
SELECT component_id, lower(silent), upper(silent) FROM (
    SELECT component_id, unnest(
        (range_agg(lasted) FILTER (WHERE state = 'unknown'))
        - coalesce(range_agg(lasted) FILTER (WHERE state <> 'unknown'), '{}'::tstzmultirange)) AS silent
      FROM (
        SELECT m.component_id, s.state,
               tstzrange(greatest(s.began_at, %(since)s), least(coalesce(s.ended_at, %(until)s), %(until)s)) AS lasted
          FROM monitors_stretch s JOIN monitors_monitor m ON m.id = s.monitor_id
         WHERE m.component_id = ANY(%(components)s) AND s.began_at < %(until)s
           AND (s.ended_at IS NULL OR s.ended_at > %(since)s)) AS each_one
     GROUP BY component_id) AS found
 WHERE upper(silent) - lower(silent) >= interval '3 minutes'
 ORDER BY 1, 2
"""


def trouble_first(rows: QuerySet[Monitor]) -> QuerySet[Monitor]:
    """Down, then what soon will be, not known, up, paused."""
    rank = Case(
        When(paused_at__isnull=False, then=Value(4)),
        When(state=State.DOWN, then=Value(0)),
        When(~Q(warning=""), then=Value(1)),
        When(state=State.UNKNOWN, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return rows.annotate(rank=rank).order_by(
        "rank", "component__service__name", "component__name", "name", "pk"
    )


def are_well(components: Collection[int]) -> bool:
    """Whether somebody looks at these components, and nothing of them is down now."""
    if not components:
        return False
    rows = Monitor.objects.filter(component__in=components, removed_at=None, paused_at=None)
    states = set(rows.values_list("state", flat=True))
    return bool(states) and State.DOWN not in states
