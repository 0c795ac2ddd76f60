"""How to reach us: each channel with its hours, the account manager, the ladder (A1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.clients.account_manager import managers_for
from holdfast.clients.models import Organisation
from holdfast.duty.queries import is_manned_round_the_clock
from holdfast.escalation.ladder import ladder_of
from holdfast.kernel import clock
from holdfast.look.shapes import Level
from holdfast.people.door import ANYONE, allow
from holdfast.people.models import Person
from holdfast.portal.frame import not_set_up, show
from holdfast.portal.tickets.opening import organisation_of
from holdfast.portal.tickets.rungs import titles_of
from holdfast.tickets.models import Ticket
from holdfast.vendor.models import Vendor, the_vendor


@dataclass(frozen=True)
class Way:
    """One channel, with its hours."""

    icon: str
    title: str
    text: str
    url: str = ""


@allow(ANYONE)
def reach(request: HttpRequest) -> HttpResponse:
    """Every way to us, for anyone; people and account manager for those who are signed in."""
    now = clock.now()
    person: Person | None = request.person  # type: ignore[attr-defined]
    vendor = the_vendor()
    if vendor.set_up_at is None:
        return not_set_up(request, vendor, now=now)
    organisation = organisation_of(person) if person else None
    values = {
        "ways": ways_to_us(vendor, person, is_manned=is_manned_round_the_clock(at=now)),
        "rungs": ladder_for(organisation, now=now, with_people=person is not None),
        "account_manager": account_manager_of(organisation, now=now),
        "organisation": organisation,
    }
    return show(request, "portal/reach.html", values, now=now, here="reach", vendor=vendor)


def ways_to_us(vendor: Vendor, person: Person | None, *, is_manned: bool = False) -> list[Way]:
    """The channels that stand open here, each with its hours."""
    ways = []
    if vendor.phone:
        told = "Answered day and night, every day"
        if is_manned:
            told += "; somebody is on duty now"
        ways.append(Way("phone", vendor.phone, told, f"tel:{_dialled(vendor.phone)}"))
    if vendor.support_address:
        told = "Day and night; every mail becomes a ticket"
        ways.append(Way("mail", vendor.support_address, told, f"mailto:{vendor.support_address}"))
    if person is not None:
        told = "Day and night; you see what is promised, and when"
        ways.append(Way("square-pen", "A new ticket", told, reverse("portal:new_ticket")))
    else:
        told = "Day and night, without an account"
        ways.append(Way("file-text", "The support form", told, reverse("portal:support")))
        ways.append(
            Way("log-in", "The portal", "Your tickets, and what we promised", reverse("account_login"))
        )
    return ways


def ladder_for(organisation: Organisation | None, *, now: datetime, with_people: bool) -> list[Level]:
    """The ladder that a ticket of this client has."""
    ladder = ladder_of(Ticket(organisation=organisation), at=now)
    return titles_of(ladder.levels, with_people=with_people)


def account_manager_of(organisation: Organisation | None, *, now: datetime) -> Person | None:
    """Whoever looks after this client now: the account manager, or the cover."""
    return managers_for([organisation]).named(organisation, at=now) if organisation else None


def _dialled(phone: str) -> str:
    return "".join(character for character in phone if character.isdigit() or character == "+")
