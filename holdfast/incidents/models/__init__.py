"""The nouns of interruptions and of maintenance."""

from holdfast.incidents.models.attendance import Attendance
from holdfast.incidents.models.bulletin import Bulletin, BulletinKind, Part, Section, Told
from holdfast.incidents.models.drafts import Draft, FormerText
from holdfast.incidents.models.interruption import (
    DOWN,
    NOTHING,
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
from holdfast.incidents.models.short_notice import ShortNotice
from holdfast.incidents.models.uptime_terms import UptimeTerms
from holdfast.incidents.models.word_template import WordTemplate

__all__ = [
    "DOWN",
    "NOTHING",
    "Affected",
    "Announced",
    "Announcement",
    "AnnouncementKind",
    "Attendance",
    "Bulletin",
    "BulletinKind",
    "Draft",
    "FormerText",
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
    "ShortNotice",
    "State",
    "Suspicion",
    "Told",
    "UptimeTerms",
    "WordTemplate",
    "Work",
]
