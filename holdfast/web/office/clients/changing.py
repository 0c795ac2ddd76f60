"""Enter and change a client; name who looks after it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.clients.actions.organisations import (
    change_organisation,
    enter_organisation,
    name_account_manager,
)
from holdfast.clients.rules import LOOKS_AFTER
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.vendor.models import the_vendor
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, zone_of
from holdfast.web.office.clients.found import found_client
from holdfast.web.office.clients.page import client_url
from holdfast.web.office.fields import (
    CalendarField,
    LinesField,
    LocalInstantField,
    PersonField,
    ZoneForm,
    said_by,
    zone_field,
)


class ClientForm(ZoneForm):
    name = forms.CharField(label="Name", max_length=160)
    time_zone = zone_field()
    calendar = CalendarField(
        label="Calendar",
        empty_label="The policy’s default calendar",
        help_text="What is promised in business time is counted on it. A contract can name another.",
    )
    domains = LinesField(
        label="Mail domains",
        help_text="One a line. A newcomer from one is proposed as a contact; a domain alone proves nothing.",
    )
    external_reference = forms.CharField(
        label="External reference",
        required=False,
        max_length=120,
        help_text="What your own products call it, such as a tenant’s id: they name the client by it.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=10_000,
        help_text="For your own people: when they are busiest, what they care about.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ManagerForm(forms.Form):
    account_manager = PersonField(label="Account manager", roles=LOOKS_AFTER)
    cover = PersonField(
        label="Cover", roles=LOOKS_AFTER, help_text="Is told instead while the account manager is away."
    )
    away_until = LocalInstantField(label="Away until", help_text="In your own time. Empty: here.")


@allow(Act.CHANGE_CLIENTS)
def entering(request: HttpRequest) -> HttpResponse:
    """Enter a client."""
    form = ClientForm(said_by(request), initial={"time_zone": the_vendor().time_zone})
    sheet = Sheet(
        title="Enter a client",
        button="Enter the client",
        back=reverse("desk:clients"),
        lead="Contacts and the contract come next, on the client’s page.",
        place="clients",
    )

    def enter(said: dict[str, Any]) -> str:
        key = do_once(request, lambda: enter_organisation(**said, by=person_of(request)).pk)
        return reverse("desk:client", args=[key])

    return ask(request, form, sheet, enter)


@allow(Act.CHANGE_CLIENTS)
def changing(request: HttpRequest, key: int) -> HttpResponse:
    """Change name, time zone, calendar, domains, note."""
    organisation = found_client(key)
    initial = {name: getattr(organisation, name) for name in ClientForm.base_fields} | {
        "domains": "\n".join(organisation.domains)
    }
    form = ClientForm(said_by(request), initial=initial)
    sheet = Sheet(
        title=f"Change {organisation}",
        button="Save",
        back=client_url(organisation),
        lead="What is promised already stays on the calendar that it was promised on.",
        place="clients",
    )

    def save(said: dict[str, Any]) -> str:
        return f"{change_organisation(organisation, **said, by=person_of(request))} is saved."

    return ask(request, form, sheet, save)


@allow(Act.CHANGE_CLIENTS)
def account_manager(request: HttpRequest, key: int) -> HttpResponse:
    """Say who looks after the client, and who meanwhile."""
    organisation = found_client(key)
    form = ManagerForm(
        said_by(request),
        initial={
            "account_manager": organisation.account_manager_id,
            "cover": organisation.cover_id,
            "away_until": organisation.account_manager_away_until,
        },
    )
    form.fields["away_until"].zone = zone_of(request)  # type: ignore[attr-defined]
    sheet = Sheet(
        title=f"Who looks after {organisation}",
        button="Save",
        back=client_url(organisation),
        lead="They are told of every escalation and every Priority 1 of this client.",
        place="clients",
    )

    def save(said: dict[str, Any]) -> str:
        saved = name_account_manager(organisation, **said, by=person_of(request))
        return f"{saved.account_manager or 'Nobody'} looks after {saved}."

    return ask(request, form, sheet, save)
