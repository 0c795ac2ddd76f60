"""The nouns of clients."""

from holdfast.clients.models.emergency_list import EmergencyList, ListEntry, ListReview, ListVersion, Wanted
from holdfast.clients.models.organisations import (
    Contact,
    Contract,
    FormerZone,
    Organisation,
    Organisations,
    Preferred,
)

__all__ = [
    "Contact",
    "Contract",
    "EmergencyList",
    "FormerZone",
    "ListEntry",
    "ListReview",
    "ListVersion",
    "Organisation",
    "Organisations",
    "Preferred",
    "Wanted",
]
