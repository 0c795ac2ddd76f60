"""Enter, change, order and retire a component."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from holdfast.catalogue.actions.components import (
    bring_back_component,
    change_component,
    enter_component,
    retire_component,
)
from holdfast.catalogue.models import Component
from holdfast.kernel import clock
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of
from holdfast.web.office.fields import DateField, LinesField, said_by
from holdfast.web.office.services.order import AfterField
from holdfast.web.office.services.retiring import ask_to_retire
from holdfast.web.office.services.service import found_service


class ComponentForm(forms.Form):
    name = forms.CharField(label="Name", max_length=120)
    description = forms.CharField(label="Description", max_length=400, required=False)
    places = LinesField(
        label="Places",
        help_text="Its regions or shards, one a line, where one can fail without the others. Empty: there is one.",
    )
    is_public = forms.BooleanField(label="The status page shows it", required=False, initial=True)


class NewComponentForm(ComponentForm):
    since_on = DateField(label="Runs since")


class PresentComponentForm(ComponentForm):
    after = AfterField(label="Stands after")


@allow(Act.CHANGE_CLIENTS)
def entering(request: HttpRequest, key: int) -> HttpResponse:
    """Enter a component, last of its service."""
    service = found_service(key)
    form = NewComponentForm(said_by(request), initial={"since_on": clock.now().date()})
    sheet = Sheet(
        title=f"Enter a component of {service}",
        button="Enter the component",
        back=reverse("desk:services"),
        lead="Then say which clients use it: on their pages, or by a file.",
        place="clients",
    )

    def enter(said: dict[str, Any]) -> str:
        key = do_once(request, lambda: enter_component(service, **said, by=person_of(request)).pk)
        return reverse("desk:component", args=[key])

    return ask(request, form, sheet, enter)


@allow(Act.CHANGE_CLIENTS)
def changing(request: HttpRequest, key: int) -> HttpResponse:
    """Change what is known of the component, and where it stands."""
    present = found_component(key)
    form = PresentComponentForm(
        said_by(request),
        initial={
            "name": present.name,
            "description": present.description,
            "places": "\n".join(present.places),
            "is_public": present.is_public,
        },
    )
    form.fields["after"].stand_among(present.service.components.all(), present)  # type: ignore[attr-defined]
    sheet = Sheet(title=f"Change {present}", button="Save", back=component_url(present), place="clients")

    def save(said: dict[str, Any]) -> str:
        return f"{change_component(present, **said, by=person_of(request))} is saved."

    return ask(request, form, sheet, save)


@allow(Act.CHANGE_CLIENTS)
def retiring(request: HttpRequest, key: int) -> HttpResponse:
    """Retire the component, or bring it back."""
    present = found_component(key)
    return ask_to_retire(
        request,
        present,
        retire=lambda end_uses: retire_component(present, end_uses=end_uses, by=person_of(request)),
        bring_back=lambda: bring_back_component(present, by=person_of(request)),
        back=component_url(present),
        lead="It stays on record, with whoever used it and until when.",
    )


def found_component(key: int) -> Component:
    """The component with its service, or 404."""
    return get_object_or_404(Component.objects.select_related("service__product"), pk=key)


def component_url(component: Component) -> str:
    """The component's page."""
    return reverse("desk:component", args=[component.pk])
