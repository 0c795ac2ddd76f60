"""Enter, change, order and retire a service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from holdfast.catalogue.actions.services import (
    bring_back_service,
    change_service,
    enter_service,
    retire_service,
)
from holdfast.catalogue.models import Product, Service
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of
from holdfast.web.office.fields import said_by
from holdfast.web.office.services.order import AfterField
from holdfast.web.office.services.retiring import ask_to_retire


class ServiceForm(forms.Form):
    name = forms.CharField(label="Name", max_length=120, help_text="In the words that clients know it by.")
    product = forms.ModelChoiceField(
        label="Product", queryset=Product.objects.order_by("name"), required=False, empty_label="None"
    )
    description = forms.CharField(label="Description", max_length=400, required=False)


class PresentServiceForm(ServiceForm):
    after = AfterField(label="Stands after")


@allow(Act.CHANGE_CLIENTS)
def entering(request: HttpRequest) -> HttpResponse:
    """Enter a service, last in the list."""
    sheet = Sheet(
        title="Enter a service",
        button="Enter the service",
        back=reverse("desk:services"),
        lead="Its components come next: the parts that can fail by themselves.",
        place="clients",
    )

    def enter(said: dict[str, Any]) -> str:
        do_once(request, lambda: enter_service(**said, by=person_of(request)).pk)
        return f"{said['name']} is entered. Enter its components next."

    return ask(request, ServiceForm(said_by(request)), sheet, enter)


@allow(Act.CHANGE_CLIENTS)
def changing(request: HttpRequest, key: int) -> HttpResponse:
    """Change what is known of the service, and where it stands."""
    present = found_service(key)
    form = PresentServiceForm(
        said_by(request),
        initial={"name": present.name, "product": present.product_id, "description": present.description},
    )
    form.fields["after"].stand_among(Service.objects.all(), present)  # type: ignore[attr-defined]
    sheet = Sheet(
        title=f"Change {present}",
        button="Save",
        back=reverse("desk:services"),
        template="office/services/_service_fields.html",
        more={"service": present},
        place="clients",
    )

    def save(said: dict[str, Any]) -> str:
        return f"{change_service(present, **said, by=person_of(request))} is saved."

    return ask(request, form, sheet, save)


@allow(Act.CHANGE_CLIENTS)
def retiring(request: HttpRequest, key: int) -> HttpResponse:
    """Retire the service with its components, or bring it back."""
    present = found_service(key)
    return ask_to_retire(
        request,
        present,
        retire=lambda end_uses: retire_service(present, end_uses=end_uses, by=person_of(request)),
        bring_back=lambda: bring_back_service(present, by=person_of(request)),
        back=reverse("desk:services"),
        lead="Its components go with it, and come back one by one.",
    )


def found_service(key: int) -> Service:
    """The service, or 404."""
    return get_object_or_404(Service, pk=key)
