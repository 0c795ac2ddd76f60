"""Whom a word about a maintenance goes to, shown before it is sent."""

from __future__ import annotations

from holdfast.clients.models import Wanted
from holdfast.incidents.models import Maintenance
from holdfast.incidents.scope import scope_among


def whom(found: Maintenance) -> str:
    """`It goes to 43 clients, 118 contacts, 2 unreachable.`"""
    clients = list(found.reached.values_list("organisation_id", flat=True))
    return f"It goes to {scope_among(clients, Wanted.MAINTENANCE)}."
