"""Holidays of a calendar: those of a country or region as a copy that is edited before it is saved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from holdfast.calendars.actions import save_calendar
from holdfast.calendars.calendar_files import holidays_in_file
from holdfast.calendars.holidays_by_place import UnknownPlace, countries, holidays_in, regions_of
from holdfast.calendars.models import CalendarVersion
from holdfast.files import storage
from holdfast.kernel import clock, tokens
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import ask, put_refusal
from holdfast.web.frame import person_of
from holdfast.web.office.calendars.editing import change_sheet
from holdfast.web.office.calendars.listing import around, found_calendar
from holdfast.web.office.fields import CalendarFileForm, said_by

_LINE: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\s+(.{1,120}))?")
_SPACED: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_YEARS: Final = 3
_PURPOSE: Final = "holidays file"
_SHOWN: Final = 20
"""Wrong events of a file that are listed."""


@dataclass(frozen=True)
class Proposal:
    """What a place keeps, and what of it is new to the calendar."""

    place: str
    added: list[tuple[str, str]]
    known: int


class HolidaysForm(forms.Form):
    holidays = forms.CharField(
        label="Holidays",
        required=False,
        max_length=60_000,
        help_text="One a line: 2026-12-25 Christmas Day. The calendar is closed on them.",
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def clean_holidays(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for number, line in enumerate(self.cleaned_data["holidays"].splitlines(), start=1):
            if not line.strip():
                continue
            said = _LINE.fullmatch(line.strip())
            if said is None:
                raise forms.ValidationError(
                    f"Line {number}: write a date and a name, like 2026-12-25 Christmas Day."
                )
            try:
                date.fromisoformat(said[1])
            except ValueError:
                raise forms.ValidationError(f"Line {number}: there is no {said[1]}.") from None
            found[said[1]] = (said[2] or "").strip()
        return found


class PlaceForm(forms.Form):
    """Whose holidays; a region is a code of the country's own."""

    country = forms.ChoiceField(label="Country")
    region = forms.CharField(label="Region", required=False, max_length=20)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]


@cache
def country_choices() -> list[tuple[str, str]]:
    """The countries whose holidays are known, by name; one whose name the library does not tell, by its code."""
    from holidays.registry import COUNTRIES  # heavy, and wanted only here

    names = {entry[1]: _SPACED.sub(" ", entry[0]) for entry in COUNTRIES.values()}
    found = sorted((names.get(code, code), code) for code in countries())
    return [("", "Choose a country"), *((code, f"{name} ({code})") for name, code in found)]


@allow(Act.PUBLISH_POLICY)
def holidays(request: HttpRequest, key: str) -> HttpResponse:
    """Edit the holidays; a country in the address adds its own to the text, and shows which."""
    found = found_calendar(key)
    version = found.version
    assert version is not None
    now = clock.now()
    present = _present(version)
    file_form = CalendarFileForm()
    if request.method == "POST" and "holidays" not in request.POST:
        file_form = CalendarFileForm(request.POST, request.FILES)
        if kept := _keep_file(file_form, now=now):
            return HttpResponseRedirect(f"{request.path}?file={kept}")
    place = PlaceForm(request.GET if "country" in request.GET else None)
    proposal, wrong = _proposal(place, present, now=now)
    if "file" in request.GET:
        proposal = _proposal_of_file(request.GET["file"], present)
    shown = present | dict(proposal.added) if proposal else present
    said = None if file_form.is_bound else said_by(request)
    form = HolidaysForm(said, initial={"holidays": _written(shown), "seen": version.number})
    sheet = replace(
        change_sheet(found, "office/calendars/_holiday_fields.html"),
        page="office/calendars/holidays.html",
        more={
            "place_form": place,
            "file_form": file_form,
            "proposal": proposal,
            "wrong": wrong,
            "calendar": found,
            **around(request),
        },
    )

    def save(said: dict[str, Any]) -> str:
        days: dict[str, str] = said["holidays"]
        save_calendar(
            key=key,
            name=found.name,
            hours={**version.hours, "holidays": sorted(days)},
            holiday_names={day: name for day, name in days.items() if name},
            seen=said["seen"],
            by=person_of(request).actor,
        )
        return f"{found.name} is saved with {len(days)} holiday{'' if len(days) == 1 else 's'}."

    return ask(request, form, sheet, save)


def _keep_file(form: CalendarFileForm, *, now: datetime) -> str:
    """Keep a file that can be read whole, and name it for the preview; else put what is wrong at its field."""
    if not form.is_valid():
        return ""
    content = form.cleaned_data["file"]
    try:
        _, problems = holidays_in_file(content)
    except Refused as refused:
        put_refusal(form, refused)
        return ""
    for problem in problems[:_SHOWN]:
        form.add_error("file", f"Line {problem.row}: {problem.message}")
    if problems:
        return ""
    kept = storage.store(content, at=now).sha256
    return f"{kept}.{tokens.sign(_PURPOSE, kept)}"


def _proposal_of_file(named: str, present: Mapping[str, str]) -> Proposal | None:
    """The days of a file that was kept; None for a name that is not ours."""
    kept, _, proof = named.partition(".")
    if not tokens.is_signed(proof, _PURPOSE, kept):
        return None
    found, _ = holidays_in_file(storage.read(kept))
    days = [(day.isoformat(), name) for day, name in found]
    added = [(day, name) for day, name in days if day not in present]
    return Proposal("the file", added, len(days) - len(added))


def _present(version: CalendarVersion) -> dict[str, str]:
    names = version.holiday_names
    return {day: names.get(day, "") for day in version.hours.get("holidays", [])}


def _written(days: Mapping[str, str]) -> str:
    return "\n".join(f"{day} {name}".rstrip() for day, name in sorted(days.items()))


def _proposal(place: PlaceForm, present: Mapping[str, str], *, now: datetime) -> tuple[Proposal | None, str]:
    """The holidays of the place for this year and the two that follow; or what is wrong with the place."""
    if not place.is_bound:
        return None, ""
    if not place.is_valid():
        return None, "Choose a country from the list."
    country, region = place.cleaned_data["country"], place.cleaned_data["region"].strip().upper() or None
    years = range(now.year, now.year + _YEARS)
    try:
        found = holidays_in(country, years=years, region=_region(country, region))
    except UnknownPlace as unknown:
        return None, str(unknown)
    days = [(day.isoformat(), name) for day, name in found]
    added = [(day, name) for day, name in days if day not in present]
    return Proposal(f"{country}{f', {region}' if region else ''}", added, len(days) - len(added)), ""


def _region(country: str, region: str | None) -> str | None:
    """The region's code as the library writes it, however it was capitalised."""
    if region is None:
        return None
    return next((each for each in regions_of(country) if each.upper() == region), region)
