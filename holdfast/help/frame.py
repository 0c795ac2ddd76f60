"""What stands around each page of help: of somebody who is signed in their own, of anybody the same for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from holdfast.knowledge.access import Reader, reader_of
from holdfast.knowledge.languages import DEFAULT, LANGUAGES
from holdfast.look.frames import Place, SiteFrame
from holdfast.notices.languages import in_language, spoken, spoken_now
from holdfast.people.models import Person
from holdfast.vendor.models import Vendor, the_vendor

FRESH: Final = "public, max-age=60"
"""What a page for anybody says of how long it may be kept; to a signed-in person the door says otherwise.

It may be closed to the public at any time, so no cache shows it for longer than a minute, not even while it asks anew.
"""


def person_of(request: HttpRequest) -> Person | None:
    person: Person | None = request.person  # type: ignore[attr-defined]
    return person


def reader_for(request: HttpRequest) -> Reader:
    """What whoever asks may read."""
    return reader_of(person_of(request))


def show(
    request: HttpRequest,
    template: str,
    values: Mapping[str, object],
    *,
    language: str,
    kept: bool = True,
    status: int = 200,
) -> HttpResponse:
    """A page of help; `kept` says that anybody may keep it, which no page with somebody's own words is."""
    vendor, person = the_vendor(), person_of(request)

    def say() -> HttpResponse:
        code, direction = spoken_now()
        around = {
            "frame": site_frame(vendor, person),
            "vendor": vendor,
            "language": language,
            "spoken": code,
            "spoken_direction": direction,
            "canonical": f"{settings.SITE_URL}{request.path}",
            "ask_url": reverse("portal:new_ticket" if person and not person.is_vendor else "portal:support"),
        }
        return render(request, template, {**around, **values}, status=status)

    answer = in_language(spoken(language), say)
    answer.headers["Cache-Control"] = FRESH if kept and status == 200 else "no-store"
    return answer


def part(request: HttpRequest, template: str, values: Mapping[str, object], *, language: str) -> HttpResponse:
    """A piece of a page, which nobody keeps."""
    answer = in_language(spoken(language), lambda: render(request, template, values))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def site_frame(vendor: Vendor, person: Person | None) -> SiteFrame:
    """Nothing is live here; a person has their menu."""
    contact = getattr(person, "contact", None)
    return SiteFrame(
        name=gettext("%(vendor)s Support") % {"vendor": vendor.name} if vendor.name else gettext("Support"),
        home_url=reverse("portal:home"),
        places=(
            Place(gettext("Help"), reverse("portal:home")),
            Place(gettext("Articles"), reverse("help:start"), current=True),
            *(
                [Place(gettext("My tickets"), reverse("portal:tickets"))]
                if person and not person.is_vendor
                else []
            ),
            Place(gettext("Service status"), reverse("statuspage:status")),
            Place(gettext("How to reach us"), reverse("portal:reach")),
        ),
        escalate_url=reverse("portal:escalate"),
        person=str(person) if person else "",
        note=str(contact.organisation) if contact else "",
        sign_in_url="" if person else reverse("account_login"),
        sign_out_url=reverse("account_logout") if person else "",
        foot=gettext("Support day and night, every day of the year")
        + (f": {vendor.phone}" if vendor.phone else ""),
        foot_places=(Place(gettext("Service status"), reverse("statuspage:status")),),
    )


def wanted_language(request: HttpRequest) -> str:
    """What a person reads, else the first language of ours that the browser names."""
    person = person_of(request)
    if person is not None and person.language in LANGUAGES:
        return person.language
    for told in request.headers.get("Accept-Language", "")[:200].split(","):
        code = told.partition(";")[0].strip().lower().partition("-")[0]
        if code in LANGUAGES:
            return code
    return DEFAULT
