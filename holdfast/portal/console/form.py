"""What somebody says in the product's form; who they are and where they stand is known already."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.portal import scenarios, uploads
from holdfast.portal.suggesting import SUGGESTING, ReadBeforeField


class ConsoleForm(forms.Form):
    scenario = forms.ChoiceField(label="What is happening?", widget=forms.RadioSelect)
    subject = forms.CharField(label="In one line", max_length=300, widget=forms.TextInput(attrs=SUGGESTING))
    text = forms.CharField(
        label="What did you do, what did you expect, what happened?",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=200_000,
    )
    files = uploads.FilesField(allowed=uploads.SIGNED_IN)  # type: ignore[assignment]

    article = ReadBeforeField()

    def __init__(self, *args: Any, catalogue: scenarios.Catalogue, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["scenario"].choices = catalogue.choices  # type: ignore[attr-defined]
