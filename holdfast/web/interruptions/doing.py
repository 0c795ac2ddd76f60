"""The forms of an interruption; each says what sending starts or ends before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.incidents.actions import confirming, telling
from holdfast.incidents.actions import easing as easing_of
from holdfast.incidents.confirmers import CONFIRMERS
from holdfast.incidents.models import Interruption, Level
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, zone_of
from holdfast.web.interruptions import forms as given
from holdfast.web.interruptions.found import found_interruption
from holdfast.web.office.fields import said_by

Acting = Callable[[dict[str, Any]], str]


@allow(Act.TELL_OF_INTERRUPTION)
def suspicion(request: HttpRequest) -> HttpResponse:
    """Say that something is down; it is nobody's business outside until it is confirmed."""
    form = given.SuspicionForm(said_by(request))

    def act(said: dict[str, Any]) -> str:
        person = person_of(request)
        key = do_once(
            request,
            lambda: (
                confirming.suspect_interruption(
                    title=said["title"], words=said["words"], person=person, by=person.actor
                ).pk
            ),
        )
        return reverse("desk:interruption", args=[key])

    sheet = Sheet(
        title="Something is down",
        button="Suspect it",
        back=reverse("desk:interruptions"),
        lead="Nobody outside sees it before it is confirmed.",
        place="interruptions",
    )
    return ask(request, form, sheet, act)


@allow(CONFIRMERS)
def confirmation(request: HttpRequest, key: int) -> HttpResponse:
    """Confirm it, or say that what was restored is down again."""
    found = found_interruption(key)
    form = given.ConfirmationForm(said_by(request), found=found, zone=zone_of(request))

    def act(said: dict[str, Any]) -> str:
        title, began_at = said.get("title", ""), said["began_at"]
        confirming.confirm_interruption(
            found, hits=form.hits(), title=title, began_at=began_at, by=person_of(request)
        )
        return "It is confirmed. The report is owed within the hour."

    lead = "The clock of the report starts now, for every client that uses what is hit."
    return _ask(request, found, form, act, title="Confirm the interruption", button="Confirm it", lead=lead)


@allow(CONFIRMERS)
def widening(request: HttpRequest, key: int) -> HttpResponse:
    found = found_interruption(key)
    form = given.HitForm(said_by(request))

    def act(_: dict[str, Any]) -> str:
        confirming.widen_interruption(found, hits=form.hits(), by=person_of(request))
        return "More clients may be affected now; each is owed its report from now."

    return _ask(request, found, form, act, title="More is hit", button="Add it")


@allow(CONFIRMERS)
def easing(request: HttpRequest, key: int) -> HttpResponse:
    """Less is gone than was, of all or of what is ticked."""
    found = found_interruption(key)
    form = given.EasingForm(said_by(request), found=found, zone=zone_of(request))

    def act(said: dict[str, Any]) -> str:
        easing_of.ease_interruption(
            found,
            eased=said["back"],
            level=Level(said["level"]),
            as_of=said["as_of"],
            by=person_of(request),
        )
        return "Less is gone now. Clients read it in the next update."

    lead = (
        "Nobody is told by this alone: write the update. Whoever has nothing down any more is owed no hourly word;"
        " nobody is restored yet."
    )
    return _ask(request, found, form, act, title="Less is gone", button="Say so", lead=lead)


@allow(CONFIRMERS)
def dismissal(request: HttpRequest, key: int) -> HttpResponse:
    found = found_interruption(key)
    form = given.ReasonForm(said_by(request))

    def act(said: dict[str, Any]) -> str:
        confirming.dismiss_interruption(found, reason=said["reason"], by=person_of(request))
        return "Dismissed."

    told = found.suspicions.filter(weighed_at=None).exclude(ticket=None).count()
    lead = f"{told} {'reporter reads' if told == 1 else 'reporters read'} your words on their ticket, and by mail."
    return _ask(
        request,
        found,
        form,
        act,
        title="Dismiss the suspicion",
        button="Dismiss it",
        lead=lead if told else "",
    )


@allow(CONFIRMERS)
def closing(request: HttpRequest, key: int) -> HttpResponse:
    found = found_interruption(key)

    def act(_: dict[str, Any]) -> str:
        telling.close_interruption(found, by=person_of(request))
        return "Closed."

    return _ask(request, found, forms.Form(said_by(request)), act, title="Close it", button="Close it")


def _ask(
    request: HttpRequest,
    found: Interruption,
    form: forms.Form,
    act: Acting,
    *,
    title: str,
    button: str,
    lead: str = "",
) -> HttpResponse:
    back = reverse("desk:interruption", args=[found.pk])
    sheet = Sheet(title=title, button=button, back=back, lead=lead, place="interruptions")
    return ask(request, form, sheet, act)
