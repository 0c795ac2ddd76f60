"""What stands around every page of the site, and the one way in which a page of it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.channels.chat.identity import identity_of
from holdfast.look.frames import Place, SiteFrame
from holdfast.look.replies import stamp_time
from holdfast.people.models import Person
from holdfast.vendor.models import Vendor, the_vendor


def show(
    request: HttpRequest,
    template: str,
    values: Mapping[str, Any],
    *,
    now: datetime,
    here: str = "",
    escalate: str = "",
    status: int = 200,
    vendor: Vendor | None = None,
) -> HttpResponse:
    """The page; `here` is the place that is current, `escalate` where this page's Escalate leads."""
    person: Person | None = request.person  # type: ignore[attr-defined]
    vendor = vendor or the_vendor()
    around = {
        "frame": _frame(person, vendor, here=here, escalate=escalate, now=now),
        "now": now,
        "zone": zone_for(person, vendor),
        "vendor": vendor,
        "vendor_name": support_name(vendor),
        "person": person,
    }
    return stamp_time(render(request, template, {**around, **values}, status=status), now=now)


def not_set_up(request: HttpRequest, vendor: Vendor, *, now: datetime) -> HttpResponse:
    """What stands in the place of a page that promises something, while nobody has said yet what is promised."""
    return show(request, "portal/not_set_up.html", {}, now=now, vendor=vendor)


def part(request: HttpRequest, template: str, values: Mapping[str, Any], *, now: datetime) -> HttpResponse:
    """A part of a page alone, as htmx and live hints fetch it."""
    person: Person | None = request.person  # type: ignore[attr-defined]
    zone = zone_for(person, None)
    return stamp_time(render(request, template, {"now": now, "zone": zone, **values}), now=now)


def zone_for(person: Person | None, vendor: Vendor | None = None) -> ZoneInfo:
    """The reader's time zone; of whoever is not known, the vendor's."""
    name = person.time_zone if person else (vendor or the_vendor()).time_zone
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def support_name(vendor: Vendor) -> str:
    """What clients call us."""
    return f"{vendor.name} Support" if vendor.name else "Support"


def _frame(person: Person | None, vendor: Vendor, *, here: str, escalate: str, now: datetime) -> SiteFrame:
    is_client = person is not None and not person.is_vendor
    return SiteFrame(
        chat_url=reverse("portal:chat_script") if person is None or is_client else "",
        chat_identity=identity_of(person, at=now) if person is not None and is_client else "",
        name=support_name(vendor),
        home_url=reverse("portal:home"),
        places=_places(person, here),
        escalate_url=escalate or reverse("portal:escalate"),
        person=str(person) if person else "",
        note=_of(person),
        account=_account(person),
        sign_in_url="" if person else reverse("account_login"),
        sign_out_url=reverse("account_logout") if person else "",
        foot="Support day and night, every day of the year" + (f": {vendor.phone}" if vendor.phone else ""),
        foot_places=(
            Place("How to reach us", reverse("portal:reach")),
            Place("Service status", reverse("statuspage:status")),
        ),
        events_url="/events" if person else "",
    )


def _places(person: Person | None, here: str) -> tuple[Place, ...]:
    names = (
        (
            ("Help", "home"),
            ("My tickets", "tickets"),
            ("New ticket", "new_ticket"),
            ("Service status", "service_status"),
            ("How to reach us", "reach"),
        )
        if person
        else (("Help", "home"), ("Write to us", "support"), ("How to reach us", "reach"))
    )
    home, *others = (Place(label, reverse(f"portal:{name}"), current=name == here) for label, name in names)
    return (home, Place("Articles", reverse("help:start")), *others)


def _account(person: Person | None) -> tuple[Place, ...]:
    if person is None:
        return ()
    password = Place("Password", reverse("account_change_password"), "lock")
    if person.is_vendor:
        return (password,)
    return (Place("Your profile", reverse("portal:profile"), "circle-user"), password)


def _of(person: Person | None) -> str:
    contact = getattr(person, "contact", None)
    return str(contact.organisation) if contact else ""
