"""How much notice of a maintenance each client is owed: what its own policy says."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from holdfast.clients.models import Organisation
from holdfast.clients.terms import terms_for_all

CLAUSE: Final = "maintenance_notice"


def notice_owed(organisations: Collection[Organisation], *, at: datetime) -> dict[int, timedelta]:
    """By client; one whose policy promises no notice is left out."""
    terms = terms_for_all(organisations, at=at)
    found: dict[int, timedelta] = {}
    for each in organisations:
        limit = terms[each.pk].document.clause(CLAUSE).limit_for(None)
        if limit is not None and limit.seconds is not None:
            found[each.pk] = timedelta(seconds=limit.seconds)
    return found


def longest_owed(organisations: Collection[Organisation], *, at: datetime) -> timedelta:
    """The most that any of them is owed."""
    return max(notice_owed(organisations, at=at).values(), default=timedelta())
