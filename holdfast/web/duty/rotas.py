"""The editor: one rota with its layers and changes, and the forms that change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from holdfast.duty.actions.rotas import end_layer, end_rota, save_layer, save_rota
from holdfast.duty.feeds import feed_link, feed_of
from holdfast.duty.models import Change, Layer, Rota
from holdfast.duty.queries import who_is_on_duty
from holdfast.kernel import clock
from holdfast.look.once import do_once
from holdfast.people.acts import Act, may
from holdfast.people.door import allow
from holdfast.people.models import Person, Team
from holdfast.people.names import names_of
from holdfast.vendor.models import the_vendor
from holdfast.web.acting import Sheet, ask
from holdfast.web.duty.weeks import weeks_of
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.office.fields import NOBODY, DateField, ZoneForm, said_by, zone_field

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MORE_PLACES: Final = 3
_TURNS: Final = (("1", "Every day"), ("7", "Every week"), ("", "After so many days:"))


class TimeField(forms.TimeField):
    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **more)


class RotaForm(ZoneForm):
    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.order_by("name"), empty_label=None)
    level = forms.IntegerField(
        label="Level", min_value=1, max_value=9, initial=1, help_text="1 is paged first; then 2, and so on."
    )
    time_zone = zone_field(label="Time zone", hint="Hand-overs follow its clock, also when it changes.")
    answer_minutes = forms.IntegerField(
        label="Minutes until the next is called",
        min_value=1,
        max_value=120,
        initial=5,
        help_text="After each channel of whoever is on duty.",
    )
    is_round_the_clock = forms.BooleanField(
        label="Somebody must be on duty at any time. Gaps are told to the managers ahead.",
        required=False,
        initial=True,
    )
    takes_rest = forms.BooleanField(
        label="Pages that belong to no team with a rota come here.", required=False
    )


class LayerForm(forms.Form):
    """Turns of people, their hand-over, and the hours in which the layer holds."""

    starts_on = DateField(label="The first turn begins on")
    hand_over_at = TimeField(label="Hand over at")
    turn = forms.ChoiceField(label="Hand over", choices=_TURNS, required=False, initial="7")
    every_days = forms.IntegerField(
        label="Days of a turn",
        min_value=1,
        max_value=366,
        required=False,
        help_text="For “after so many days”.",
    )
    weekdays = forms.MultipleChoiceField(
        label="Only on these days",
        choices=list(enumerate(WEEKDAYS)),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None chosen is every day.",
    )
    opens_at = TimeField(label="Only from", required=False)
    closes_at = TimeField(
        label="Until",
        required=False,
        help_text="Both empty is the whole day. 18:00 to 08:00 runs past midnight.",
    )
    position = forms.IntegerField(
        label="Layer", min_value=1, max_value=20, help_text="1 is asked first; a lower one stands in."
    )

    def __init__(self, *args: Any, persons: list[int], **more: Any) -> None:
        super().__init__(*args, **more)
        self.places = [f"person_{place}" for place in range(1, len(persons) + _MORE_PLACES + 1)]
        choices = _people(persons)
        for number, name in enumerate(self.places, start=1):
            present = persons[number - 1] if number <= len(persons) else ""
            self.fields[name] = forms.ChoiceField(
                label=f"Turn {number}", choices=choices, required=False, initial=present
            )

    @property
    def turns(self) -> list[Any]:
        return [self[name] for name in self.places]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        said["persons"] = [int(said[name]) for name in self.places if said.get(name)]
        if not said["persons"]:
            self.add_error(self.places[0], "Somebody must take the turns.")
        said["every_days"] = int(said["turn"]) if said.get("turn") else said.get("every_days") or 0
        return said


def _people(present: list[int]) -> list[tuple[str, str]]:
    """Everybody who works here, and whoever takes turns already, also when they are shut out by now."""
    names = {person.pk: str(person) for person in Person.objects.staff()}
    gone = {key: f"{name}, gone" for key, name in names_of(set(present) - names.keys()).items()}
    found = sorted((names | gone).items(), key=lambda pair: pair[1].casefold())
    return [NOBODY, *((str(key), name) for key, name in found)]


@dataclass(frozen=True)
class LayerLine:
    """A layer in words."""

    key: int
    number: int
    persons: list[str]
    turns: str
    hours: str


@allow(Act.BE_ON_DUTY)
def rota(request: HttpRequest, key: int) -> HttpResponse:
    """One rota: who and until when, layers, what is changed for a while, four weeks, its calendar's address."""
    found, now, me = found_rota(key), clock.now(), person_of(request)
    standing = who_is_on_duty([found], at=now)[0]
    layers = list(found.layers.order_by("position"))
    keys = {shift.person for shift in standing.shifts if shift.person is not None}
    names = names_of(keys | {person for layer in layers for person in layer.persons})
    changes = Change.objects.filter(rota=found, ends_at__gt=now).select_related("person", "instead_of")
    feed = feed_of(rota=found)
    context = {
        "rota": found,
        "on_duty": names.get(standing.now.person or 0, ""),
        "until": standing.now.ends_at if standing.next else None,
        "layers": [_layer_line(layer, names) for layer in layers],
        "changes": list(changes.order_by("begins_at", "pk")[:100]),
        "weeks": weeks_of(standing.shifts, zone=zone_of(request), names=names, me=me.pk),
        "gaps": standing.gaps if found.is_round_the_clock else [],
        "feed_url": feed_link(feed) if feed else "",
        "may_change": may(me, Act.CHANGE_ROTAS),
        "me": me,
        "zone": zone_of(request),
    }
    return show(request, "duty/rota.html", context, place="duty", now=now)


