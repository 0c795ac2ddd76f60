"""Products: what clients buy and report about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from holdfast.catalogue.actions.products import change_product, enter_product, name_teams
from holdfast.catalogue.models import Product
from holdfast.kernel import clock
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person, Team
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, show
from holdfast.web.office.fields import said_by
from holdfast.web.office.places import client_places


class ProductForm(forms.Form):
    name = forms.CharField(label="Name", max_length=120)


class PresentProductForm(ProductForm):
    is_current = forms.BooleanField(label="New tickets can name it", required=False)
    teams = forms.ModelMultipleChoiceField(
        label="Looked after by",
        queryset=Team.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Their people are offered the chats about it first.",
    )


@allow(Act.CHANGE_CLIENTS)
def products(request: HttpRequest) -> HttpResponse:
    """All products, those that are offered first."""
    found = list(Product.objects.prefetch_related("teams").order_by("-is_current", "name"))
    context = {"products": found, "views": client_places(request, "products")}
    return show(request, "office/clients/products.html", context, place="clients", now=clock.now())


@allow(Act.CHANGE_CLIENTS)
def product(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """Enter a product, or rename it, or take it from what is offered."""
    back = reverse("desk:products")
    if key is None:
        sheet = Sheet(title="Enter a product", button="Enter it", back=back, place="clients")
        return ask(request, ProductForm(said_by(request)), sheet, lambda said: _enter(request, said))
    present = get_object_or_404(Product, pk=key)
    initial = {"name": present.name, "is_current": present.is_current, "teams": present.teams.all()}
    form = PresentProductForm(said_by(request), initial=initial)
    sheet = Sheet(
        title=f"Change {present}",
        button="Save",
        back=back,
        template="office/people/_roles_fields.html",
        place="clients",
    )

    def save(said: dict[str, Any]) -> str:
        return f"{_change(present, **said, by=person_of(request))} is saved."

    return ask(request, form, sheet, save)


@transaction.atomic
def _change(present: Product, *, teams: Iterable[Team], by: Person, **said: Any) -> Product:
    return name_teams(change_product(present, **said, by=by), teams=teams, by=by)


def _enter(request: HttpRequest, said: dict[str, Any]) -> str:
    do_once(request, lambda: enter_product(name=said["name"], by=person_of(request)).pk)
    return f"{said['name']} can be named on tickets now."
