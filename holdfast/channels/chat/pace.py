"""How much visitors said lately; read under the lock of their conversation, or their own, so nobody counts beside it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from holdfast.channels.chat import rules
from holdfast.tickets.models import Side

_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)
_SAID: Final = """
SELECT visitor_id, count(*) FILTER (WHERE at > %s), count(*) FROM channels_chatmessage
 WHERE visitor_id = ANY(%s::bigint[]) AND side = %s AND at > %s GROUP BY visitor_id
"""


class Paces:
    """Of these visitors, in one statement."""

    def __init__(self, visitors: Collection[int], *, at: datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_SAID, [at - _MINUTE, list(visitors), Side.CLIENT, at - _DAY])
            self._said = {visitor: (minute, day) for visitor, minute, day in cursor.fetchall()}

    def require(self, visitor: int) -> None:
        """Refuse one who says too much; else count one more."""
        minute, day = self._said.get(visitor, (0, 0))
        rules.require_pace(last_minute=minute, last_day=day)
        self._said[visitor] = (minute + 1, day + 1)
