"""A client's private addresses at the desk: seen, made anew and ended by those who change clients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.audience.actions.addresses import addresses_of, end_address, make_address
from holdfast.audience.links import private_url
from holdfast.audience.models import Purpose
from holdfast.clients.models import Organisation
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of
from holdfast.web.office.clients.found import found_client
from holdfast.web.office.fields import said_by


@dataclass(frozen=True)
class AddressLine:
    """One of them; no url where there is none."""

    purpose: str
    label: str
    url: str


def address_lines(organisation: Organisation) -> list[AddressLine]:
    """For the card on the client's page, which shows them to those alone who may hand them out."""
    standing = addresses_of(organisation)
    return [
        AddressLine(purpose, purpose.label, private_url(standing[purpose]) if purpose in standing else "")
        for purpose in Purpose
    ]


@allow(Act.CHANGE_CLIENTS)
def address(request: HttpRequest, key: int, purpose: Purpose) -> HttpResponse:
    """A new one, in the place of the one before."""
    organisation = found_client(key)
    sheet = Sheet(
        title=f"{purpose.label} of {organisation}: a new address",
        button="Make it",
        back=reverse("desk:client", args=[key]),
        lead="Whoever has it reads what it leads to. The one before, if any, opens nothing from then on.",
        place="clients",
    )

    def make(said: dict[str, Any]) -> str:
        make_address(organisation, purpose, by=person_of(request))
        return "There is a new address."

    return ask(request, forms.Form(said_by(request)), sheet, make)


@allow(Act.CHANGE_CLIENTS)
def ending(request: HttpRequest, key: int, purpose: Purpose) -> HttpResponse:
    """Whoever has it reads nothing any more."""
    organisation = found_client(key)
    sheet = Sheet(
        title=f"{purpose.label} of {organisation}: end the address",
        button="End it",
        back=reverse("desk:client", args=[key]),
        lead="Wallboards and calendars of theirs that read it read nothing from then on.",
        danger=True,
        place="clients",
    )

    def end(said: dict[str, Any]) -> str:
        end_address(organisation, purpose, by=person_of(request))
        return "The address opens nothing now."

    return ask(request, forms.Form(said_by(request)), sheet, end)
