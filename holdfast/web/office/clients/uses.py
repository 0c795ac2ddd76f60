"""Say that a client uses a component; change, end and take back what was said."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from holdfast.catalogue.actions.uses import change_use, end_use, say_use, take_back_use
from holdfast.catalogue.days import begin_of, days_of, end_of, today_of
from holdfast.catalogue.models import Component, Use
from holdfast.clients.models import Contract, Organisation
from holdfast.kernel import clock
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of
from holdfast.web.office.clients.found import found_client
from holdfast.web.office.clients.page import client_url
from holdfast.web.office.fields import DateField, day_in_words, said_by


class ComponentField(forms.ChoiceField):
    """A component, in one of its places or in all; gives both. Only what runs can be chosen."""

    def __init__(self, **more: Any) -> None:
        super().__init__(choices=_choices, **more)

    def clean(self, value: Any) -> tuple[int, str]:
        key, _, place = super().clean(value).partition("/")
        return int(key), place


def _choices() -> list[tuple[str, Any]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    found = Component.objects.filter(is_current=True).select_related("service")
    for each in found.order_by("service__position", "service_id", "position", "pk"):
        group = groups.setdefault(each.service.name, [])
        group.append((str(each.pk), f"{each}, all places" if each.places else str(each)))
        group += [(f"{each.pk}/{place}", f"{each}, {place}") for place in each.places]
    return [("", "Choose"), *groups.items()]


class ContractField(forms.ModelChoiceField):
    """One of the client's contracts, or none; `of` sets whose."""

    def __init__(self, **more: Any) -> None:
        super().__init__(queryset=Contract.objects.none(), required=False, empty_label="None", **more)

    def label_from_instance(self, obj: Any) -> str:
        return f"From {day_in_words(obj.starts_on)}"


class SpanForm(forms.Form):
    """Since when, until when, by which contract; days are those of the client."""

    since = DateField(label="Since")
    until = DateField(label="Last day", required=False, help_text="That day included. Empty: without an end.")
    agreement = ContractField(label="Contract")

    def of(self, organisation: Organisation) -> SpanForm:
        """The form with the contracts of this client."""
        contracts = organisation.contracts.order_by("-starts_on")
        self.fields["agreement"].queryset = contracts  # type: ignore[attr-defined]
        return self


class UseForm(SpanForm):
    component = ComponentField(label="Component")
    field_order = ("component",)


class EndForm(forms.Form):
    until = DateField(label="Last day", help_text="That day included.")


@allow(Act.CHANGE_CLIENTS)
def saying(request: HttpRequest, key: int) -> HttpResponse:
    """Say that the client uses a component."""
    organisation = found_client(key)
    today = today_of(organisation, at=clock.now())
    form = UseForm(said_by(request), initial={"since": today}).of(organisation)
    sheet = Sheet(
        title=f"What {organisation} uses",
        button="Say that they use it",
        back=client_url(organisation),
        lead="When it fails, they are told. Days are those of the client.",
        place="clients",
    )

    def say(said: dict[str, Any]) -> str:
        component, place = said["component"]
        key = do_once(
            request,
            lambda: (
                say_use(
                    organisation,
                    Component(pk=component),
                    place=place,
                    **_span(said, organisation),
                    by=person_of(request),
                ).pk
            ),
        )
        use = Use.objects.select_related("component").get(pk=key)
        return f"{organisation} uses {use.component}."

    return ask(request, form, sheet, say)


@allow(Act.CHANGE_CLIENTS)
def changing(request: HttpRequest, key: int, use: int) -> HttpResponse:
    """Correct what was said of a use."""
    present, organisation = _found(key, use)
    since, until = days_of(present)
    initial = {"since": since, "until": until, "agreement": present.agreement_id}
    form = SpanForm(said_by(request), initial=initial).of(organisation)
    sheet = Sheet(title=_title(present), button="Save", back=client_url(organisation), place="clients")

    def save(said: dict[str, Any]) -> str:
        change_use(present, **_span(said, organisation, present), by=person_of(request))
        return "It is saved."

    return ask(request, form, sheet, save)


@allow(Act.CHANGE_CLIENTS)
def ending(request: HttpRequest, key: int, use: int) -> HttpResponse:
    """Say until when the client uses it; what has not begun is taken back."""
    present, organisation = _found(key, use)
    now = clock.now()
    if present.since_at > now:
        return _taking_back(request, present)
    form = EndForm(said_by(request), initial={"until": today_of(organisation, at=now)})
    sheet = Sheet(
        title=f"{_title(present)}: the end",
        button="End it",
        back=client_url(organisation),
        lead="From the next day on they are told nothing of it. What was told stays on record.",
        place="clients",
    )

    def end(said: dict[str, Any]) -> str:
        end_use(present, until_at=end_of(said["until"], organisation), by=person_of(request))
        return f"{organisation} uses {present.component} until {day_in_words(said['until'])}."

    return ask(request, form, sheet, end)


def _taking_back(request: HttpRequest, present: Use) -> HttpResponse:
    sheet = Sheet(
        title=f"{present.organisation} is not to use {present.component}",
        button="Take it back",
        back=client_url(present.organisation),
        lead=f"It was to begin on {day_in_words(days_of(present)[0])}.",
        danger=True,
        place="clients",
    )

    def take_back(said: dict[str, Any]) -> str:
        take_back_use(present, by=person_of(request))
        return f"{present.organisation} is not to use {present.component}."

    return ask(request, forms.Form(said_by(request)), sheet, take_back)


def _title(use: Use) -> str:
    return f"{use.component} in {use.place}" if use.place else str(use.component)


def _span(said: dict[str, Any], organisation: Organisation, present: Use | None = None) -> dict[str, Any]:
    """Days as instants; a day that stands as it was keeps its instant."""
    since, until = days_of(present) if present else (None, None)
    span = {
        "since_at": begin_of(said["since"], organisation),
        "until_at": end_of(said["until"], organisation) if said["until"] else None,
        "agreement": said["agreement"],
    }
    if present is not None and said["since"] == since:
        span["since_at"] = present.since_at
    if present is not None and said["until"] == until:
        span["until_at"] = present.until_at
    return span


def _found(key: int, use: int) -> tuple[Use, Organisation]:
    """The use of this very client; another's is as good as missing (T44)."""
    found = Use.objects.select_related("organisation", "component__service")
    present = get_object_or_404(found, organisation=key, pk=use)
    return present, present.organisation
