"""What must always hold of interruptions and maintenance (communication.md, rule 7)."""

from __future__ import annotations

from typing import Final

from django.db import connection

# A report goes to those that had none, a retraction to those that were told anything, an update to those whom it still
# hits, and words on the cause to those that were told that it is back for them: whoever is back was told so (recipients.py).
# As with single notices the last hour is enough: it is looked at each minute, and what is found stays told.
_SHORT: Final = """
SELECT 'bulletin-' || b.id FROM incidents_bulletin b
 WHERE b.at > holdfast_now() - interval '1 hour'
   AND EXISTS (SELECT FROM incidents_affected a WHERE a.interruption_id = b.interruption_id AND a.since_at < b.at
                  AND NOT EXISTS (SELECT FROM incidents_told t WHERE t.bulletin_id = b.id AND t.affected_id = a.id)
                  AND (b.kind = 'retraction') = EXISTS (
                      SELECT FROM incidents_told t JOIN incidents_bulletin e ON e.id = t.bulletin_id
                       WHERE t.affected_id = a.id AND e.id < b.id AND b.kind IN ('report', 'retraction')
                         AND (b.kind = 'retraction' OR e.kind = 'report'))
                  AND (b.kind <> 'update' OR a.restored_at IS NULL)
                  AND (b.kind <> 'restored' OR a.restored_at <= b.at)
                  AND (b.kind NOT IN ('restored', 'cause') OR (b.kind = 'cause') = EXISTS (
                      SELECT FROM incidents_told t JOIN incidents_bulletin e ON e.id = t.bulletin_id
                       WHERE t.affected_id = a.id AND e.kind = 'restored' AND e.at >= a.since_at
                         AND (b.kind = 'restored' OR e.id < b.id))))
UNION ALL
SELECT 'announcement-' || n.id FROM incidents_announcement n
 WHERE n.at > holdfast_now() - interval '1 hour'
   AND EXISTS (SELECT FROM incidents_reached r WHERE r.maintenance_id = n.maintenance_id AND r.since_at <= n.at
                  AND NOT EXISTS (SELECT FROM incidents_announced t
                                   WHERE t.announcement_id = n.id AND t.reached_id = r.id))
 LIMIT 20
"""


def words_to_too_few() -> list[str]:
    """The newest words that were not written to every client whom their matter reached at that moment."""
    with connection.cursor() as cursor:
        cursor.execute(_SHORT)
        return [name for (name,) in cursor.fetchall()]
