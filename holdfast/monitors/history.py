"""Old looks are thinned out: after a day the first of each hour and outcome is left, after a month none."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from holdfast.kernel import clock
from holdfast.monitors.models import Look, Watch

_EVERY: Final = timedelta(hours=1)
WHOLE_FOR: Final = timedelta(days=1)
KEPT_FOR: Final = timedelta(days=30)


@transaction.atomic
def thin_out() -> None:
    """Once an hour, by whoever comes first."""
    at = clock.now()
    due = Watch.objects.select_for_update(skip_locked=True).filter(thinned_at__lte=at - _EVERY)
    if watch := due.first():
        Look.objects.filter(at__lt=at - KEPT_FOR).delete()
        _keep_first_of_hours(watch.thinned_at - WHOLE_FOR - _EVERY, at - WHOLE_FOR)
        watch.thinned_at = at
        watch.save(update_fields=["thinned_at"])


def _keep_first_of_hours(since: datetime, before: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_THIN, {"since": since, "before": before})


_THIN: Final = """
DELETE FROM monitors_look AS l
 WHERE l.at >= date_trunc('hour', %(since)s, 'UTC') AND l.at < date_trunc('hour', %(before)s, 'UTC') AND EXISTS (
    SELECT FROM monitors_look AS f
     WHERE f.monitor_id = l.monitor_id AND f.is_ok = l.is_ok AND (f.at, f.id) < (l.at, l.id)
       AND f.at >= date_trunc('hour', l.at, 'UTC'))
"""
