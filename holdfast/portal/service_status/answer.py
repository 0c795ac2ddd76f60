"""'Are we affected?' in words: for the page of a client, and for whoever has its private address."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Any

from holdfast.audience.standing import Standing, standing_of
from holdfast.clients.models import Organisation
from holdfast.incidents.bars import exact_in_words, percent_in_words
from holdfast.portal.maintenance import maintenances_told
from holdfast.portal.service_status.reached import all_for
from holdfast.portal.service_status.used import how_they_are, lines_of


def answer_values(organisation: Organisation, *, now: datetime, zone: tzinfo) -> dict[str, Any]:
    """What `portal/service_status/_answer.html` needs of the client, and what stands below it."""
    standing = standing_of(organisation, now=now)
    lines = lines_of(standing.services)
    found = all_for(organisation, now=now, zone=zone)
    coming, over = maintenances_told(organisation, now=now, zone=zone)
    return {
        "organisation": organisation,
        "lines": lines,
        "how": how_they_are(lines),
        "current": [each for each in found if each.is_current],
        "past": [each for each in found if not each.is_current],
        "coming": coming,
        "over": over,
        "figures": _figures(standing),
        "kept": standing.kept,
    }


def _figures(standing: Standing) -> dict[str, str]:
    uptime = standing.uptime
    left = uptime.budget_left
    return {
        "uptime": percent_in_words(uptime.availability),
        "target": f"{uptime.target.normalize():f} %",
        "budget": exact_in_words(uptime.budget),
        "left": exact_in_words(max(left, timedelta())),
        "over": exact_in_words(-left) if left < timedelta() else "",
    }
