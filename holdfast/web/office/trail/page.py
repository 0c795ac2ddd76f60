"""The whole trail, newest first: filters by an allow-list, pages by key, and the same as a file (T47, T54)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.kernel import clock
from holdfast.kernel.actor import ActorKind
from holdfast.kernel.cells import harmless
from holdfast.kernel.models import TrailEntry
from holdfast.look import pieces
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.web.frame import show, zone_of
from holdfast.web.office.fields import DateField
from holdfast.web.office.subjects import url_of_subject
from holdfast.web.office.trail.sentences import all_facts, names_in, sentence

PAGE: Final = 50
MOST_ROWS: Final = 20_000
_ABOUT: Final = re.compile(r"[a-z]+-[0-9]{1,18}")


@dataclass(frozen=True)
class Line:
    """One entry of the trail."""

    words: str
    when: SafeString
    about: str
    about_url: str
    fact: str
    said: list[tuple[str, str]]


class FilterForm(forms.Form):
    """What can be asked for, and nothing else: each is a plain value, never the name of a column (T47)."""

    about = forms.CharField(
        label="About",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "ticket-412", "spellcheck": "false"}),
    )
    fact = forms.ChoiceField(label="What", required=False)
    actor = forms.ChoiceField(label="By", required=False)
    day = DateField(label="Day", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        people = [
            (str(person.pk), str(person)) for person in Person.objects.exclude(roles=[]).order_by("name")
        ]
        kinds = [(ActorKind.POLICY.value, "The policy"), (ActorKind.SYSTEM.value, "Holdfast itself")]
        self.fields["fact"].choices = [("", "Everything"), *all_facts().items()]  # type: ignore[attr-defined]
        self.fields["actor"].choices = [("", "Anybody"), *kinds, *people]  # type: ignore[attr-defined]

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day is not None and not 1970 <= day.year <= 9000:
            raise forms.ValidationError("The trail holds no such day.")
        return day

    def clean_about(self) -> str:
        about: str = self.cleaned_data["about"].strip().lower()
        if about.startswith("#"):
            about = f"ticket-{about[1:]}"
        if about and not _ABOUT.fullmatch(about):
            raise forms.ValidationError("Write it like ticket-412 or client-7.")
        return about


@allow(Act.READ_TRAIL)
def trail(request: HttpRequest) -> HttpResponse:
    """A page of the trail; a filter that is none of ours is a bad request."""
    form, rows = _asked(request)
    before = request.GET.get("before", "")
    if before and not re.fullmatch(r"[0-9]{1,18}", before):
        raise BadRequest("There is no such page.")
    if before:
        rows = rows.filter(pk__lt=int(before))
    found, now, zone = list(rows[: PAGE + 1]), clock.now(), zone_of(request)
    names = names_in(found)
    here = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    context = {
        "form": form,
        "is_narrowed": bool(here),
        "lines": [_line(entry, sentence(entry, names), now=now, zone=zone) for entry in found[:PAGE]],
        "older_url": f"?{urlencode({**here, 'before': found[PAGE - 1].pk})}" if len(found) > PAGE else "",
        "newer_url": f"?{urlencode(here)}" if before else "",
        "file_url": f"{reverse('desk:trail-file')}?{urlencode(here)}",
    }
    return show(request, "office/trail/page.html", context, place="trail", now=now)


@allow(Act.READ_TRAIL)
def trail_file(request: HttpRequest) -> HttpResponse:
    """The same as CSV, the newest 20 000; no cell of it is a formula to a spreadsheet (T54)."""
    _, rows = _asked(request)
    answer = StreamingHttpResponse(_csv(rows, zone_of(request)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="trail.csv"'
    return answer  # type: ignore[return-value]


def _asked(request: HttpRequest) -> tuple[FilterForm, QuerySet[TrailEntry]]:
    form = FilterForm(request.GET)
    if not form.is_valid():
        raise BadRequest(
            "; ".join(f"{name}: {' '.join(map(str, said))}" for name, said in form.errors.items())
        )
    return form, _narrowed(form.cleaned_data, zone_of(request))


def _narrowed(said: dict[str, Any], zone: ZoneInfo) -> QuerySet[TrailEntry]:
    rows = TrailEntry.objects.order_by("-pk")
    if said["about"]:
        rows = rows.filter(about=said["about"])
    if said["fact"]:
        rows = rows.filter(fact=said["fact"])
    if said["actor"].isdigit():
        rows = rows.filter(actor_person=int(said["actor"]))
    elif said["actor"]:
        rows = rows.filter(actor_kind=said["actor"])
    if said["day"]:
        begin, end = _day(said["day"], zone)
        rows = rows.filter(at__gte=begin, at__lt=end)
    return rows


def _day(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From midnight to midnight of the reader's own clock."""
    return tuple(datetime.combine(each, time(), zone) for each in (day, day + timedelta(days=1)))  # type: ignore[return-value]


def _line(entry: TrailEntry, words: str, *, now: datetime, zone: tzinfo) -> Line:
    said = [
        (name.replace("_", " "), _value(value))
        for name, value in entry.said.items()
        if value not in (None, "", [])
    ]
    when = pieces.when(entry.at, now=now, zone=zone)
    return Line(words, when, entry.about, url_of_subject(entry.about), entry.fact, said)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


class _Echo:
    def write(self, text: str) -> str:
        return text


def _csv(rows: QuerySet[TrailEntry], zone: ZoneInfo) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(["at", "about", "what", "by", "sentence"])
    batch: list[TrailEntry] = []
    for entry in rows[:MOST_ROWS].iterator(chunk_size=500):
        batch.append(entry)
        if len(batch) == 500:
            yield from _written(writer, batch, zone)
            batch = []
    yield from _written(writer, batch, zone)


def _written(writer: Any, batch: list[TrailEntry], zone: ZoneInfo) -> Iterator[str]:
    names = names_in(batch)
    for entry in batch:
        at = entry.at.astimezone(zone).isoformat(timespec="seconds")
        cells = (at, entry.about, entry.fact, entry.actor_label, sentence(entry, names))
        yield writer.writerow([harmless(cell) for cell in cells])
