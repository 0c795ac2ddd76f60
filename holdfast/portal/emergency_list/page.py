"""The client sees who is told when a service breaks, how, and of what (E8, E9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.clients.emergency.reading import list_of, listed, uses_mail
from holdfast.clients.models import Contact, ListEntry, Wanted
from holdfast.kernel import clock
from holdfast.lists.difference import channels_in_words
from holdfast.lists.queries import open_requests
from holdfast.people.door import CLIENT, allow
from holdfast.people.models import Person
from holdfast.portal.frame import show
from holdfast.portal.reaching import account_manager_of
from holdfast.tickets.access import visible_tickets


@dataclass(frozen=True)
class Line:
    """One contact as their client sees them; channels show enough to be recognised, and no more."""

    name: str
    role: str
    is_global: bool
    channels: str
    wants: str
    state: str
    tone: str
    change_url: str
    removal_url: str


@allow(CLIENT)
def emergency_list(request: HttpRequest) -> HttpResponse:
    """The list of the reader's own organisation."""
    now, contact = clock.now(), contact_of(request)
    standing = list_of(contact.organisation_id)
    asked = [each.ticket for each in open_requests(contact.organisation_id)]
    seen = set(
        visible_tickets(contact.person)
        .filter(pk__in=[each.pk for each in asked])
        .values_list("pk", flat=True)
    )
    values: dict[str, Any] = {
        "organisation": contact.organisation,
        "lines": [_line(entry) for entry in standing.entries],
        "version": standing.version,
        "asked": [(each, each.pk in seen) for each in asked],
        "account_manager": account_manager_of(contact.organisation, now=now),
    }
    return show(request, "portal/emergency_list/page.html", values, now=now, here="emergency_list")


def contact_of(request: HttpRequest) -> Contact:
    """The reader as a contact of their client; whoever is of none has no list."""
    person: Person = request.person  # type: ignore[attr-defined]
    contact: Contact | None = getattr(person, "contact", None)
    if contact is None or contact.organisation.is_own:
        raise Http404("There is no list here.")
    return contact


def _line(entry: ListEntry) -> Line:
    person = entry.person
    wants = ", ".join(Wanted(kind).label.lower() for kind in Wanted.values if kind in entry.wants)
    state, tone = _state(entry)
    return Line(
        name=person.name or person.email,
        role=entry.role,
        is_global=entry.is_global,
        channels=channels_in_words(listed(entry), hides=True),
        wants=wants[:1].upper() + wants[1:],
        state=state,
        tone=tone,
        change_url=reverse("portal:list_change", args=[person.pk]),
        removal_url=reverse("portal:list_removal", args=[person.pk]),
    )


def _state(entry: ListEntry) -> tuple[str, str]:
    if not uses_mail(entry):
        return "", ""
    if entry.person.bounced_at is not None:
        return "Our mail came back", "late"
    return ("Confirmed", "kept") if entry.person.confirmed_at else ("Not confirmed yet", "soon")
