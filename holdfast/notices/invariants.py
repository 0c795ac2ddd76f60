"""What must always hold of the ledger (communication.md, rule 7)."""

from __future__ import annotations

from django.db import connection

# The last hour is enough: it is looked at each minute, and what is found stays told. Nobody to tell is too few.
_SHORT = """
SELECT n.event FROM notices_notice n
 WHERE n.created_at > holdfast_now() - interval '1 hour'
   AND (SELECT count(*) FROM notices_delivery d WHERE d.notice_id = n.id) < greatest(n.recipients, 1)
 ORDER BY n.id LIMIT 20
"""


def short_fan_outs() -> list[str]:
    """The newest notices, by their events, that have fewer rows than recipients, or nobody to tell at all."""
    with connection.cursor() as cursor:
        cursor.execute(_SHORT)
        return [event for (event,) in cursor.fetchall()]
