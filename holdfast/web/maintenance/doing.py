"""The forms of a maintenance; each says whom it tells and what it keeps before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.incidents.actions import maintaining, planning, rewording
from holdfast.incidents.actions.asking import lacks_approval, waiting_question
from holdfast.incidents.models import AnnouncementKind as Kind
from holdfast.incidents.models import Maintenance
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of
from holdfast.web.maintenance import forms as given
from holdfast.web.maintenance.found import found_maintenance
from holdfast.web.maintenance.scope import whom
from holdfast.web.maintenance.shorter import ask_manager
from holdfast.web.maintenance.words import ask_for_words, words_form
from holdfast.web.office.fields import said_by
from holdfast.web.shared_fields import drafts_of

Acting = Callable[[dict[str, Any]], str]


@allow(Act.PLAN_MAINTENANCE)
def announcement(request: HttpRequest, key: int) -> HttpResponse:
    """Send the notice of what was planned; where it is short and nobody has approved that, ask first."""
    found = found_maintenance(key)
    if found.announced_at is None and lacks_approval(found, at=clock.now()):
        return ask_manager(request, found)

    def act(_: dict[str, Any]) -> str:
        planning.announce_maintenance(found, by=person_of(request))
        return "The notice is on its way."

    rewriting = drafts_of(found, Kind.NOTICE)
    unsent = " Other words for it are being written, and are not in it." if rewriting else ""
    lead = f"{whom(found)} Taken by a channel of the client in time, it keeps its maintenance notice.{unsent}"
    sheet = _sheet(found, title="Send the notice", button="Send the notice", lead=lead)
    return ask(request, forms.Form(said_by(request)), sheet, act)


@allow(Act.PLAN_MAINTENANCE)
def words(request: HttpRequest, key: int) -> HttpResponse:
    """Change what a draft says; typed words survive somebody else's change."""
    found = found_maintenance(key)
    form = words_form(request, found, Kind.NOTICE, given.WordsForm, formerly=found.changed_at.isoformat())

    def act(said: dict[str, Any]) -> str:
        try:
            rewording.reword_maintenance(
                found, title=said["title"], text=said["text"], seen=said["formerly"], by=person_of(request)
            )
        except Refused as refused:
            if refused.code == "written_meanwhile":
                form.show_present(found_maintenance(key).changed_at)
            raise
        return "The words are changed."

    lead = "Nobody outside is told of it yet. Once the notice is sent, these words stay."
    return _ask_words(
        request, found, Kind.NOTICE, form, act, title="Its words", button="Keep these words", lead=lead
    )


@allow(Act.PLAN_MAINTENANCE)
def moving(request: HttpRequest, key: int) -> HttpResponse:
    found = found_maintenance(key)
    length = str(int(found.length.total_seconds() // 60))
    form = words_form(request, found, Kind.MOVED, given.MoveForm, start_at=found.start_at, length=length)

    def act(said: dict[str, Any]) -> str:
        start_at, end_at = form.window()
        planning.move_maintenance(
            found,
            start_at=start_at,
            end_at=end_at,
            reason=said["reason"],
            shortening=form.shortening(),
            by=person_of(request),
        )
        if (asked := waiting_question(found)) is not None:
            return f"{asked.asked_of} is asked; once it is approved, it is moved and the clients are told."
        return "It is moved; whoever was told is told."

    lead = f"{whom(found)} Outside the present window it is a new notice, and owed a day ahead again."
    return _ask_words(request, found, Kind.MOVED, form, act, title="Move it", button="Move it", lead=lead)


@allow(Act.PLAN_MAINTENANCE)
def cancellation(request: HttpRequest, key: int) -> HttpResponse:
    found = found_maintenance(key)
    form = words_form(request, found, Kind.CANCELLED, given.CancellationForm)

    def act(said: dict[str, Any]) -> str:
        planning.cancel_maintenance(found, reason=said["reason"], by=person_of(request))
        return "It is cancelled; whoever was told is told."

    return _ask_words(
        request,
        found,
        Kind.CANCELLED,
        form,
        act,
        title="Cancel it",
        button="Cancel and tell",
        danger=True,
        lead=whom(found),
    )


@allow(Act.PLAN_MAINTENANCE)
def start(request: HttpRequest, key: int) -> HttpResponse:
    found = found_maintenance(key)
    form = words_form(request, found, Kind.STARTED, given.StartForm)

    def act(said: dict[str, Any]) -> str:
        maintaining.start_maintenance(found, text=said["text"], next_at=_next(said), by=person_of(request))
        return "It has begun; the clients are told."

    lead = f"{whom(found)} From now on an update is owed every hour."
    return _ask_words(
        request, found, Kind.STARTED, form, act, title="Begin it", button="Begin and tell", lead=lead
    )


@allow(Act.TELL_OF_MAINTENANCE)
def update(request: HttpRequest, key: int) -> HttpResponse:
    found = found_maintenance(key)
    form = words_form(request, found, Kind.UPDATE, given.UpdateForm)

    def act(said: dict[str, Any]) -> str:
        maintaining.send_maintenance_update(
            found,
            text=said["text"],
            is_verifying=said["is_verifying"],
            next_at=_next(said),
            by=person_of(request),
        )
        return "The update is on its way."

    lead = f"{whom(found)} It keeps the update that runs, and makes those that were missed kept late."
    return _ask_words(
        request, found, Kind.UPDATE, form, act, title="Update", button="Send the update", lead=lead
    )


@allow(Act.PLAN_MAINTENANCE)
def extension(request: HttpRequest, key: int) -> HttpResponse:
    found = found_maintenance(key)
    form = words_form(
        request, found, Kind.EXTENDED, given.ExtensionForm, end_at=found.end_at + timedelta(hours=1)
    )

    def act(said: dict[str, Any]) -> str:
        maintaining.extend_maintenance(
            found, end_at=said["end_at"], text=said["text"], next_at=_next(said), by=person_of(request)
        )
        return "The clients are told of the new end."

    lead = f"{whom(found)} What lies past the announced window counts as down."
    return _ask_words(
        request, found, Kind.EXTENDED, form, act, title="It takes longer", button="Extend and tell", lead=lead
    )


@allow(Act.PLAN_MAINTENANCE)
def completion(request: HttpRequest, key: int) -> HttpResponse:
    found = found_maintenance(key)
    form = words_form(request, found, Kind.COMPLETED, given.CompletionForm)

    def act(said: dict[str, Any]) -> str:
        maintaining.complete_maintenance(found, text=said["text"], by=person_of(request))
        return "Completed; the clients are told."

    lead = f"{whom(found)} Hourly updates end here."
    return _ask_words(
        request,
        found,
        Kind.COMPLETED,
        form,
        act,
        title="Is all of it back?",
        button="Complete and tell",
        lead=lead,
    )


def _ask_words(
    request: HttpRequest,
    found: Maintenance,
    kind: Kind,
    form: given.SharedForm,
    act: Acting,
    *,
    title: str,
    button: str,
    lead: str = "",
    danger: bool = False,
) -> HttpResponse:
    sheet = _sheet(found, title=title, button=button, lead=lead, danger=danger)
    return ask_for_words(request, found, kind, form, sheet, act)


def _sheet(found: Maintenance, *, title: str, button: str, lead: str = "", danger: bool = False) -> Sheet:
    back = reverse("desk:maintenance", args=[found.pk])
    return Sheet(title=title, button=button, back=back, lead=lead, danger=danger, place="maintenance")


def _next(said: dict[str, Any]) -> datetime:
    return clock.now() + timedelta(minutes=int(said["minutes"]))
