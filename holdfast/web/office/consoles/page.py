"""The consoles: which product speaks for whom, by which keys, from which sites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from holdfast.catalogue.models import Product
from holdfast.channels.console.audience import audience
from holdfast.channels.console.keeping import OVERLAP, live_keys, make_key, retire_console, save_console
from holdfast.channels.console.models import Algorithm, Console, ConsoleKey
from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.office.consoles.checking import Checked, TokenForm, checked
from holdfast.web.office.fields import LinesField, said_by
from holdfast.web.office.places import office_places


@dataclass(frozen=True)
class ConsoleLine:
    console: Console
    url: str
    keys: int
    last_used_at: datetime | None


class AboutForm(forms.Form):
    """What may be changed of a console."""

    name = forms.CharField(
        label="Name", max_length=80, help_text="How your own people call it: Chat console."
    )
    origins = LinesField(
        label="Sites that may hold the form in a frame",
        help_text="One a line, as https://app.example. Without any, only the link works.",
    )
    takes_newcomers = forms.BooleanField(
        label="Somebody new of a known client becomes its contact, with an address that is not confirmed",
        required=False,
        initial=True,
    )


class ConsoleForm(AboutForm):
    product = forms.ModelChoiceField(Product.objects.none(), label="Product", empty_label="Choose")
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Speaks for",
        required=False,
        empty_label="Every client, by its external reference",
        help_text="A product that one client runs by itself speaks for that client alone.",
    )
    field_order = ("name", "product", "organisation", "origins", "takes_newcomers")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["product"].queryset = Product.objects.filter(is_current=True).order_by("name")  # type: ignore[attr-defined]
        clients = Organisation.objects.filter(is_own=False).order_by("name")
        self.fields["organisation"].queryset = clients  # type: ignore[attr-defined]


class KeyForm(forms.Form):
    algorithm = forms.ChoiceField(
        label="Signs by", choices=Algorithm.choices, initial=Algorithm.HS256, widget=forms.RadioSelect
    )
    public_key = forms.CharField(
        label="Public key, for a key pair",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text="PEM, Ed25519. The private half stays with the product.",
    )


@allow(Act.CHANGE_PEOPLE)
def consoles(request: HttpRequest) -> HttpResponse:
    """All of them, those that were retired last."""
    at = clock.now()
    rows = Console.objects.select_related("product", "organisation").prefetch_related("keys")
    lines = [_line(each, at=at) for each in rows.order_by("-retired_at", "name")]
    lines.sort(key=lambda line: line.console.retired_at is not None)
    context = {"lines": lines, "zone": zone_of(request), "views": office_places(request, "consoles")}
    return show(request, "office/consoles/list.html", context, place="people", now=at)


@allow(Act.CHANGE_PEOPLE)
def entering(request: HttpRequest) -> HttpResponse:
    """Enter a console; its first key comes next."""
    sheet = Sheet(
        title="Enter a console",
        button="Enter the console",
        back=reverse("desk:consoles"),
        lead="Its first key comes next, on its page.",
        place="people",
    )

    def enter(said: dict[str, Any]) -> str:
        key = do_once(request, lambda: save_console(**said, by=person_of(request)).pk)
        return reverse("desk:console", args=[key])

    return ask(request, ConsoleForm(said_by(request)), sheet, enter)


@allow(Act.CHANGE_PEOPLE)
def console(request: HttpRequest, key: int) -> HttpResponse:
    """One, with its keys; a token that is pasted here is told in words what is wrong with it."""
    found = _found(key)
    form = TokenForm(said_by(request))
    result = None
    if request.method == "POST" and form.is_valid():
        result = checked(form.cleaned_data["token"], found, now=clock.now())
    return _page(request, found, form=form, result=result)


@allow(Act.CHANGE_PEOPLE)
def changing(request: HttpRequest, key: int) -> HttpResponse:
    """Change its name, its sites, and what becomes of newcomers."""
    found = _found(key)
    initial = {
        "name": found.name,
        "origins": "\n".join(found.origins),
        "takes_newcomers": found.takes_newcomers,
    }
    sheet = Sheet(title=f"Change {found}", button="Save", back=_url(found), place="people")

    def save(said: dict[str, Any]) -> str:
        return f"{save_console(found, product=found.product, **said, by=person_of(request))} is saved."

    return ask(request, AboutForm(said_by(request), initial=initial), sheet, save)


@allow(Act.CHANGE_PEOPLE)
def new_key(request: HttpRequest, key: int) -> HttpResponse:
    """Its first key or its next; a secret is shown once, on the page that answers."""
    found = _found(key)
    form = KeyForm(said_by(request))
    made: list[str] = []

    def make(said: dict[str, Any]) -> str:
        made.append(make_key(found, **said, by=person_of(request)).secret)
        return "The new key counts from now on."

    sheet = Sheet(
        title=f"A new key for {found}",
        button="Make it",
        back=_url(found),
        lead=f"The key before it counts for {OVERLAP.days} days more, any before that no longer.",
        place="people",
        page="office/endpoints/form.html",
    )
    answer = ask(request, form, sheet, make)
    return _page(request, found, secret=made[0]) if made and made[0] else answer


@allow(Act.CHANGE_PEOPLE)
def ending(request: HttpRequest, key: int) -> HttpResponse:
    """Retire it: nothing that it signs is believed any more."""
    found = _found(key)

    def retire(_: dict[str, Any]) -> str:
        retire_console(found, by=person_of(request))
        return f"{found} is retired. Nothing that it signs is believed any more."

    sheet = Sheet(
        title=f"Retire {found}",
        button="Retire it",
        back=_url(found),
        lead="At once, with every key of it. Whoever comes from it then finds the public form.",
        danger=True,
        place="people",
    )
    return ask(request, forms.Form(said_by(request)), sheet, retire)


def _page(
    request: HttpRequest,
    found: Console,
    *,
    secret: str = "",
    form: forms.Form | None = None,
    result: Checked | None = None,
) -> HttpResponse:
    at = clock.now()
    context = {
        "found": found,
        "url": _url(found),
        "secret": secret,
        "keys": live_keys(found, at=at),
        "audience": audience(),
        "script": f"{settings.SITE_URL}{reverse('portal:support_script')}",
        "link": f"{settings.SITE_URL}{reverse('portal:console_arrival')}?token=…",
        "form": form or TokenForm(),
        "result": result,
        "zone": zone_of(request),
        "views": office_places(request, "consoles"),
    }
    status = 422 if form is not None and form.errors else 200
    return show(request, "office/consoles/page.html", context, place="people", now=at, status=status)


def _line(row: Console, *, at: datetime) -> ConsoleLine:
    keys: list[ConsoleKey] = list(row.keys.all())
    live = [key for key in keys if key.ends_at is None or key.ends_at > at]
    used = [key.last_used_at for key in keys if key.last_used_at]
    return ConsoleLine(row, _url(row), len(live), max(used, default=None))


def _found(key: int) -> Console:
    return get_object_or_404(Console.objects.select_related("product", "organisation"), pk=key)


def _url(found: Console) -> str:
    return reverse("desk:console", args=[found.pk])
