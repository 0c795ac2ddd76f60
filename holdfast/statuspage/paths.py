"""All that anybody may read of the status page, by its addresses: for whoever wants the whole of it.

In an order in which each stands behind what it links to, the standing ones before the latest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse

from holdfast.incidents.public import public_interruptions
from holdfast.incidents.public_maintenance import public_maintenances
from holdfast.statuspage.history import months_until
from holdfast.statuspage.reading import components_shown
from holdfast.statuspage.v2 import DOCUMENTS
from holdfast.vendor.models import the_vendor

LATEST: Final = ("calendar", "atom", "rss", "history", "status")


def latest_paths() -> Sequence[str]:
    """What changes by itself, and with everything that is told: the page, its feeds and documents."""
    documents = [reverse("statuspage:document", args=[name]) for name in DOCUMENTS]
    return [*documents, *(reverse(f"statuspage:{name}") for name in LATEST)]


def standing_paths(*, now: datetime) -> Sequence[str]:
    """What changes only when something of it is told: each interruption and maintenance, each month, each component."""
    codes = public_interruptions().order_by("pk").values_list("code", flat=True)
    planned = public_maintenances().order_by("pk").values_list("code", flat=True)
    parts = [(each.code, each.service.code) for each in components_shown()]
    shown = dict.fromkeys(code for part in parts for code in part)
    return [
        *(reverse("statuspage:event", args=[code]) for code in planned),
        *(reverse("statuspage:incident", args=[code]) for code in (*codes, *planned)),
        *(reverse("statuspage:month", args=[each]) for each in months_until(now, the_vendor().time_zone)),
        *(reverse("statuspage:component", args=[code]) for code in shown),
    ]
