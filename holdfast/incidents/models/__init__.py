"""The nouns of interruptions and of maintenance."""

from holdfast.incidents.models.bulletin import Bulletin, BulletinKind, Part, Section, Told
from holdfast.incidents.models.interruption import (
    DOWN,
    Affected,
    Impact,
    Interruption,
    Level,
    State,
    Suspicion,
)
from holdfast.incidents.models.linked_ticket import LinkedTicket
from holdfast.incidents.models.maintenance import (
    Announced,
    Announcement,
    AnnouncementKind,
    Freeze,
    Maintenance,
    MaintenanceKind,
    MaintenanceState,
    Reached,
    Work,
)

__all__ = [
    "DOWN",
    "Affected",
    "Announced",
    "Announcement",
    "AnnouncementKind",
    "Bulletin",
    "BulletinKind",
    "Freeze",
    "Impact",
    "Interruption",
    "Level",
    "LinkedTicket",
    "Maintenance",
    "MaintenanceKind",
    "MaintenanceState",
    "Part",
    "Reached",
    "Section",
    "State",
    "Suspicion",
    "Told",
    "Work",
]
