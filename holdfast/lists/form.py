"""One contact of a list as a form, the same at the desk and in the portal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from holdfast.calendars.zones import zone_choices
from holdfast.clients.emergency.channels import Channel, ChannelKind
from holdfast.clients.emergency.contacts import NEVER_EMPTY, Listed
from holdfast.clients.models import Wanted
from holdfast.lists.channel_fields import ChannelsForm
from holdfast.lists.hidden import hidden


class ContactForm(ChannelsForm):
    """Who it is, how they are reached in which order, and of what they are told."""

    email = forms.CharField(
        label="Mail address",
        max_length=254,
        help_text="They get a mail with one button to confirm it. Until then it counts as not verified.",
        widget=forms.EmailInput(),
    )
    name = forms.CharField(label="Name", max_length=200, required=False)
    role = forms.CharField(
        label="Role", max_length=120, required=False, help_text="As they call it: night desk, IT operations."
    )
    is_global = forms.BooleanField(label="A global address: reaches everybody of theirs", required=False)
    wants = forms.MultipleChoiceField(
        label="Told of",
        choices=Wanted.choices,
        required=False,
        initial=list(NEVER_EMPTY),
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label="Language", required=False)
    time_zone = forms.ChoiceField(label="Time zone", required=False)

    def __init__(self, *args: Any, contact: Listed | None = None, hides: bool = False, **more: Any) -> None:
        """With `hides` the reader sees of numbers and addresses only so much as to leave them as they are."""
        self._hidden = {
            (each.kind, hidden(each)): each for each in (contact.channels if contact and hides else ())
        }
        more["initial"] = {**_initial(contact, hides=hides), **more.get("initial", {})}
        super().__init__(*args, **more)
        zone = contact.time_zone if contact else ""
        zones = dict((("", "As the client"), *zone_choices())) | ({zone: zone} if zone else {})
        self.fields["time_zone"].choices = list(zones.items())  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", "English"), *settings.LANGUAGES]  # type: ignore[attr-defined]

    def listed(self) -> Listed:
        """The contact as it was filled in."""
        said = self.cleaned_data
        return Listed(
            email=said["email"],
            name=said["name"],
            role=said["role"],
            language=said["language"],
            time_zone=said["time_zone"],
            is_global=said["is_global"],
            channels=tuple(self._hidden.get(each) or Channel(*each) for each in self.typed),
            wants=tuple(said["wants"]),
        )


def _initial(contact: Listed | None, *, hides: bool) -> dict[str, Any]:
    if contact is None:
        return {"kind_1": ChannelKind.MAIL.value}
    fields = ("email", "name", "role", "language", "time_zone", "is_global")
    initial: dict[str, Any] = {field: getattr(contact, field) for field in fields}
    initial["wants"] = list(contact.wants)
    for place, channel in enumerate(contact.channels, start=1):
        initial[f"kind_{place}"] = channel.kind
        address = hidden(channel) if hides else channel.address
        initial[f"address_{place}"] = "" if channel.kind == ChannelKind.MAIL else address
    return initial
