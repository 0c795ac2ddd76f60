"""What a kind of word is made of: its form, what sending and keeping it do, when the next word comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms

from holdfast.incidents.models import DOWN, BulletinKind, Interruption, State
from holdfast.incidents.reach import Reach
from holdfast.incidents.rules import PARTS
from holdfast.kernel import clock
from holdfast.people.models import Person
from holdfast.web.interruptions import forms as given

OWN: Final = ("back", "as_of")
"""What whoever sends a word says for themselves: it is not kept as it is typed."""
Said = Mapping[str, Any]
Sending = Callable[[Interruption, Said, Reach, Person], object]


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """What is written may be kept without being sent: by which button, at which stages, and what is told then."""

    keep: Sending
    before: Callable[[Interruption], Mapping[str, str]]
    """What is kept by now, by the name of its field."""
    button: str
    told: str
    stages: tuple[State, ...]


@dataclass(frozen=True, kw_only=True)
class Writing:
    """One kind of word: its form, what sending it does, and what it ends or starts besides the promises it keeps."""

    kind: BulletinKind
    address: str
    """The last part of its page's address."""
    title: str
    button: str
    told: str
    form: type[forms.Form]
    send: Sending
    besides: str = ""
    stages: tuple[State, ...] = field(default=DOWN)
    """At which it can be sent."""
    comes_to: State | None = None
    """The stage that its sending comes to, where it does."""
    keeping: Keeping | None = None
    is_danger: bool = False

    def form_for(
        self, found: Interruption, said: Any = None, initial: Any = None, *, zone: ZoneInfo
    ) -> forms.Form:
        more: dict[str, Any] = {}
        if self.form is given.UpdateForm:
            more = {"present": found.state}
        elif self.form is given.RestoredForm:
            more = {"found": found, "zone": zone}
        return self.form(said, initial=initial, auto_id="word_%s", **more)

    def before(self, found: Interruption) -> Mapping[str, str]:
        """What stands in the form where no draft does."""
        return self.keeping.before(found) if self.keeping else {}

    def parts_of(self, said: Said) -> dict[str, str]:
        return {name: str(said.get(name) or "").strip() for name in PARTS[self.kind]}

    def missing_of(self, said: Said) -> list[str]:
        """The parts that are not written yet, by their labels."""
        return [PARTS[self.kind][name] for name, text in self.parts_of(said).items() if not text]

    @property
    def names_next(self) -> bool:
        """Whether it says when the next word comes: after the last one none is owed."""
        return "minutes" in self.form.base_fields

    def next_of(self, said: Said, *, now: datetime) -> datetime | None:
        """When the next word comes, by what was chosen, else by what the form proposes."""
        if not self.names_next:
            return None
        proposed = self.form.base_fields["minutes"].initial
        return next_of({"minutes": said.get("minutes") or proposed}, now=now)


def next_of(said: Said, *, now: datetime | None = None) -> datetime:
    """In so many minutes as was chosen; an hour where that is none of the choices."""
    minutes = str(said.get("minutes") or "60")
    return (now or clock.now()) + timedelta(
        minutes=int(minutes) if minutes.isascii() and minutes.isdigit() else 60
    )
