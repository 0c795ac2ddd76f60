"""The form that retires a service or a component, asks what becomes of its uses, and brings it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from holdfast.catalogue.models import Component, Service
from holdfast.web.acting import Sheet, ask
from holdfast.web.office.fields import said_by


class RetireForm(forms.Form):
    end_uses = forms.BooleanField(
        label="Whoever uses it uses it no longer",
        required=False,
        help_text="What runs ends now; what was to begin is taken back.",
    )


def ask_to_retire(
    request: HttpRequest,
    present: Service | Component,
    *,
    retire: Callable[[bool], object],
    bring_back: Callable[[], object],
    back: str,
    lead: str,
) -> HttpResponse:
    """One address for both ways: what runs can be retired, what is retired can be brought back."""
    if present.is_current:
        sheet = Sheet(
            title=f"Retire {present}", button="Retire it", back=back, lead=lead, danger=True, place="clients"
        )

        def go(said: dict[str, Any]) -> str:
            retire(said["end_uses"])
            return f"{present} is retired."

        return ask(request, RetireForm(said_by(request)), sheet, go)
    sheet = Sheet(
        title=f"Bring {present} back",
        button="Bring it back",
        back=back,
        lead="Who uses it is said anew.",
        place="clients",
    )

    def come(said: dict[str, Any]) -> str:
        bring_back()
        return f"{present} runs again."

    return ask(request, forms.Form(said_by(request)), sheet, come)
