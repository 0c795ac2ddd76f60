"""Prepared words at the desk: the list, and one with its sample beside it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.incidents.actions.templating import drop_template, write_template
from holdfast.incidents.models import BulletinKind, WordTemplate
from holdfast.incidents.rules import PARTS
from holdfast.incidents.variables import SAMPLE, VARIABLES, filled_with
from holdfast.kernel import clock
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import part, person_of, show
from holdfast.web.interruptions.words.kinds import WRITINGS
from holdfast.web.office.fields import said_by


class TemplateForm(forms.Form):
    """A name, and a text for each part of its kind of word."""

    name = forms.CharField(label="Name", max_length=100)

    def __init__(self, *args: Any, kind: str, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, label in PARTS[BulletinKind(kind)].items():
            widget = forms.Textarea(attrs={"rows": 3})
            self.fields[name] = forms.CharField(label=label, max_length=20_000, required=False, widget=widget)


@allow(Act.CHANGE_TEMPLATES)
def templates(request: HttpRequest) -> HttpResponse:
    """All of them, by kind."""
    rows = WordTemplate.objects.select_related("by").order_by("kind", "name")
    context = {
        "templates": [(each, BulletinKind(each.kind).label) for each in rows],
        "kinds": [(kind, BulletinKind(kind).label) for kind in WRITINGS],
    }
    return show(request, "interruptions/templates.html", context, place="interruptions")


@allow(Act.CHANGE_TEMPLATES)
def template(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """Write one, or change it."""
    found = get_object_or_404(WordTemplate, pk=key) if key is not None else None
    kind = found.kind if found else request.GET.get("kind", BulletinKind.REPORT)
    if kind not in WRITINGS:
        raise Http404("There is no such word.")
    initial = {"name": found.name, **found.parts} if found else {}
    form = TemplateForm(said_by(request), kind=kind, initial=initial)

    def act(said: dict[str, Any]) -> str:
        write_template(kind=kind, name=said["name"], parts=said, template=found, by=person_of(request))
        return "The template is kept."

    sheet = Sheet(
        title=f"Template: {BulletinKind(kind).label}",
        button="Keep it",
        back=reverse("desk:word-templates"),
        page="interruptions/template.html",
        more={
            "variables": VARIABLES.items(),
            "parts": _sample(kind, initial),
            "sample_url": f"{reverse('desk:word-template-sample')}?kind={kind}",
        },
        place="interruptions",
    )
    return ask(request, form, sheet, act)


@allow(Act.CHANGE_TEMPLATES)
@require_POST
def sample(request: HttpRequest) -> HttpResponse:
    """What is typed, with the variables of an invented interruption."""
    kind = request.GET.get("kind", BulletinKind.REPORT)
    if kind not in WRITINGS:
        raise Http404("There is no such word.")
    context = {"parts": _sample(kind, request.POST)}
    return part(request, "interruptions/_sample.html", context, now=clock.now())


@allow(Act.CHANGE_TEMPLATES)
def ending(request: HttpRequest, key: int) -> HttpResponse:
    found = get_object_or_404(WordTemplate, pk=key)

    def act(_: dict[str, Any]) -> str:
        drop_template(found, by=person_of(request))
        return "The template is gone."

    sheet = Sheet(
        title=f"Drop “{found.name}”",
        button="Drop it",
        back=reverse("desk:word-templates"),
        danger=True,
        place="interruptions",
    )
    return ask(request, forms.Form(said_by(request)), sheet, act)


def _sample(kind: str, said: Any) -> list[tuple[str, str]]:
    labels = PARTS[BulletinKind(kind)]
    typed = filled_with({name: said.get(name, "") for name in labels}, SAMPLE)
    return [(label, typed[name]) for name, label in labels.items()]
