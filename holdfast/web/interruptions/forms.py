"""What one fills in about an interruption."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from holdfast.catalogue.models import Component
from holdfast.incidents.actions.confirming import Hit
from holdfast.incidents.models import Interruption, Level, Part, State
from holdfast.incidents.rules import CONFIRMED, FORWARD, PARTS_OF_REPORT, UNAVAILABLE
from holdfast.web.office.fields import LocalInstantField

_SOON = (("15", "in 15 minutes"), ("30", "in 30 minutes"), ("60", "in 1 hour"))
_LATER = (("240", "in 4 hours"), ("480", "in 8 hours"), ("1440", "in 24 hours"))


def _words(label: str, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=20_000, **more
    )


def next_field(choices: tuple[tuple[str, str], ...] = _SOON, initial: str = "60") -> forms.ChoiceField:
    """In how many minutes the next word comes."""
    return forms.ChoiceField(
        label="Next update",
        choices=choices,
        initial=initial,
        help_text="Every word names the time of the next.",
    )


class SuspicionForm(forms.Form):
    title = forms.CharField(
        label="What is wrong, in one line",
        max_length=200,
        help_text="As clients notice it. It is the subject of every mail, and stays.",
    )
    words = _words("What makes us think so", required=False)


class HitForm(forms.Form):
    """Which components, and how hard."""

    level = forms.ChoiceField(
        label="How much is gone", choices=Level.choices, widget=forms.RadioSelect, initial=Level.PARTIAL
    )
    components = forms.MultipleChoiceField(
        label="What is hit", widget=forms.CheckboxSelectMultiple, help_text="Whoever uses it is told."
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = Component.objects.filter(is_current=True, service__is_current=True)
        self._components = {
            each.pk: each
            for each in rows.select_related("service").order_by("service__position", "position", "pk")
        }
        choices = []
        for each in self._components.values():
            choices.append((f"{each.pk}:", str(each)))
            choices += [(f"{each.pk}:{place}", f"{each}, {place}") for place in each.places]
        self.fields["components"].choices = choices  # type: ignore[attr-defined]

    def hits(self) -> list[Hit]:
        told = (value.partition(":") for value in self.cleaned_data["components"])
        level = Level(self.cleaned_data["level"])
        return [Hit(self._components[int(key)], level, place) for key, _, place in told]


class ConfirmationForm(HitForm):
    """What is suspected may be named better before anybody outside hears of it."""

    began_at = LocalInstantField(label="Since when")

    def __init__(self, *args: Any, found: Interruption, zone: ZoneInfo, **more: Any) -> None:
        super().__init__(*args, **more)
        self._found = found
        began_at = self.fields["began_at"]
        began_at.zone = zone  # type: ignore[attr-defined]
        began_at.help_text = (
            f"By your own clock, {zone.key}. Clients read it, and uptime is reckoned from it."
        )
        if not found.is_public:
            self.fields["title"] = forms.CharField(
                label="What is wrong, in one line",
                max_length=200,
                required=False,
                help_text="As clients notice it, without naming one. It is the subject of every mail, and stays.",
            )
            self.initial = {
                "title": found.title,
                "began_at": found.began_at,
                "components": list(_said_by_monitors(found)),
            }
        else:
            began_at.help_text = "Empty: since now. Uptime is reckoned from it."
        self.order_fields(["title", "began_at", "level", "components"])

    def clean_began_at(self) -> datetime | None:
        """What was left as it was shown keeps its seconds."""
        instant: datetime | None = self.cleaned_data["began_at"]
        known = self._found.began_at
        return known if instant == known.replace(second=0, microsecond=0) else instant


class JoiningForm(forms.Form):
    """Which other one it is the same as."""

    into = forms.ChoiceField(label="It is part of", widget=forms.RadioSelect)

    def __init__(self, *args: Any, but: Interruption, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = Interruption.objects.filter(state__in=(State.SUSPECTED, *CONFIRMED)).exclude(pk=but.pk)
        self._found = {str(each.pk): each for each in rows.order_by("-suspected_at")}
        self.fields["into"].choices = [  # type: ignore[attr-defined]
            (key, f"{each.title} ({State(each.state).label.lower()})") for key, each in self._found.items()
        ]

    def chosen(self) -> Interruption:
        return self._found[self.cleaned_data["into"]]


def _said_by_monitors(suspected: Interruption) -> Iterator[str]:
    """What monitors say is down, as the choices name it."""
    found = suspected.suspicions.filter(monitor__isnull=False, recovered_at=None)
    for key, place in found.values_list("monitor__component", "monitor__place").distinct():
        yield f"{key}:{place}"


class ReportForm(forms.Form):
    """The complete report: a part that is missing is asked for."""

    minutes = next_field()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, label in PARTS_OF_REPORT.items():
            self.fields[name] = _words(label, 2, required=False)
        self.order_fields([*PARTS_OF_REPORT, "minutes"])


class UpdateForm(forms.Form):
    text = _words("What is new", 5)
    state = forms.ChoiceField(label="How far we are", required=False)
    minutes = next_field()

    def __init__(self, *args: Any, present: str, **more: Any) -> None:
        super().__init__(*args, **more)
        now = State(present)
        further = [(str(each), each.label) for each in FORWARD.get(now, ())]
        self.fields["state"].choices = [("", f"{now.label}, as before"), *further]  # type: ignore[attr-defined]


class RestoredForm(forms.Form):
    """All that is down is back, or what is ticked of it; which, and since when, whoever sends it says for themselves."""

    text = _words("What is back, and since when", 4)
    back = forms.MultipleChoiceField(
        label="What is back", widget=forms.CheckboxSelectMultiple, required=False
    )
    as_of = LocalInstantField(label="Back since", help_text="Empty: since now.")
    minutes = next_field(_LATER, "1440")

    def __init__(self, *args: Any, found: Interruption, zone: ZoneInfo, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["as_of"].zone = zone  # type: ignore[attr-defined]
        down = found.impacts.filter(ended_at=None).select_related("component__service").order_by("pk")
        choices = [(str(each.pk), each.named) for each in down]
        self.fields["back"].choices = choices  # type: ignore[attr-defined]
        self.fields["back"].initial = [key for key, _ in choices]
        self.is_offered = len(choices) > 1

    def clean_back(self) -> list[int] | None:
        """The keys of what is ticked; None, which is all of it, where nothing was to choose."""
        return [int(key) for key in self.cleaned_data["back"]] if "choosing" in self.data else None


class EasingForm(forms.Form):
    """Less is gone of all that is down or partly down, or of what is ticked of it."""

    back = forms.MultipleChoiceField(label="Of what", widget=forms.CheckboxSelectMultiple, required=False)
    level = forms.ChoiceField(
        label="How much is gone now",
        choices=[each for each in Level.choices if each[0] != Level.MAJOR],
        widget=forms.RadioSelect,
        initial=Level.DEGRADED,
    )
    as_of = LocalInstantField(label="Since when", help_text="Empty: since now. Uptime is reckoned from it.")

    def __init__(self, *args: Any, found: Interruption, zone: ZoneInfo, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["as_of"].zone = zone  # type: ignore[attr-defined]
        down = found.impacts.filter(ended_at=None, level__in=UNAVAILABLE).select_related("component__service")
        choices = [
            (str(each.pk), f"{each.named}, {each.get_level_display().lower()}")
            for each in down.order_by("pk")
        ]
        self.fields["back"].choices = choices  # type: ignore[attr-defined]
        self.fields["back"].initial = [key for key, _ in choices]

    def clean_back(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["back"]]


class CauseForm(forms.Form):
    text = _words("What we know of the cause by now", 5)
    minutes = next_field(_LATER, "1440")


class AnalysisForm(forms.Form):
    """What is not known yet is left empty."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for part in Part:
            self.fields[part] = _words(part.label, 4, required=False)
            self.fields[part].widget.attrs["placeholder"] = _TO_BE_SAID[part]


_TO_BE_SAID = {
    Part.CAUSE: "What failed, and why it could",
    Part.IMPACT: "Who was affected, how long, how much",
    Part.STEPS: "What fixed it, what stops it from coming back",
}


class RetractionForm(forms.Form):
    text = _words("Why it was none", 4)


class ReasonForm(forms.Form):
    reason = _words("Why")
