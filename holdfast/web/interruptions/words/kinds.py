"""The kinds of word that are written in a form: what each is called, asks for, and comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.http import Http404

from holdfast.incidents.actions import telling
from holdfast.incidents.models import BulletinKind, Interruption, State
from holdfast.incidents.models.interruption import DOWN
from holdfast.incidents.rules import PARTS
from holdfast.kernel import clock
from holdfast.people.acts import Act, may
from holdfast.people.models import Person
from holdfast.web.interruptions import forms as given

Said = Mapping[str, Any]


@dataclass(frozen=True)
class Writing:
    """One kind of word: its form, what sending it does, and what it ends or starts besides the promises it keeps."""

    kind: BulletinKind
    address: str
    """The last part of its page's address."""
    title: str
    button: str
    told: str
    form: type[forms.Form]
    send: Callable[[Interruption, Said, Person], object]
    besides: str = ""

    def form_for(self, found: Interruption, said: Any = None, initial: Any = None) -> forms.Form:
        more: dict[str, Any] = {"present": found.state} if self.form is given.UpdateForm else {}
        return self.form(said, initial=initial, auto_id="word_%s", **more)

    def parts_of(self, said: Said) -> dict[str, str]:
        return {name: str(said.get(name) or "").strip() for name in PARTS[self.kind]}

    def missing_of(self, said: Said) -> list[str]:
        """The parts that are not written yet, by their labels."""
        return [PARTS[self.kind][name] for name, text in self.parts_of(said).items() if not text]


def _send_report(found: Interruption, said: Said, by: Person) -> None:
    parts = {name: said[name] for name in PARTS[BulletinKind.REPORT]}
    telling.send_report(found, said=parts, next_at=next_of(said), by=by)


def _send_update(found: Interruption, said: Said, by: Person) -> None:
    telling.send_update(found, text=said["text"], state=said["state"], next_at=next_of(said), by=by)


def _send_restored(found: Interruption, said: Said, by: Person) -> None:
    telling.restore_interruption(found, text=said["text"], next_at=next_of(said), by=by)


def _send_cause(found: Interruption, said: Said, by: Person) -> None:
    telling.send_cause_update(found, text=said["text"], next_at=next_of(said), by=by)


WRITINGS: Final = {
    each.kind: each
    for each in (
        Writing(
            BulletinKind.REPORT,
            "report",
            "Interruption report",
            "Send the report",
            "The report is on its way.",
            given.ReportForm,
            _send_report,
        ),
        Writing(
            BulletinKind.UPDATE,
            "update",
            "Update",
            "Send the update",
            "The update is on its way.",
            given.UpdateForm,
            _send_update,
        ),
        Writing(
            BulletinKind.RESTORED,
            "restoration",
            "Is the service restored?",
            "Send the uptime notification",
            "The uptime notification is on its way.",
            given.RestoredForm,
            _send_restored,
            "Hourly updates end here; an update on the cause is owed every 24 business hours.",
        ),
        Writing(
            BulletinKind.CAUSE,
            "cause",
            "Update on the cause",
            "Send it",
            "The update on the cause is on its way.",
            given.CauseForm,
            _send_cause,
        ),
    )
}


def writing_of(kind: str) -> Writing:
    """The kind of word that an address names."""
    found = WRITINGS.get(kind)  # type: ignore[call-overload]
    if found is None:
        raise Http404("There is no such word.")
    return found  # type: ignore[no-any-return]


def writing_due(found: Interruption, *, is_reported: bool, by: Person) -> Writing | None:
    """The word that this stage comes to next, if this person may write it."""
    if not may(by, Act.TELL_OF_INTERRUPTION):
        return None
    if found.state in DOWN:
        return WRITINGS[BulletinKind.UPDATE if is_reported else BulletinKind.REPORT]
    return WRITINGS[BulletinKind.CAUSE] if found.state == State.RESTORED else None


def next_of(said: Said, *, now: datetime | None = None) -> datetime:
    """When the next word comes, by what was chosen; an hour where that is none of the choices."""
    minutes = str(said.get("minutes") or "60")
    return (now or clock.now()) + timedelta(
        minutes=int(minutes) if minutes.isascii() and minutes.isdigit() else 60
    )
