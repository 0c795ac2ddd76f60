"""Cover, swap, be absent; and take it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from holdfast.duty.actions.changes import be_absent, cover, end_change, swap
from holdfast.duty.models import Change, Rota
from holdfast.kernel.refusal import Refused
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.web.acting import Sheet, ask
from holdfast.web.duty.rotas import found_rota
from holdfast.web.frame import person_of, zone_of
from holdfast.web.office.fields import LocalInstantField, PersonField, said_by


class _SpanForm(forms.Form):
    """Times as the reader's clock says them."""

    def __init__(self, *args: Any, zone: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            if isinstance(field, LocalInstantField):
                field.zone, field.required = zone, True


class CoverForm(_SpanForm):
    person = PersonField(label="On duty", required=True)
    instead_of = PersonField(
        label="In the place of", help_text="Nobody named: in the place of whoever’s duty it would be."
    )
    begins_at = LocalInstantField(label="From")
    ends_at = LocalInstantField(label="Until")


class AbsenceForm(_SpanForm):
    person = PersonField(label="Who is absent", required=True)
    begins_at = LocalInstantField(label="From")
    ends_at = LocalInstantField(label="Until")


class SwapForm(_SpanForm):
    one = PersonField(label="Who gives", required=True)
    one_begins_at = LocalInstantField(label="Their duty from")
    one_ends_at = LocalInstantField(label="Until")
    other = PersonField(label="With whom", required=True)
    other_begins_at = LocalInstantField(label="The other’s duty from")
    other_ends_at = LocalInstantField(label="Until")


@allow(Act.BE_ON_DUTY)
def covering(request: HttpRequest, key: int) -> HttpResponse:
    """Somebody is on duty for a while, in the place of one person or of whoever it would be."""
    initial = {
        "begins_at": _asked(request, "begins"),
        "ends_at": _asked(request, "ends"),
        "instead_of": request.GET.get("instead_of"),
    }
    form = CoverForm(said_by(request), zone=zone_of(request), initial=initial)

    def act(rota: Rota, said: dict[str, Any], by: Person) -> int:
        span = (said["begins_at"], said["ends_at"])
        return cover(rota, person=said["person"], span=span, instead_of=said["instead_of"], by=by).pk

    told = "{person} is on duty then. Whom it concerns is told by mail."
    return _ask(request, key, form, act, told, title="Cover", button="Put on duty")


@allow(Act.BE_ON_DUTY)
def absence(request: HttpRequest, key: int) -> HttpResponse:
    """Somebody has no duty for a while: the next layer stands in."""
    form = AbsenceForm(said_by(request), zone=zone_of(request), initial={"person": person_of(request).pk})

    def act(rota: Rota, said: dict[str, Any], by: Person) -> int:
        return be_absent(rota, person=said["person"], span=(said["begins_at"], said["ends_at"]), by=by).pk

    told = "{person} is absent then. A gap that this makes is told to the managers."
    return _ask(request, key, form, act, told, title="Absence", button="Enter the absence")


@allow(Act.BE_ON_DUTY)
def swapping(request: HttpRequest, key: int) -> HttpResponse:
    """Two people take each other's duty."""
    form = SwapForm(said_by(request), zone=zone_of(request), initial={"one": person_of(request).pk})

    def act(rota: Rota, said: dict[str, Any], by: Person) -> int:
        first, _ = swap(
            rota,
            one=said["one"],
            one_span=(said["one_begins_at"], said["one_ends_at"]),
            other=said["other"],
            other_span=(said["other_begins_at"], said["other_ends_at"]),
            by=by,
        )
        return first.pk

    told = "{one} and {other} have swapped. Whom it concerns is told by mail."
    return _ask(request, key, form, act, told, title="Swap", button="Swap")


@allow(Act.BE_ON_DUTY)
def ending(request: HttpRequest, key: int) -> HttpResponse:
    """Take a cover, a swap or an absence back."""
    change = get_object_or_404(Change.objects.select_related("rota__team", "person", "instead_of"), pk=key)

    def act(_: dict[str, Any]) -> str:
        end_change(change, by=person_of(request))
        return "Taken back. The rota holds as it stands."

    sheet = _sheet(
        change.rota,
        title=f"Take the {change.get_kind_display().lower()} back",
        button="Take back",
        danger=True,
    )
    return ask(request, forms.Form(said_by(request)), sheet, act)


def _ask(
    request: HttpRequest,
    key: int,
    form: forms.Form,
    act: Callable[[Rota, dict[str, Any], Person], int],
    told: str,
    *,
    title: str,
    button: str,
) -> HttpResponse:
    rota = found_rota(key)
    lead = (
        f"Times are those of {zone_of(request).key}, your own. Everybody gives and takes their own duty;"
        " leads and managers that of others."
    )
    sheet = _sheet(
        rota, title=f"{title}: {rota}", button=button, lead=lead, template="duty/_change_fields.html"
    )

    def happen(said: dict[str, Any]) -> str:
        try:
            do_once(request, lambda: act(rota, said, person_of(request)))
        except Refused as refused:
            if refused.field not in form.fields:
                refused.field = None
            raise
        return told.format(**said)

    return ask(request, form, sheet, happen)


def _sheet(rota: Rota, **more: Any) -> Sheet:
    return Sheet(back=reverse("desk:duty-rota", args=[rota.pk]), place="duty", **more)


def _asked(request: HttpRequest, name: str) -> datetime | None:
    """An instant in the address; anything else is left empty."""
    try:
        found = datetime.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
