"""What one fills in about a maintenance; times are UTC, as the clients read them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from django import forms

from holdfast.clients.models import Organisation
from holdfast.incidents.actions.asking import Shortening
from holdfast.people.models import Role
from holdfast.web.interruptions.forms import next_field
from holdfast.web.office.fields import LocalInstantField, PersonField

LENGTHS: Final = (
    ("15", "15 minutes"), ("30", "30 minutes"), ("60", "1 hour"), ("120", "2 hours"), ("180", "3 hours"),
    ("240", "4 hours"), ("360", "6 hours"), ("480", "8 hours"), ("720", "12 hours"), ("1440", "1 day"),
)  # fmt: skip
REMINDERS: Final = (
    ("0", "Not at all"), ("15", "15 minutes ahead"), ("60", "1 hour ahead"), ("240", "4 hours ahead"),
    ("1440", "1 day ahead"),
)  # fmt: skip


def _words(label: str, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=20_000, **more
    )


class SharedForm(forms.Form):
    """A word that all write who may: what is typed in its `shared` fields is kept, and the others see it."""

    shared: ClassVar[tuple[str, ...]] = ("text",)


class ShorteningForm(forms.Form):
    """Asked only where there is less notice than is owed; the action says so at the field."""

    why_short = forms.CharField(
        label="Operational reason, if it has to be sooner",
        required=False,
        max_length=2000,
        help_text="Clients read it.",
    )
    approver = PersonField(
        label="Who approves it",
        roles=(Role.MANAGER,),
        help_text="They are asked by mail; no client is told before.",
    )

    def shortening(self) -> Shortening:
        return Shortening(self.cleaned_data.get("why_short", ""), self.cleaned_data.get("approver"))


class DecisionForm(forms.Form):
    """What a manager says to a shorter notice that is asked of them."""

    words = forms.CharField(
        label="Why not",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Only to decline it: whoever asks reads it.",
    )


class WordsForm(SharedForm):
    """What a draft says; whoever sends it says which words they had before them."""

    shared = ("title", "text")
    title = forms.CharField(
        label="What it is, in one line",
        max_length=200,
        help_text="The subject of every mail; it stays once sent.",
    )
    text = _words("What is done, and what clients notice", 6)
    formerly = forms.CharField(widget=forms.HiddenInput)

    def clean_formerly(self) -> datetime:
        try:
            return datetime.fromisoformat(self.cleaned_data["formerly"])
        except ValueError:
            raise forms.ValidationError("Open the words again.") from None

    def show_present(self, formerly: datetime) -> None:
        """What is typed stays; sent again it takes the place of the words that stand now."""
        self.data = {**self.data, "formerly": formerly.isoformat()}


class MoveForm(SharedForm, ShorteningForm):
    shared = ("reason",)
    start_at = LocalInstantField(label="New start, UTC")
    length = forms.ChoiceField(label="Length", choices=LENGTHS)
    reason = _words("Why it moves", 2, required=False, help_text="Clients read it.")
    field_order = ("start_at", "length", "reason", "why_short", "approver")

    def clean_start_at(self) -> datetime:
        return required(self.cleaned_data["start_at"])

    def window(self) -> tuple[datetime, datetime]:
        start: datetime = self.cleaned_data["start_at"]
        return start, start + timedelta(minutes=int(self.cleaned_data["length"]))


class StartForm(SharedForm):
    text = _words("What clients should know now", required=False)
    minutes = next_field()


class UpdateForm(SharedForm):
    text = _words("What is new", 5)
    is_verifying = forms.BooleanField(label="The work is done; we watch whether it holds", required=False)
    minutes = next_field()


class ExtensionForm(SharedForm):
    end_at = LocalInstantField(label="New end, UTC")
    text = _words("Why it takes longer")
    minutes = next_field()

    def clean_end_at(self) -> datetime:
        return required(self.cleaned_data["end_at"])


class CompletionForm(SharedForm):
    text = _words("What was done, and that it is back", 4)


class CancellationForm(SharedForm):
    shared = ("reason",)
    reason = _words("Why it does not take place", required=False, help_text="Clients read it.")


class FreezeForm(forms.Form):
    """A while in which nothing may change."""

    what = forms.CharField(label="What for", max_length=200, help_text="The last week of the quarter.")
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(is_own=False).order_by("name"),
        label="For",
        required=False,
        empty_label="All clients",
    )
    start_at = LocalInstantField(label="From, UTC")
    end_at = LocalInstantField(label="To, UTC")

    def clean_start_at(self) -> datetime:
        return required(self.cleaned_data["start_at"])

    def clean_end_at(self) -> datetime:
        return required(self.cleaned_data["end_at"])


def required(instant: datetime | None) -> datetime:
    """A field of instants lets itself be empty; here one is needed."""
    if instant is None:
        raise forms.ValidationError("Say when.")
    return instant