@allow(Act.CHANGE_ROTAS)
def entering(request: HttpRequest) -> HttpResponse:
    """A new rota; its layers come next."""
    form = RotaForm(said_by(request), initial={"time_zone": the_vendor().time_zone})

    def enter(said: dict[str, Any]) -> str:
        key = do_once(request, lambda: save_rota(None, **said, by=person_of(request)).pk)
        return reverse("desk:duty-rota", args=[key])

    sheet = Sheet(
        title="New rota",
        button="Make the rota",
        back=reverse("desk:duty"),
        lead="Who takes the turns is said next.",
        template="duty/_rota_fields.html",
        place="duty",
    )
    return ask(request, form, sheet, enter)


@allow(Act.CHANGE_ROTAS)
def changing(request: HttpRequest, key: int) -> HttpResponse:
    """Zone, waiting time, what it covers."""
    found = found_rota(key)
    fields = ("team", "level", "time_zone", "answer_minutes", "is_round_the_clock", "takes_rest")
    form = RotaForm(said_by(request), initial={name: getattr(found, name) for name in fields})

    def save(said: dict[str, Any]) -> str:
        return f"{save_rota(found, **said, by=person_of(request))} is saved."

    sheet = _sheet(found, title=f"Change {found}", button="Save", template="duty/_rota_fields.html")
    return ask(request, form, sheet, save)


@allow(Act.CHANGE_ROTAS)
def ending(request: HttpRequest, key: int) -> HttpResponse:
    found = found_rota(key)

    def end(_: dict[str, Any]) -> str:
        end_rota(found, by=person_of(request))
        return f"{found} is no more."

    sheet = Sheet(
        title=f"End {found}",
        button="End the rota",
        back=reverse("desk:duty"),
        lead="Nobody is on duty by it any more. What happened stays in the trail.",
        danger=True,
        place="duty",
    )
    return ask(request, forms.Form(said_by(request)), sheet, end)


@allow(Act.CHANGE_ROTAS)
def layer_entering(request: HttpRequest, key: int) -> HttpResponse:
    """One more layer, below the others unless it is said otherwise."""
    found = found_rota(key)
    initial = {
        "starts_on": clock.now().astimezone(zone_of(request)).date(),
        "hand_over_at": "09:00",
        "position": found.layers.count() + 1,
    }
    form = LayerForm(said_by(request), persons=[], initial=initial)
    return _ask_layer(request, found, None, form, title="New layer")


@allow(Act.CHANGE_ROTAS)
def layer_changing(request: HttpRequest, key: int) -> HttpResponse:
    layer = _found_layer(key)
    days = str(layer.every_days)
    initial = {
        "starts_on": layer.starts_on,
        "hand_over_at": layer.hand_over_at,
        "turn": days if days in ("1", "7") else "",
        "every_days": layer.every_days,
        "weekdays": layer.weekdays,
        "opens_at": layer.opens_at,
        "closes_at": layer.closes_at,
        "position": layer.position + 1,
    }
    form = LayerForm(said_by(request), persons=layer.persons, initial=initial)
    return _ask_layer(request, layer.rota, layer, form, title=f"Change layer {layer.position + 1}")


@allow(Act.CHANGE_ROTAS)
def layer_ending(request: HttpRequest, key: int) -> HttpResponse:
    layer = _found_layer(key)

    def end(_: dict[str, Any]) -> str:
        end_layer(layer, by=person_of(request))
        return "The layer is taken away."

    title = f"Take layer {layer.position + 1} away"
    sheet = _sheet(layer.rota, title=title, button="Take it away", danger=True)
    return ask(request, forms.Form(said_by(request)), sheet, end)


def found_rota(key: int) -> Rota:
    """The rota, or 404."""
    return get_object_or_404(Rota.objects.select_related("team"), pk=key)


def _found_layer(key: int) -> Layer:
    return get_object_or_404(Layer.objects.select_related("rota__team"), pk=key)


def _ask_layer(
    request: HttpRequest, found: Rota, layer: Layer | None, form: LayerForm, *, title: str
) -> HttpResponse:
    def save(said: dict[str, Any]) -> str:
        def write() -> int:
            return save_layer(
                found,
                layer,
                persons=said["persons"],
                starts_on=said["starts_on"],
                every_days=said["every_days"],
                hand_over_at=said["hand_over_at"],
                weekdays=[int(day) for day in said["weekdays"]],
                opens_at=said["opens_at"],
                closes_at=said["closes_at"],
                position=said["position"] - 1,
                by=person_of(request),
            ).pk

        _ = write() if layer else do_once(request, write)
        return "The layer is saved."

    sheet = _sheet(found, title=title, button="Save the layer", template="duty/_layer_fields.html")
    return ask(request, form, sheet, save)


def _sheet(found: Rota, **more: Any) -> Sheet:
    return Sheet(back=_url(found), place="duty", **more)


def _url(found: Rota) -> str:
    return reverse("desk:duty-rota", args=[found.pk])


def _layer_line(layer: Layer, names: Any) -> LayerLine:
    every = {1: "every day", 7: f"every {WEEKDAYS[layer.starts_on.weekday()]}"}.get(
        layer.every_days, f"every {layer.every_days} days"
    )
    turns = f"{every}, {layer.hand_over_at:%H:%M}" if len(set(layer.persons)) > 1 else "always the same"
    days = ", ".join(WEEKDAYS[day][:3] for day in layer.weekdays)
    hours = f"{layer.opens_at:%H:%M} to {layer.closes_at:%H:%M}" if layer.opens_at and layer.closes_at else ""
    return LayerLine(
        layer.pk,
        layer.position + 1,
        [names.get(person, "somebody who is gone") for person in layer.persons],
        turns,
        ", ".join(filter(None, (days, hours))) or "day and night",
    )
