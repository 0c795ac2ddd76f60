"""While somebody writes their subject, articles that may answer it appear below; without script nothing does.

Which one they had read, and wrote all the same, goes with the form.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.urls import reverse_lazy

SUGGESTING: Final[dict[str, Any]] = {
    "hx-get": reverse_lazy("help:suggestions"),
    "hx-trigger": "input changed delay:300ms",
    "hx-target": "#kb",
    "hx-sync": "this:replace",
}


class ReadBeforeField(forms.Field):
    """The key of that article; whatever else stands there is nobody's mistake, and says nothing."""

    widget = forms.HiddenInput(attrs={"data-read-before": ""})

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> int | None:
        told = str(value or "")
        return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else None
