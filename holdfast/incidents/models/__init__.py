"""The nouns of interruptions."""

from holdfast.incidents.models.bulletin import Bulletin, BulletinKind, Part, Section, Told
from holdfast.incidents.models.interruption import (
    Affected,
    Impact,
    Interruption,
    Level,
    State,
    Suspicion,
)

__all__ = [
    "Affected",
    "Bulletin",
    "BulletinKind",
    "Impact",
    "Interruption",
    "Level",
    "Part",
    "Section",
    "State",
    "Suspicion",
    "Told",
]
