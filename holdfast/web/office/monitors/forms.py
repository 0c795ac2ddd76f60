"""What one fills in about a monitor: a form for each kind, and the check that it makes."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, Final, get_args

from django import forms

from holdfast.catalogue.models import Component
from holdfast.duty.models import Rota
from holdfast.monitors.checks import Check, Dns, Heartbeat, Http, Tcp, Tls
from holdfast.monitors.checks.dns import Record
from holdfast.monitors.models import Kind, Monitor
from holdfast.people.models import Team
from holdfast.web.office.monitors.lines import span_in_words

NOBODY: Final = "nobody"
_EVERY: Final = (30, 60, 120, 300, 600, 1800, 3600, 21_600, 86_400)
_CALLED: Final = (60, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400, 604_800, 2_678_400)
_LATE: Final = (0, 60, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400)


def _choices(seconds: tuple[int, ...]) -> list[tuple[int, str]]:
    return [(each, span_in_words(each) if each else "not at all") for each in seconds]


def _seconds(label: str, seconds: tuple[int, ...], initial: int, hint: str = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=_choices(seconds), coerce=int, initial=initial, help_text=hint
    )


class MonitorForm(forms.Form):
    """What all kinds have; a place only where the component has several."""

    name = forms.CharField(label="Name", max_length=120)
    place = forms.ChoiceField(label="Place", required=False)

    def __init__(self, component: Component, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        places = [("", "All of them"), *((each, each) for each in component.places)]
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        if len(places) == 1:
            del self.fields["place"]
        self.fields["paged"] = forms.ChoiceField(
            label="When it goes down, page",
            choices=[*paged_choices()],
            required=False,
            help_text="Leads and managers get a mail in any case.",
        )

    @abstractmethod
    def check_made(self) -> Check:
        """What it looks at, as its kind has it."""

    def times(self) -> dict[str, Any]:
        """Name, place, how often, and whom it pages; as the actions take them."""
        said = self.cleaned_data
        return {
            "name": said["name"],
            "place": said.get("place", ""),
            "every": said["every"],
            "within": said["within"],
            "tries": said.get("tries", 3),
            "pages": said["paged"] != NOBODY,
            "team": Team.objects.get(pk=said["paged"]) if said["paged"].isdecimal() else None,
        }


class _LookingForm(MonitorForm):
    every = _seconds("Look every", _EVERY, 60)
    within = forms.IntegerField(label="Time limit in seconds", initial=10, min_value=1, max_value=30)
    tries = forms.IntegerField(
        label="Failed tries in a row before it counts as down",
        initial=3,
        min_value=1,
        max_value=10,
        help_text="They follow each other within 20 seconds.",
    )


def _port(initial: int | None = None) -> forms.IntegerField:
    return forms.IntegerField(label="Port", min_value=1, max_value=65_535, initial=initial)


def _host() -> forms.CharField:
    return forms.CharField(label="Host", max_length=253, help_text="A name like mail.example.com.")


class HttpForm(_LookingForm):
    address = forms.CharField(
        label="Address",
        max_length=1900,
        help_text="http or https. A redirect is not followed: name where it leads.",
    )
    status = forms.IntegerField(
        label="Expected status", required=False, min_value=100, max_value=599, help_text="Empty: 200 to 299."
    )
    words = forms.CharField(
        label="Words in the answer",
        required=False,
        max_length=200,
        help_text="Exactly as they stand in it, within its first megabyte.",
    )
    field_order = ("name", "place", "address", "status", "words")

    def check_made(self) -> Check:
        said = self.cleaned_data
        return Http(address=said["address"], status=said["status"], words=said["words"])


class TcpForm(_LookingForm):
    host, port = _host(), _port()
    field_order = ("name", "place", "host", "port")

    def check_made(self) -> Check:
        return Tcp(host=self.cleaned_data["host"], port=self.cleaned_data["port"])


class TlsForm(_LookingForm):
    host, port = _host(), _port(443)
    days = forms.IntegerField(label="Warn so many days ahead", initial=21, min_value=1, max_value=365)
    field_order = ("name", "place", "host", "port", "days")

    def check_made(self) -> Check:
        said = self.cleaned_data
        return Tls(host=said["host"], port=said["port"], days=said["days"])


class DnsForm(_LookingForm):
    name_asked = forms.CharField(label="Name that is asked for", max_length=253)
    record = forms.ChoiceField(label="Record", choices=[(each, each) for each in get_args(Record)])
    holds = forms.CharField(
        label="One answer must be",
        required=False,
        max_length=255,
        help_text="Empty: there must be one. Of MX: 10 mail.example.com.",
    )
    server = forms.CharField(
        label="Name server", required=False, max_length=253, help_text="Empty: that of this machine."
    )
    field_order = ("name", "place", "name_asked", "record", "holds", "server")

    def check_made(self) -> Check:
        said = self.cleaned_data
        return Dns(name=said["name_asked"], record=said["record"], holds=said["holds"], server=said["server"])


class HeartbeatForm(MonitorForm):
    every = _seconds("Is called every", _CALLED, 3600)
    within = _seconds("May be late by", _LATE, 300, "Silent for longer than both, it is down.")

    def check_made(self) -> Check:
        return Heartbeat()


FORMS: Final[dict[Kind, type[MonitorForm]]] = {
    Kind.HTTP: HttpForm,
    Kind.TCP: TcpForm,
    Kind.DNS: DnsForm,
    Kind.TLS: TlsForm,
    Kind.HEARTBEAT: HeartbeatForm,
}


def initial_of(monitor: Monitor) -> dict[str, Any]:
    """What the form of a monitor shows at first."""
    asks = dict(monitor.asks)
    if monitor.kind == Kind.DNS:
        asks["name_asked"] = asks.pop("name")
    times = {"every": monitor.every, "within": monitor.within, "tries": monitor.tries}
    paged = str(monitor.team_id or "") if monitor.pages else NOBODY
    return {**asks, **times, "name": monitor.name, "place": monitor.place, "paged": paged}


def paged_choices() -> Iterator[tuple[str, str]]:
    """Whose duty it may be: of the team that takes the rest, of another that has a rota, of nobody."""
    yield "", "Whoever is on duty"
    for key, name in Rota.objects.order_by("team__name").values_list("team", "team__name").distinct():
        yield str(key), f"Whoever is on duty of {name}"
    yield NOBODY, "Nobody"
