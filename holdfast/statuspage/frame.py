"""What stands around each page: the site's frame as a stranger sees it, for everybody gets the same page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.look.frames import Place, SiteFrame
from holdfast.statuspage.shown import Shown
from holdfast.vendor.models import the_vendor

FRESH: Final = "public, max-age=30, stale-while-revalidate=60"
"""What every public answer says of how long it may be kept."""


def show(request: HttpRequest, template: str, values: Mapping[str, object], shown: Shown) -> HttpResponse:
    """A page that anybody may keep. It tells no browser our time: a kept one would tell it late."""
    around = {"frame": site_frame(), "zone": ZoneInfo(shown.page.time_zone), "page": shown.page}
    answer = render(request, template, {**around, **values})
    answer.headers["Cache-Control"] = FRESH
    return answer


def site_frame() -> SiteFrame:
    """Nobody is signed in here, and nothing is live."""
    vendor = the_vendor()
    return SiteFrame(
        name=f"{vendor.name} Support" if vendor.name else "Support",
        home_url=reverse("portal:home"),
        places=(
            Place("Help", reverse("portal:home")),
            Place("Articles", reverse("help:start")),
            Place("Service status", reverse("statuspage:status"), current=True),
            Place("How to reach us", reverse("portal:reach")),
        ),
        escalate_url=reverse("portal:escalate"),
        sign_in_url=reverse("account_login"),
        foot="Support day and night, every day of the year" + (f": {vendor.phone}" if vendor.phone else ""),
        foot_places=(Place("Service status", reverse("statuspage:status")),),
    )
