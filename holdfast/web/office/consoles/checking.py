"""A token that somebody pastes to find out why it is not believed: looked at, never used up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms

from holdfast.channels.console.identity import recognise, was_used
from holdfast.channels.console.models import Console
from holdfast.channels.console.refusing import NotBelieved
from holdfast.channels.console.verifying import MOST, verify


class TokenForm(forms.Form):
    token = forms.CharField(
        label="A token",
        max_length=MOST * 2,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
        help_text="It is looked at, and not used up by that.",
    )


@dataclass(frozen=True)
class Checked:
    """Whether a token would be believed now, and in words why, or why not."""

    is_believed: bool
    words: str


def checked(token: str, console: Console, *, now: datetime) -> Checked:
    """What would become of whoever came with this token now."""
    try:
        verified = verify(token, now=now)
        if verified.key.console_id != console.pk:
            raise NotBelieved(f"A key of {verified.key.console} signed it.", code="other_console")
        identity = recognise(verified)
        if was_used(verified):
            raise NotBelieved("It was used before: each is believed once.", code="replayed")
    except NotBelieved as refused:
        return Checked(False, refused.message)
    if identity.contact:
        return Checked(True, f"It is {identity.contact} of {identity.organisation}.")
    becomes = "a new contact, not confirmed" if identity.becomes_contact else "nobody’s contact"
    return Checked(True, f"It is {identity.email} of {identity.organisation}, {becomes}.")
