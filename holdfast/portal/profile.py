"""One's own profile: name, phone, time zone, and by which channel one would like to be answered (A1)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from holdfast.calendars.zones import zone_choices
from holdfast.clients.actions.own_profile import change_own_profile
from holdfast.clients.models import Contact, Preferred
from holdfast.kernel import clock
from holdfast.look.replies import tell
from holdfast.people.door import CLIENT, allow
from holdfast.people.models import Person
from holdfast.portal.frame import show
from holdfast.portal.refusing import refusals_on


class ProfileForm(forms.Form):
    """What everybody may say of themselves, and nothing else (T43)."""

    name = forms.CharField(
        label="Name", max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label="Phone",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text="With its country: +44 20 7946 0018.",
    )
    time_zone = forms.ChoiceField(
        label="Time zone", choices=zone_choices, help_text="Every time here and in our mail is shown in it."
    )
    preferred_channel = forms.ChoiceField(
        label="How would you like to be answered?",
        choices=Preferred.choices,
        required=False,
        help_text="Whoever answers you sees it. What we promise you reaches you by mail in any case.",
    )

    def __init__(self, *args: Any, contact: Contact | None, present: Person, **more: Any) -> None:
        super().__init__(*args, **more)
        zones = self.fields["time_zone"]
        assert isinstance(zones, forms.ChoiceField)
        if present.time_zone not in dict(zone_choices()):
            zones.choices = [*zone_choices(), (present.time_zone, present.time_zone)]
        if contact is None:
            del self.fields["preferred_channel"]


@allow(CLIENT)
def profile(request: HttpRequest) -> HttpResponse:
    person: Person = request.person  # type: ignore[attr-defined]
    contact: Contact | None = getattr(person, "contact", None)
    initial = {name: getattr(person, name) for name in ("name", "phone", "time_zone")}
    initial["preferred_channel"] = contact.preferred_channel if contact else ""
    form = ProfileForm(request.POST or None, contact=contact, present=person, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            change_own_profile(person, **form.cleaned_data)
            return tell(request, HttpResponseRedirect(reverse("portal:profile")), "Your profile is saved.")
    status = 422 if form.errors else 200
    return show(request, "portal/profile.html", {"form": form}, now=clock.now(), status=status)
