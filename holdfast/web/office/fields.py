"""Fields that several forms of the office share; each takes plain values and keeps to an allow-list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, QueryDict

from holdfast.calendars.calendar_files import LARGEST
from holdfast.calendars.models import Calendar
from holdfast.calendars.zones import zone_choices
from holdfast.clients.models import Contact
from holdfast.people.models import Person

NOBODY: Final = ("", "Nobody")


def zone_field(label: str = "Time zone", hint: str = "") -> forms.ChoiceField:
    """A time zone; one that is set already under an old name stays choosable."""
    return forms.ChoiceField(label=label, help_text=hint, choices=zone_choices)


class ZoneForm(forms.Form):
    """A form with a field `time_zone`, whose present value can always be chosen again."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        present = self.initial.get("time_zone")
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)
        if present and present not in dict(zone_choices()):
            field.choices = [*zone_choices(), (present, present)]


class CalendarField(forms.ModelChoiceField):
    """One of the calendars, or none."""

    def __init__(self, **more: Any) -> None:
        super().__init__(queryset=Calendar.objects.order_by("name"), required=False, **more)


class PersonField(forms.ModelChoiceField):
    """One of these people, or nobody; each with the title that tells namesakes apart."""

    def __init__(self, *, roles: Iterable[str] = (), required: bool = False, **more: Any) -> None:
        self.roles = tuple(roles)
        super().__init__(
            queryset=Person.objects.none(),
            required=required,
            empty_label="Choose" if required else "Nobody",
            **more,
        )

    def __deepcopy__(self, memo: Any) -> PersonField:
        field: PersonField = super().__deepcopy__(memo)
        people = Person.objects.staff()
        if self.roles:
            people = people.filter(roles__overlap=list(self.roles))
        field.queryset = people.order_by("name", "email")
        return field

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}, {obj.title}" if obj.title else str(obj)


class ContactField(forms.ModelChoiceField):
    """One of the people of clients, each under their client."""

    def __init__(self, *, empty_label: str, **more: Any) -> None:
        super().__init__(queryset=Contact.objects.none(), required=False, empty_label=empty_label, **more)

    def __deepcopy__(self, memo: Any) -> ContactField:
        field: ContactField = super().__deepcopy__(memo)
        contacts = Contact.objects.filter(person__is_active=True).select_related("person", "organisation")
        field.queryset = contacts.order_by("organisation__name", "person__name")
        return field

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.organisation}: {obj.person}"


class DateField(forms.DateField):
    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class CalendarFileForm(forms.Form):
    """One iCalendar file; gives its bytes."""

    file = forms.FileField(
        label="Calendar file", widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"})
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("A calendar file has 1 MB at most.")
        content: bytes = file.read()
        return content


class LinesField(forms.CharField):
    """Several values, one a line or between commas; gives a list."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            required=False, widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}), **more
        )

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        return [part.strip() for part in text.replace(",", "\n").splitlines() if part.strip()]


class LocalInstantField(forms.CharField):
    """An instant as the reader's own clock says it; `zone` is set by the form. Gives an aware datetime or None."""

    zone: ZoneInfo = ZoneInfo("UTC")

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput(attrs={"type": "datetime-local"}), **more)

    def clean(self, value: Any) -> datetime | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            instant = datetime.fromisoformat(text).replace(tzinfo=self.zone)
        except ValueError:
            raise forms.ValidationError("Write it like 2026-06-09T18:00.") from None
        if not 2000 <= instant.year < 2200:  # what lies further off can't be reckoned with (T74)
            raise forms.ValidationError("That is too far off.")
        return instant.replace(microsecond=0)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(self.zone).strftime("%Y-%m-%dT%H:%M")
        return value


def day_in_words(day: date | None) -> str:
    """`1 March 2026`."""
    return f"{day.day} {day:%B %Y}" if day else ""


def said_by(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, also when that is nothing; None when it is only looked at."""
    return request.POST if request.method == "POST" else None
