"""The telephone line: greeting, hours, queue, recordings, and what each key of the caller leads to."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.catalogue.models import Product
from holdfast.channels.voice.addresses import hook
from holdfast.channels.voice.line import greeting, menu, the_line
from holdfast.channels.voice.models import PhoneLine
from holdfast.channels.voice.setting import DIGITS, LONGEST_WORDS, Key, Reception, set_reception
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Team
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of
from holdfast.web.office.fields import CalendarField, said_by
from holdfast.web.office.places import office_places

_TEAM, _PRODUCT, _URGENT = "team", "product", "urgent"
_GENERAL: Final = ("calendar", "waits_for", "records_calls", "keeps_recordings_for", "keeps_copies")
_LANGUAGES: Final = dict(settings.LANGUAGES)


class PhoneForm(forms.Form):
    """The line; further languages are added once words are spoken in one of them."""

    calendar = CalendarField(label="Answered during", empty_label="Round the clock")
    waits_for = forms.IntegerField(
        label="Longest wait, in seconds", help_text="Then a message can be left.", min_value=0
    )
    records_calls = forms.BooleanField(
        label="Record what is spoken",
        required=False,
        help_text="Callers are told before. A message that is left is always recorded.",
    )
    keeps_recordings_for = forms.IntegerField(
        label="Days that recordings are kept", required=False, help_text="Empty: for good."
    )
    keeps_copies = forms.BooleanField(
        label="Leave a copy with the provider",
        required=False,
        help_text="Else it is removed there once it is kept here.",
    )

    def __init__(self, *args: Any, languages: list[str], keys: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.languages = languages
        for language in languages:
            for name, what in (("greeting", "Greeting"), ("closed", "Out of hours")):
                self.fields[f"{name}_{language}"] = forms.CharField(
                    label=f"{what}, {_LANGUAGES.get(language, language)}",
                    required=False,
                    max_length=LONGEST_WORDS,
                    widget=forms.Textarea(attrs={"rows": 2}),
                )
        self.fields["language"] = forms.ChoiceField(
            label="Words in a further language",
            required=False,
            choices=[("", "None"), *(each for each in settings.LANGUAGES if each[0] not in languages)],
        )
        self.leads = [_NOWHERE, *_leads()]
        for place in range(keys):
            self.fields[f"digit_{place}"] = forms.ChoiceField(
                label="Key", required=False, choices=[("", "None"), *((each, each) for each in DIGITS)]
            )
            self.fields[f"words_{place}"] = forms.CharField(label="Spoken as", required=False, max_length=120)
            self.fields[f"leads_{place}"] = forms.ChoiceField(
                label="Leads to", required=False, choices=self.leads
            )
        self.keys = keys

    @property
    def general(self) -> list[forms.BoundField]:
        return [self[name] for name in _GENERAL]

    @property
    def spoken(self) -> list[forms.BoundField]:
        fields = [self[f"{name}_{each}"] for each in self.languages for name in ("greeting", "closed")]
        return [*fields, self["language"]]

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [
            (self[f"digit_{each}"], self[f"words_{each}"], self[f"leads_{each}"]) for each in range(self.keys)
        ]


_NOWHERE: Final = ("", "Whoever is free")


def _leads() -> list[tuple[str, str]]:
    teams = [(f"{_TEAM}-{each.pk}", f"Team {each}") for each in Team.objects.order_by("name")]
    products = Product.objects.filter(is_current=True).order_by("name")
    return [
        (_URGENT, "Priority 1: whoever is on duty"),
        *(
            (f"{_URGENT}-{each.removeprefix(f'{_TEAM}-')}", f"Priority 1: on duty of {name}")
            for each, name in teams
        ),
        *teams,
        *((f"{_PRODUCT}-{each.pk}", f"Product {each}") for each in products),
    ]


@allow(Act.CHANGE_PEOPLE)
def phone(request: HttpRequest) -> HttpResponse:
    """All that is set of the line, on one page."""
    line, entries = the_line(), menu(line_is_open=True)
    languages = sorted({"en", *line.greeting, *line.closed}, key=lambda each: (each != "en", each))
    keys = min(len(entries) + 2, len(DIGITS))
    form = PhoneForm(said_by(request), languages=languages, keys=keys, initial=_present(line, entries))
    sheet = Sheet(
        title="Telephone",
        button="Save",
        back=reverse("desk:phone"),
        template="office/_phone_fields.html",
        page="office/phone.html",
        more={
            "views": office_places(request, "phone"),
            "has_provider": bool(settings.ENV.twilio_token),
            "incoming_url": hook("incoming"),
            "status_url": hook("status"),
        },
        place="people",
    )

    def save(said: dict[str, Any]) -> str:
        _require_whole(form, said)
        set_reception(_wanted(said, languages), _keys(said, keys), by=person_of(request))
        return "The telephone is set."

    return ask(request, form, sheet, save)


def _present(line: PhoneLine, entries: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "calendar": line.calendar,
        "waits_for": line.waits_for,
        "records_calls": line.records_calls,
        "keeps_recordings_for": line.keeps_recordings_for,
        "keeps_copies": line.keeps_copies,
    }
    for name in ("greeting", "closed"):
        found |= {f"{name}_{language}": words for language, words in getattr(line, name).items()}
    for place, each in enumerate(entries):
        found |= {f"digit_{place}": each.digit, f"words_{place}": each.words, f"leads_{place}": _lead(each)}
    return found


def _lead(entry: Any) -> str:
    if entry.is_urgent:
        return f"{_URGENT}-{entry.team_id}" if entry.team_id else _URGENT
    if entry.team_id:
        return f"{_TEAM}-{entry.team_id}"
    return f"{_PRODUCT}-{entry.product_id}" if entry.product_id else ""


def _require_whole(form: PhoneForm, said: dict[str, Any]) -> None:
    for place in range(form.keys):
        if bool(said[f"digit_{place}"]) != bool(said[f"words_{place}"].strip()):
            missing = "words" if said[f"digit_{place}"] else "digit"
            raise Refused("Both the key and its words.", code="half_a_key", field=f"{missing}_{place}")


def _wanted(said: dict[str, Any], languages: list[str]) -> Reception:
    spoken = {name: {each: said[f"{name}_{each}"] for each in languages} for name in ("greeting", "closed")}
    if further := said["language"]:
        spoken["greeting"][further] = greeting(PhoneLine(), further, line_is_open=True)
    return Reception(
        calendar=said["calendar"],
        greeting=spoken["greeting"],
        closed=spoken["closed"],
        waits_for=said["waits_for"],
        records_calls=said["records_calls"],
        keeps_recordings_for=said["keeps_recordings_for"],
        keeps_copies=said["keeps_copies"],
    )


def _keys(said: dict[str, Any], keys: int) -> list[Key]:
    chosen = [place for place in range(keys) if said[f"digit_{place}"]]
    return [_key(said[f"digit_{each}"], said[f"words_{each}"], said[f"leads_{each}"]) for each in chosen]


def _key(digit: str, words: str, leads: str) -> Key:
    kind, _, key = leads.partition("-")
    team = Team.objects.filter(pk=int(key)).first() if kind in (_TEAM, _URGENT) and key else None
    product = Product.objects.filter(pk=int(key)).first() if kind == _PRODUCT else None
    return Key(digit=digit, words=words, team=team, product=product, is_urgent=kind == _URGENT)
