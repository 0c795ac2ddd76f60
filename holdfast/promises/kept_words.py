"""Which promises each word about an interruption kept: by the acceptance that is their evidence."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from holdfast.incidents.models import Interruption

_KEPT = """
SELECT t.bulletin_id, p.clause, count(*) FILTER (WHERE p.state = 'kept'), count(*) FILTER (WHERE p.state = 'kept_late')
FROM promises_promise p
JOIN incidents_affected a ON a.id = p.affected_id
JOIN notices_delivery d ON d.id = CASE WHEN p.evidence ~ '^delivery-[0-9]+$' THEN substr(p.evidence, 10)::bigint END
JOIN incidents_told t ON t.notice_id = d.notice_id
WHERE a.interruption_id = %s
GROUP BY t.bulletin_id, p.clause
ORDER BY t.bulletin_id, p.clause
"""


@dataclass(frozen=True)
class KeptBy:
    clause: str
    in_time: int
    late: int


def kept_by_words(interruption: Interruption) -> dict[int, list[KeptBy]]:
    """By the key of the bulletin; one statement for any number of clients."""
    found: dict[int, list[KeptBy]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [interruption.pk])
        for bulletin, clause, in_time, late in cursor.fetchall():
            found.setdefault(bulletin, []).append(KeptBy(clause, in_time, late))
    return found
