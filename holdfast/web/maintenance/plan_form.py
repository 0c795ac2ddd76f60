"""What the planner asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms

from holdfast.incidents.models import Level, MaintenanceKind, Work
from holdfast.web.interruptions.forms import HitForm
from holdfast.web.maintenance.forms import LENGTHS, REMINDERS, ShorteningForm
from holdfast.web.office.fields import LocalInstantField


class PlanForm(ShorteningForm, HitForm):
    """Looked at as often as one likes; keeping it takes all that `clean` asks for."""

    title = forms.CharField(
        label="What happens",
        max_length=200,
        help_text="In one line: the subject of every mail, and it stays.",
    )
    text = forms.CharField(
        label="What is done, and what clients notice",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=MaintenanceKind.choices,
        initial=MaintenanceKind.SCHEDULED,
        widget=forms.RadioSelect,
    )
    length = forms.ChoiceField(label="Length", choices=LENGTHS, initial="120")
    earliest = LocalInstantField(label="Earliest, UTC", help_text="Empty: as soon as notice allows.")
    latest = LocalInstantField(
        label="Latest, UTC", help_text="Empty: a week from then; of an emergency a day. At most 31 days."
    )
    start_at = LocalInstantField(label="Start, UTC", help_text="Empty: when it costs the clients least.")
    remind_minutes = forms.ChoiceField(label="Remind the clients", choices=REMINDERS, initial="60")
    field_order = (
        *("title", "text", "kind", "components", "level", "length", "earliest", "latest", "start_at"),
        *("remind_minutes", "why_short", "approver"),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["components"].label = "What it takes away"
        self.fields["components"].help_text = "Whoever uses it is told."
        self.fields["level"].label = "How much of it"

    def clean_start_at(self) -> datetime:
        start: datetime | None = self.cleaned_data["start_at"]
        if start is None:
            raise forms.ValidationError("Choose a window.")
        return start

    def window(self) -> tuple[datetime, datetime]:
        start: datetime = self.cleaned_data["start_at"]
        return start, start + self.lasts()

    def lasts(self) -> timedelta:
        return timedelta(minutes=int(self.cleaned_data.get("length") or self.fields["length"].initial))

    def is_emergency(self) -> bool:
        return bool(self.cleaned_data.get("kind") == MaintenanceKind.EMERGENCY)

    def works(self) -> list[Work]:
        """What is chosen so far, as rows that do not stand."""
        if not (self.is_bound and self.cleaned_data.get("components")):
            return []
        level = self.cleaned_data.setdefault("level", Level.PARTIAL) or Level.PARTIAL
        return [Work(component=each.component, place=each.place, level=level) for each in self.hits()]
