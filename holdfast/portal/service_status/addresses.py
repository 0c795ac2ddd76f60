"""The private addresses at which others of a client read how its services are: made, made anew, and ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.audience.actions.addresses import addresses_of, end_address, make_address, may_give
from holdfast.audience.links import private_url
from holdfast.audience.models import Purpose
from holdfast.clients.models import Contact
from holdfast.kernel.refusal import Forbidden
from holdfast.look.replies import tell
from holdfast.people.door import CLIENT, allow
from holdfast.people.models import Person
from holdfast.portal.emergency_list.page import contact_of


@dataclass(frozen=True)
class Address:
    """One private address as it may be handed on; no url where there is none."""

    label: str
    url: str
    make_url: str
    end_url: str


def addresses_for(person: Person) -> list[Address]:
    """Those of the person's organisation, for whoever may hand them out."""
    contact: Contact | None = getattr(person, "contact", None)
    if contact is None or not may_give(contact):
        return []
    standing = addresses_of(contact.organisation)
    return [
        Address(
            label=purpose.label,
            url=private_url(standing[purpose]) if purpose in standing else "",
            make_url=reverse("portal:private_address", args=[purpose]),
            end_url=reverse("portal:private_address_end", args=[purpose]),
        )
        for purpose in Purpose
    ]


@allow(CLIENT)
@require_POST
def address(request: HttpRequest, purpose: Purpose) -> HttpResponse:
    """A new private address, in the place of the one before."""
    return _answer(request, make_address, purpose, "There is a new address.")


@allow(CLIENT)
@require_POST
def address_end(request: HttpRequest, purpose: Purpose) -> HttpResponse:
    """Whoever has the address reads nothing any more."""
    return _answer(request, end_address, purpose, "The address opens nothing now.")


def _answer(request: HttpRequest, act: Callable[..., object], purpose: Purpose, told: str) -> HttpResponse:
    contact = contact_of(request)
    try:
        act(contact.organisation, purpose, by=contact.person)
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from forbidden
    return tell(request, HttpResponseRedirect(reverse("portal:service_status") + "#addresses"), told)
