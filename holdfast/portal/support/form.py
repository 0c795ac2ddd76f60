"""The form itself: few fields, one that only programs fill in, and the proof of when it was given out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from holdfast.catalogue.models import Product
from holdfast.kernel.refusal import Refused
from holdfast.people.actions.entering import require_address
from holdfast.portal import scenarios, uploads
from holdfast.portal.suggesting import SUGGESTING, ReadBeforeField
from holdfast.portal.support import proof


class SupportForm(forms.Form):
    """What somebody without an account tells us; `started` and `website` are not theirs to fill in."""

    name = forms.CharField(
        label="Your name", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    address = forms.CharField(
        label="Your mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="We answer there.",
    )
    scenario = forms.ChoiceField(label="What comes closest", required=False)
    product = forms.ModelChoiceField(Product.objects.none(), required=False, empty_label="Not sure, or none")
    subject = forms.CharField(label="In one line", max_length=300, widget=forms.TextInput(attrs=SUGGESTING))
    text = forms.CharField(
        label="What did you do, what did you expect, what happened?",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=50_000,
    )
    files = uploads.FilesField(allowed=uploads.STRANGERS)  # type: ignore[assignment]
    website = forms.CharField(required=False, max_length=200)
    article = ReadBeforeField()
    started = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, catalogue: scenarios.Catalogue, now: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        self.now = now
        groups = [(group.summary, list(group.scenarios)) for group in catalogue.groups]
        self.fields["scenario"].choices = [("", "Choose, if one fits"), *groups]  # type: ignore[attr-defined]
        self.fields["product"].queryset = Product.objects.filter(is_current=True).order_by("name")  # type: ignore[attr-defined]

    def clean_address(self) -> str:
        try:
            return require_address(self.cleaned_data["address"])
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        age = proof.age_of(said.get("started", ""), at=self.now)
        if said.get("website"):
            raise forms.ValidationError("Leave the field for programs empty, and send it once more.")
        if age is None or age > proof.OLDEST:
            raise forms.ValidationError("This form had grown too old. It is fresh now: send it once more.")
        if age < proof.QUICKEST:
            raise forms.ValidationError(
                "That was quicker than one can type. Look it over, and send it once more."
            )
        return said
