"""Channels in their order as fields of a form, the same for contacts of a list and for people on duty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django import forms

from holdfast.clients.emergency.channels import MOST, ChannelKind

_PLACES: Final = range(1, MOST + 1)
_ORDINALS: Final = ("First", "Then", "Then", "Last")


class ChannelsForm(forms.Form):
    """By what somebody is reached, in which order."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for place in _PLACES:
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                label=f"{_ORDINALS[place - 1]} by",
                choices=[("", "nothing more"), *ChannelKind.choices],
                required=False,
            )
            self.fields[f"address_{place}"] = forms.CharField(
                label=f"Number or address of channel {place}", max_length=500, required=False
            )

    @property
    def channels(self) -> Iterator[tuple[Any, Any]]:
        """The two controls of each channel, in order."""
        return ((self[f"kind_{place}"], self[f"address_{place}"]) for place in _PLACES)

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Kind and address of each as they were filled in, without those that were left empty."""
        said = self.cleaned_data
        found = [(said[f"kind_{place}"], said[f"address_{place}"]) for place in _PLACES]
        return [(kind, address) for kind, address in found if kind or address]
