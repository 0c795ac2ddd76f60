"""The small page that stands in a product's frame: which sites may hold it, and what it tells of its address to others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from holdfast.channels.console.models import Console
from holdfast.look.frames import SiteFrame
from holdfast.look.replies import keep_out_of_caches, stamp_time
from holdfast.portal.frame import support_name, zone_for
from holdfast.vendor.models import the_vendor


def show_panel(
    request: HttpRequest,
    template: str,
    values: Mapping[str, Any],
    *,
    console: Console | None,
    now: datetime,
    status: int = 200,
) -> HttpResponse:
    """The page; of no console that we know, nothing may hold it."""
    vendor = the_vendor()
    around = {
        "frame": SiteFrame(name=support_name(vendor), home_url="/"),
        "now": now,
        "zone": zone_for(None, vendor),
        "vendor": vendor,
        "held_by": " ".join(console.origins) if console else "",
    }
    answer = stamp_time(render(request, template, {**around, **values}, status=status), now=now)
    return for_frames_of(console, answer)


def for_frames_of(console: Console | None, answer: HttpResponse) -> HttpResponse:
    """Let the console's own sites hold it in a frame; its address goes to nobody, not even to us."""
    answer._csp_replace = {  # type: ignore[attr-defined]
        "frame-ancestors": console.origins if console and console.origins else ["'none'"]
    }
    answer.headers["Referrer-Policy"] = "no-referrer"
    return keep_out_of_caches(answer)
