"""The nouns of clients."""

from holdfast.clients.models.emergency_list import EmergencyList, ListEntry, ListVersion, Wanted
from holdfast.clients.models.organisations import Contact, Contract, Organisation, Organisations

__all__ = [
    "Contact",
    "Contract",
    "EmergencyList",
    "ListEntry",
    "ListVersion",
    "Organisation",
    "Organisations",
    "Wanted",
]
