"""What an interruption took away, with what was corrected; and the form that corrects it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.incidents.actions.correcting import Correction, correct_impact
from holdfast.incidents.models import NOTHING, Impact, Interruption, Level
from holdfast.look.pieces import when
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, zone_of
from holdfast.web.interruptions.found import found_interruption
from holdfast.web.office.fields import LocalInstantField, said_by


@dataclass(frozen=True)
class Hit:
    """One row of what was recorded."""

    component: str
    state: str
    since: SafeString
    until: SafeString | str
    lasts: bool
    is_eased: bool
    """Whether it ended only because less was gone from then on."""
    is_corrected: bool
    """Whether a later row counts in its place."""
    excluded_because: str
    because: str
    by: str
    correct_url: str
    """Where it is corrected; empty where it can't be."""


class SecondField(LocalInstantField):
    """An instant to the second; what nobody touched stays as exact as it was."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.widget.attrs["step"] = "1"
        self.required = True

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(self.zone).strftime("%Y-%m-%dT%H:%M:%S")
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data != self.prepare_value(initial))


class CorrectionForm(forms.Form):
    level = forms.ChoiceField(
        label="How it was",
        choices=[*Level.choices, (NOTHING, "Nothing was wrong")],
        widget=forms.RadioSelect,
    )
    began_at = SecondField(label="From")
    ended_at = SecondField(label="To")
    excluded_because = forms.CharField(
        label="Does not count towards uptime, because",
        max_length=400,
        required=False,
        help_text="Empty: it counts. Clients read it in their statement.",
    )
    because = forms.CharField(
        label="Why it is corrected", max_length=400, help_text="Clients read it in their statement."
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("began_at", "ended_at"):
            self.fields[name].zone = zone  # type: ignore[attr-defined]

    def correction(self) -> Correction:
        said = {name: self.cleaned_data[name] for name in ("level", "excluded_because")}
        at = {
            name: self.cleaned_data[name] if name in self.changed_data else self.initial[name]
            for name in ("began_at", "ended_at")
        }
        return Correction(**said, **at)


@allow(Act.CORRECT_INTERRUPTION)
def correction(request: HttpRequest, key: int, impact: int) -> HttpResponse:
    """Say how a component was after all; the row as it was stays in the history."""
    found = found_interruption(key)
    rows = Impact.recorded.select_related("component__service")
    present = get_object_or_404(rows, pk=impact, interruption=found)
    names = ("level", "began_at", "ended_at", "excluded_because")
    initial = {name: getattr(present, name) for name in names}
    zone = zone_of(request)
    form = CorrectionForm(said_by(request), initial=initial, zone=zone)
    sheet = Sheet(
        title=f"Correct how {present.named} was",
        button="Correct it",
        back=reverse("desk:interruption", args=[key]),
        lead=f"By the clock of {zone}. Uptime, bars and statements follow at once, also of months that are over; nobody is"
        " told, and no promise changes.",
        place="interruptions",
    )

    def act(said: dict[str, Any]) -> str:
        correct_impact(present, form.correction(), because=said["because"], by=person_of(request))
        return "It is corrected. What stood there before stays in the history."

    return ask(request, form, sheet, act)


def impacts_of(found: Interruption) -> Sequence[Impact]:
    """All that was recorded, the corrected ones included; one query."""
    rows = Impact.recorded.filter(interruption=found).select_related("component__service", "corrected_by")
    return list(rows.order_by("pk"))


def hits(impacts: Sequence[Impact], *, may_correct: bool, now: datetime, zone: ZoneInfo) -> Iterator[Hit]:
    """Each with what it says now; a row follows the one that it corrects."""
    corrected = {each.corrects_id for each in impacts}
    eased = {each.eases_id for each in impacts}
    for each in sorted(impacts, key=lambda row: (_first(row, impacts), row.pk)):
        is_corrected = each.pk in corrected
        may = may_correct and each.ended_at is not None and not is_corrected
        url = reverse("desk:interruption-correction", args=[each.interruption_id, each.pk])
        yield Hit(
            component=each.named,
            state=each.get_level_display(),
            since=when(each.began_at, now=now, zone=zone, inside=each.ended_at is None),
            until=when(each.ended_at, now=now, zone=zone, inside=True) if each.ended_at else "",
            lasts=each.ended_at is None,
            is_eased=each.pk in eased,
            is_corrected=is_corrected,
            excluded_because=each.excluded_because,
            because=each.because,
            by=str(each.corrected_by or ""),
            correct_url=url if may else "",
        )


def _first(row: Impact, rows: Sequence[Impact]) -> int:
    """The key of the row at the beginning of its chain of corrections."""
    by_key = {each.pk: each for each in rows}
    while row.corrects_id is not None:
        row = by_key[row.corrects_id]
    return row.pk
