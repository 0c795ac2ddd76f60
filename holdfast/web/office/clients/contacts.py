"""The people of a client."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from holdfast.clients.actions.contacts import change_contact, end_contact, enter_contact, say_mail_arrives
from holdfast.clients.models import Contact, Preferred
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of
from holdfast.web.office.clients.found import found_client
from holdfast.web.office.clients.page import client_url
from holdfast.web.office.fields import ZoneForm, said_by, zone_field

_FLAGS = {
    "is_administrator": "Sees every ticket of the organisation",
    "is_approver": "Approves or refuses fixes for the organisation",
}


class PartForm(forms.Form):
    """What the person does for their client."""

    role = forms.CharField(
        label="Role", max_length=120, required=False, help_text="As they call it: IT operations."
    )
    is_administrator = forms.BooleanField(label=_FLAGS["is_administrator"], required=False)
    is_approver = forms.BooleanField(label=_FLAGS["is_approver"], required=False)


class NewContactForm(PartForm):
    email = forms.CharField(
        label="Mail address",
        max_length=254,
        help_text="Whoever wrote from it before is the same person. They sign in by a link that is mailed to it.",
        widget=forms.EmailInput(),
    )
    name = forms.CharField(label="Name", max_length=200, required=False)
    field_order = ("email", "name")


class ContactForm(PartForm, ZoneForm):
    preferred_channel = forms.ChoiceField(
        label="Would like to be answered by",
        choices=Preferred.choices,
        required=False,
        help_text="Agents see it beside what they write. A mail goes in any case.",
    )
    name = forms.CharField(label="Name", max_length=200, required=False)
    phone = forms.CharField(
        label="Phone", max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    time_zone = zone_field()
    field_order = ("name", "role", "phone", "preferred_channel", "time_zone")


@allow(Act.CHANGE_CLIENTS)
def entering(request: HttpRequest, key: int) -> HttpResponse:
    """Enter a contact by their address."""
    organisation = found_client(key)
    sheet = Sheet(
        title=f"Enter a contact of {organisation}",
        button="Enter the contact",
        back=client_url(organisation),
        place="clients",
    )

    def enter(said: dict[str, Any]) -> str:
        key = do_once(request, lambda: enter_contact(organisation, **said, by=person_of(request)).pk)
        contact = Contact.objects.get(pk=key)
        return f"{contact} is a contact of {organisation}."

    return ask(request, NewContactForm(said_by(request)), sheet, enter)


@allow(Act.CHANGE_CLIENTS)
def changing(request: HttpRequest, key: int, contact: int) -> HttpResponse:
    """Change a contact; never to which client they belong (T43, T44)."""
    organisation = found_client(key)
    present = _found(key, contact)
    person = {name: getattr(present.person, name) for name in ("name", "phone", "time_zone")}
    part = {name: getattr(present, name) for name in (*PartForm.base_fields, "preferred_channel")}
    form = ContactForm(said_by(request), initial=person | part)
    sheet = Sheet(
        title=f"Change {present}",
        button="Save",
        back=client_url(organisation),
        template="office/clients/_contact_fields.html",
        more={"contact": present, "client": organisation},
        place="clients",
    )

    def save(said: dict[str, Any]) -> str:
        return f"{change_contact(present, **said, by=person_of(request))} is saved."

    return ask(request, form, sheet, save)


@allow(Act.CHANGE_CLIENTS)
def reaching(request: HttpRequest, key: int, contact: int) -> HttpResponse:
    """Mail had come back from the address, and arrives again."""
    present = _found(key, contact)
    sheet = Sheet(
        title=f"Mail reaches {present} again",
        button="It does",
        back=client_url(present.organisation),
        lead=f"Mail to {present.person.email} had come back. Should it come back once more, it is marked anew.",
        place="clients",
    )

    def note(said: dict[str, Any]) -> str:
        return f"Mail reaches {say_mail_arrives(present, by=person_of(request))} again."

    return ask(request, forms.Form(said_by(request)), sheet, note)


@allow(Act.CHANGE_CLIENTS)
def ending(request: HttpRequest, key: int, contact: int) -> HttpResponse:
    """The person is of this client no more."""
    present = _found(key, contact)
    organisation = present.organisation
    sheet = Sheet(
        title=f"{present} is no longer of {organisation}",
        button="End it",
        back=client_url(organisation),
        lead="They keep their own tickets and see none of the others. What they wrote stays.",
        danger=True,
        place="clients",
    )

    def end(said: dict[str, Any]) -> str:
        name = str(present)
        end_contact(present, by=person_of(request))
        return f"{name} is no longer a contact of {organisation}."

    return ask(request, forms.Form(said_by(request)), sheet, end)


def _found(key: int, contact: int) -> Contact:
    """The contact of this very organisation; another's is as good as missing (T44)."""
    found = Contact.objects.select_related("person", "organisation")
    return get_object_or_404(found, organisation=key, pk=contact)
