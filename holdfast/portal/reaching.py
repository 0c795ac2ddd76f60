"""How to reach us: each channel with its hours, the account manager, the ladder (A1)."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from holdfast.clients.account_manager import managers_for
from holdfast.clients.models import Contact, Organisation, Preferred
from holdfast.duty.queries import is_manned_round_the_clock
from holdfast.escalation.ladder import ladder_of
from holdfast.kernel import clock
from holdfast.look.shapes import Level
from holdfast.people.door import ANYONE, allow
from holdfast.people.models import Person
from holdfast.portal.frame import not_set_up, show
from holdfast.portal.tickets.opening import organisation_of
from holdfast.portal.tickets.rungs import titles_of
from holdfast.portal.ways import Asked, ways_to_us
from holdfast.tickets.models import Ticket
from holdfast.vendor.models import the_vendor


@allow(ANYONE)
def reach(request: HttpRequest) -> HttpResponse:
    """Every way to us, for anyone; people and account manager for those who are signed in."""
    now = clock.now()
    person: Person | None = request.person  # type: ignore[attr-defined]
    vendor = the_vendor()
    if vendor.set_up_at is None:
        return not_set_up(request, vendor, now=now)
    organisation = organisation_of(person) if person else None
    asked = Asked(vendor=vendor, person=person, now=now, is_manned=is_manned_round_the_clock(at=now))
    values = {
        "ways": ways_to_us(asked),
        "rungs": ladder_for(organisation, now=now, with_people=person is not None),
        "account_manager": account_manager_of(organisation, now=now),
        "organisation": organisation,
        "preferred": preferred_by(person),
    }
    return show(request, "portal/reach.html", values, now=now, here="reach", vendor=vendor)


def ladder_for(organisation: Organisation | None, *, now: datetime, with_people: bool) -> list[Level]:
    """The ladder that a ticket of this client has."""
    ladder = ladder_of(Ticket(organisation=organisation), at=now)
    return titles_of(ladder.levels, with_people=with_people)


def account_manager_of(organisation: Organisation | None, *, now: datetime) -> Person | None:
    """Whoever looks after this client now: the account manager, or the cover."""
    return managers_for([organisation]).named(organisation, at=now) if organisation else None


def preferred_by(person: Person | None) -> str:
    """By which channel a contact would like to be answered, in words; empty for whoever is none."""
    contact: Contact | None = getattr(person, "contact", None)
    return Preferred(contact.preferred_channel).label if contact else ""
