"""Which clients were told of a maintenance in time, and of which window: what leaves both sides of their uptime (E10)."""

from __future__ import annotations

from collections.abc import Collection

from holdfast.incidents.impact import KeptNotice
from holdfast.incidents.models import Announcement, AnnouncementKind
from holdfast.promises.maintenance_reactions import NOTICE
from holdfast.promises.models import Promise, State

_NAMING_A_WINDOW = (AnnouncementKind.NOTICE, AnnouncementKind.MOVED)


def kept_notices(
    maintenances: Collection[int], *, clients: Collection[int] | None = None
) -> list[KeptNotice]:
    """The window as it was last told ahead, for each client to whom notice of it was kept; in two queries, or none.

    A window moved outside the one before is a new notice, so of each client only the newest promise counts.
    """
    if not maintenances:
        return []
    promises = Promise.objects.filter(clause=NOTICE, reached__maintenance__in=maintenances)
    if clients is not None:
        promises = promises.filter(reached__organisation__in=clients)
    newest = promises.order_by("reached", "-pk").distinct("reached")
    told = Announcement.objects.filter(maintenance__in=maintenances, kind__in=_NAMING_A_WINDOW)
    windows = {each.maintenance_id: each for each in told.order_by("pk")}
    return [
        KeptNotice(
            maintenance=maintenance,
            client=organisation,
            start=windows[maintenance].start_at,
            end=windows[maintenance].end_at,
        )
        for maintenance, organisation, state in newest.values_list(
            "reached__maintenance", "reached__organisation", "state"
        )
        if state == State.KEPT and maintenance in windows
    ]
