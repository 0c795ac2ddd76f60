"""How much visitors said lately; read under the lock of their conversation, or their own, so nobody counts beside it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q

from holdfast.channels.chat import rules
from holdfast.channels.chat.models import ChatMessage
from holdfast.tickets.models import Side

_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)


class Paces:
    """Of these visitors, in one statement."""

    def __init__(self, visitors: Collection[int], *, at: datetime) -> None:
        lately = ChatMessage.objects.filter(visitor__in=visitors, side=Side.CLIENT, at__gt=at - _DAY)
        counted = lately.order_by("visitor").values_list("visitor")
        in_minute = Count("pk", filter=Q(at__gt=at - _MINUTE))
        rows = counted.annotate(day=Count("pk"), minute=in_minute)
        self._said = {visitor: (minute, day) for visitor, day, minute in rows}

    def require(self, visitor: int) -> None:
        """Refuse one who says too much; else count one more."""
        minute, day = self._said.get(visitor, (0, 0))
        rules.require_pace(last_minute=minute, last_day=day)
        self._said[visitor] = (minute + 1, day + 1)
