"""Weekly hours and dated exceptions of a calendar; each save is a new version for what is promised from then on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import slugify

from holdfast.calendars.actions import save_calendar
from holdfast.calendars.hours import WEEKDAYS
from holdfast.calendars.models import Calendar, CalendarVersion
from holdfast.kernel.refusal import Refused
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.vendor.models import the_vendor
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of
from holdfast.web.office.calendars.listing import NAMED, found_calendar
from holdfast.web.office.fields import ZoneForm, said_by, zone_field

_SPARE: Final = 1
_MOST: Final = 12
_TIME: Final = re.compile(r"([01]?[0-9]|2[0-3])(?::?([0-5][0-9]))?|24(?::?00)?")
_CLOSED: Final = ("closed", "shut", "-")


class HoursForm(ZoneForm):
    """A name, a zone, and rows of intervals for each weekday; a row without times does not count."""

    name = forms.CharField(label="Name", max_length=120)
    time_zone = zone_field()
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, weekly: dict[str, list[list[str]]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.slots: dict[str, list[tuple[str, str]]] = {}
        for day in WEEKDAYS:
            self.slots[day] = []
            pairs = [*weekly.get(day, [])]
            for number in range(min(_MOST, max(len(pairs), self._said(day), 1) + _SPARE)):
                opens, closes = pairs[number] if number < len(pairs) else ("", "")
                self._add(day, number, opens, closes)

    def _said(self, day: str) -> int:
        return (
            next((n for n in range(_MOST) if f"{day}_{n}_opens" not in self.data), _MOST)
            if self.is_bound
            else 0
        )

    def _add(self, day: str, number: int, opens: str, closes: str) -> None:
        names = (f"{day}_{number}_opens", f"{day}_{number}_closes")
        for name, initial, said in zip(names, (opens, closes), ("opens", "closes"), strict=True):
            self.fields[name] = forms.CharField(
                required=False,
                max_length=5,
                initial=initial,
                label=f"{NAMED[day]} {said}",
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "placeholder": "09:00" if said == "opens" else "17:00"}
                ),
            )
        self.slots[day].append(names)

    @property
    def week(self) -> Iterator[tuple[str, list[tuple[Any, Any]]]]:
        """Each weekday with its rows, for the template."""
        for day, names in self.slots.items():
            yield NAMED[day], [(self[opens], self[closes]) for opens, closes in names]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said["weekly"] = {day: list(self._pairs(day, said)) for day in WEEKDAYS}
        return said

    def _pairs(self, day: str, said: dict[str, Any]) -> Iterator[list[str]]:
        for opens, closes in self.slots[day]:
            begin, end = (self._time(name, said.get(name, "")) for name in (opens, closes))
            if begin and end:
                yield [begin, end]
            elif begin or end:
                self.add_error(closes if begin else opens, "The other half is missing.")

    def _time(self, name: str, text: str) -> str:
        text = text.strip().replace(".", ":")
        if not text:
            return ""
        found = _TIME.fullmatch(text)
        if found is None:
            self.add_error(name, "Write a time like 09:00.")
            return ""
        if text.startswith("24"):
            return "24:00"
        return f"{int(found[1]):02}:{found[2] or '00'}"


class ExceptionsForm(forms.Form):
    exceptions = forms.CharField(
        label="Dates with other hours",
        required=False,
        max_length=20_000,
        help_text="One a line: 2026-12-24 09:00-13:00, or 2026-12-31 closed. Such a date counts before a holiday.",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def clean_exceptions(self) -> dict[str, list[list[str]]]:
        found: dict[str, list[list[str]]] = {}
        for number, line in enumerate(self.cleaned_data["exceptions"].splitlines(), start=1):
            if line.strip():
                day, pairs = _exception(line.strip(), number)
                if day in found:
                    raise forms.ValidationError(f"Line {number}: {day} stands twice.")
                found[day] = pairs
        return found


@allow(Act.PUBLISH_POLICY)
def entering(request: HttpRequest) -> HttpResponse:
    """A new calendar; its key is made of its name."""
    weekly = {day: [["09:00", "17:00"]] for day in WEEKDAYS[:5]}
    form = HoursForm(weekly, said_by(request), initial={"time_zone": the_vendor().time_zone})

    def enter(said: dict[str, Any]) -> str:
        hours = {"timezone": said["time_zone"], "weekly": said["weekly"], "holidays": []}
        made = do_once(request, lambda: _save(None, _free_key(said["name"]), said, hours, request))
        return reverse("desk:calendar", args=[Calendar.objects.get(pk=made).key])

    sheet = Sheet(
        title="New calendar",
        button="Make the calendar",
        back=reverse("desk:calendars"),
        lead="Holidays and dates with other hours come next.",
        template="office/calendars/_hours_fields.html",
        place="policy",
    )
    return ask(request, form, sheet, enter)


@allow(Act.PUBLISH_POLICY)
def hours(request: HttpRequest, key: str) -> HttpResponse:
    """Change name, zone and weekly hours."""
    found, version = _present(key)
    initial = {"name": found.name, "time_zone": version.hours["timezone"], "seen": version.number}
    form = HoursForm(version.hours["weekly"], said_by(request), initial=initial)

    def save(said: dict[str, Any]) -> str:
        _save(
            said["seen"],
            key,
            said,
            {**version.hours, "timezone": said["time_zone"], "weekly": said["weekly"]},
            request,
        )
        return f"{said['name']} is saved. Promises that stand keep the version they were made on."

    return ask(request, form, change_sheet(found, "office/calendars/_hours_fields.html"), save)


@allow(Act.PUBLISH_POLICY)
def exceptions(request: HttpRequest, key: str) -> HttpResponse:
    """Change the dates with other hours."""
    found, version = _present(key)
    lines = "\n".join(
        _written(day, pairs) for day, pairs in sorted(version.hours.get("exceptions", {}).items())
    )
    form = ExceptionsForm(said_by(request), initial={"exceptions": lines, "seen": version.number})

    def save(said: dict[str, Any]) -> str:
        _save(
            said["seen"],
            key,
            {"name": found.name},
            {**version.hours, "exceptions": said["exceptions"]},
            request,
        )
        return f"{found.name} is saved. Promises that stand keep the version they were made on."

    return ask(request, form, change_sheet(found), save)


def change_sheet(found: Calendar, template: str = "desk/_fields.html") -> Sheet:
    """How the forms of one calendar are shown."""
    return Sheet(
        title=f"Change {found.name}",
        button="Save as a new version",
        back=reverse("desk:calendar", args=[found.key]),
        lead="It holds for what is promised from now on.",
        template=template,
        place="policy",
    )


def _save(
    seen: int | None, key: str, said: dict[str, Any], hours: dict[str, Any], request: HttpRequest
) -> int:
    """Save the calendar; what is refused in its hours stands at the field of the form."""
    try:
        return save_calendar(
            key=key, name=said["name"], hours=hours, seen=seen, by=person_of(request).actor
        ).pk
    except Refused as refused:
        refused.field = {"timezone": "time_zone", "key": "name"}.get(refused.field or "", refused.field)
        raise


def _present(key: str) -> tuple[Calendar, CalendarVersion]:
    found = found_calendar(key)
    assert found.version is not None
    return found, found.version


def _free_key(name: str) -> str:
    base = slugify(name)[:50].strip("-") or "calendar"
    key, number = base, 1
    while key == "client" or Calendar.objects.filter(key=key).exists():
        number += 1
        key = f"{base}-{number}"
    return key


def _exception(line: str, number: int) -> tuple[str, list[list[str]]]:
    day, _, rest = line.partition(" ")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
        raise forms.ValidationError(f"Line {number}: begin with the date, like 2026-12-24.")
    if rest.strip().casefold() in _CLOSED:
        return day, []
    pairs = [
        part.split("-")
        for part in rest.replace("–", "-").replace(" to ", "-").replace(" ", "").split(",")
        if part
    ]
    if not pairs or any(len(pair) != 2 or not all(_TIME.fullmatch(time) for time in pair) for pair in pairs):
        raise forms.ValidationError(f"Line {number}: after the date comes closed, or hours like 09:00-13:00.")
    return day, pairs


def _written(day: str, pairs: list[list[str]]) -> str:
    return f"{day} {', '.join('-'.join(pair) for pair in pairs) or 'closed'}"
