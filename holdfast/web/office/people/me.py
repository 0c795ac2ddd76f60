"""One's own profile."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.people.actions.changing import change_person
from holdfast.people.door import STAFF, allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of
from holdfast.web.office.fields import ZoneForm, said_by, zone_field

_OWN = ("name", "phone", "time_zone", "single_keys")


class ProfileForm(ZoneForm):
    """What everybody may change of themselves, and nothing else (T43)."""

    name = forms.CharField(label="Name", max_length=200)
    phone = forms.CharField(
        label="Phone", max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    time_zone = zone_field(hint="All times at the desk and in your mail are shown in it.")
    single_keys = forms.BooleanField(
        label="Single-key shortcuts. Turn them off if you dictate or use a screen reader.",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "switch"}),
    )


@allow(STAFF)
def me(request: HttpRequest) -> HttpResponse:
    """Name, phone, time zone, single keys; the way to the password."""
    person = person_of(request)
    form = ProfileForm(said_by(request), initial={name: getattr(person, name) for name in _OWN})
    password = "account_change_password" if person.has_usable_password() else "account_set_password"
    sheet = Sheet(
        title="Your profile",
        button="Save",
        back=reverse("desk:account"),
        template="office/people/_profile_fields.html",
        more={"email": person.email, "password_url": reverse(password)},
        place="",
    )

    def save(said: dict[str, Any]) -> str:
        change_person(person, **{name: said[name] for name in _OWN}, by=person.actor)
        return "Your profile is saved."

    return ask(request, form, sheet, save)
