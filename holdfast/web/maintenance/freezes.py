"""Freezes: entered and lifted at the desk; they stand beside each window that is proposed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from holdfast.incidents.actions.freezing import enter_freeze, lift_freeze
from holdfast.incidents.models import Freeze
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of
from holdfast.web.maintenance.forms import FreezeForm
from holdfast.web.office.fields import said_by


@allow(Act.PLAN_MAINTENANCE)
def freeze_new(request: HttpRequest) -> HttpResponse:
    def act(said: dict[str, Any]) -> str:
        do_once(request, lambda: enter_freeze(**said, by=person_of(request)).pk)
        return "The freeze is entered; the planner shows it beside each window."

    return ask(request, FreezeForm(said_by(request)), _sheet("A freeze", "Enter it"), act)


@allow(Act.PLAN_MAINTENANCE)
def freeze_end(request: HttpRequest, key: int) -> HttpResponse:
    found = get_object_or_404(Freeze, pk=key, lifted_at=None)

    def act(_: dict[str, Any]) -> str:
        lift_freeze(found, by=person_of(request))
        return "The freeze is lifted."

    return ask(request, forms.Form(said_by(request)), _sheet(f"Lift “{found.what}”", "Lift it"), act)


def _sheet(title: str, button: str) -> Sheet:
    return Sheet(title=title, button=button, back=reverse("desk:maintenances"), place="maintenance")
