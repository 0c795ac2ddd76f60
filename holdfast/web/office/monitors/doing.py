"""What is done with monitors at the desk."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.kernel import clock
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.look.once import do_once
from holdfast.monitors.actions import keeping
from holdfast.monitors.actions.heartbeats import make_address
from holdfast.monitors.models import Kind, Monitor
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, show
from holdfast.web.heartbeats import heartbeat_url
from holdfast.web.office.fields import said_by
from holdfast.web.office.monitors.forms import FORMS, initial_of
from holdfast.web.office.monitors.lines import monitor_url
from holdfast.web.office.monitors.page import found_monitor
from holdfast.web.office.places import client_places
from holdfast.web.office.services.component import component_url, found_component

KINDS: Final = (
    (
        Kind.HTTP,
        "globe",
        "A page answers with the expected status, within a time limit, with words of yours.",
    ),
    (Kind.TCP, "zap", "A port takes connections: of a database, of a mail server."),
    (Kind.DNS, "link", "A name has the records that it should."),
    (Kind.TLS, "lock", "A certificate is believed, and you hear of its end weeks ahead."),
    (Kind.HEARTBEAT, "activity", "A job calls a secret address; you hear of its silence."),
)


@allow(Act.CHANGE_MONITORS)
def choosing(request: HttpRequest, key: int) -> HttpResponse:
    """Which kind of monitor it is to be."""
    component = found_component(key)
    kinds = [
        (kind.label, icon, words, reverse("desk:monitor-new", args=[key, kind.value]))
        for kind, icon, words in KINDS
    ]
    context = {
        "component": component,
        "kinds": kinds,
        "back": component_url(component),
        "views": client_places(request, "monitors"),
    }
    return show(request, "office/monitors/choosing.html", context, place="clients")


@allow(Act.CHANGE_MONITORS)
def entering(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """Enter a monitor of that kind."""
    if kind not in Kind.values:
        raise Http404("There is no such kind of monitor.")
    component = found_component(key)
    form = FORMS[Kind(kind)](component, said_by(request))
    lead = {
        Kind.HEARTBEAT: "It gets its secret address next. Nothing is known of it before the first call.",
        Kind.TLS: "One that ends soon is told to leads and managers; one that has ended makes a suspicion.",
    }
    sheet = Sheet(
        title=f"{Kind(kind).label} of {component}",
        button="Enter the monitor",
        back=component_url(component),
        lead=lead.get(
            Kind(kind), "The first look is made at once. Down, it makes a suspicion, which people confirm."
        ),
        place="clients",
    )

    def enter(said: dict[str, Any]) -> str:
        by = person_of(request)
        key = do_once(
            request, lambda: keeping.enter_monitor(component, form.check_made(), **form.times(), by=by).pk
        )
        return reverse("desk:monitor", args=[key])

    return ask(request, form, sheet, enter)


@allow(Act.CHANGE_MONITORS)
def changing(request: HttpRequest, key: int) -> HttpResponse:
    """Look at it otherwise."""
    found = found_monitor(key)
    form = FORMS[Kind(found.kind)](found.component, said_by(request), initial=initial_of(found))
    sheet = Sheet(title=f"Change {found}", button="Save", back=monitor_url(found), place="clients")

    def save(said: dict[str, Any]) -> str:
        keeping.change_monitor(found, form.check_made(), **form.times(), by=person_of(request))
        return f"{said['name']} is saved."

    return ask(request, form, sheet, save)


@allow(Act.CHANGE_MONITORS)
def removing(request: HttpRequest, key: int) -> HttpResponse:
    """End it for good."""
    found = found_monitor(key)
    sheet = Sheet(
        title=f"Remove {found}",
        button="Remove it",
        back=component_url(found.component),
        lead="Nobody looks any more, and its address leads nowhere. What it measured counts.",
        danger=True,
        place="clients",
    )

    def remove(said: dict[str, Any]) -> str:
        keeping.remove_monitor(found, by=person_of(request))
        return f"{found} is removed."

    return ask(request, forms.Form(said_by(request)), sheet, remove)


@allow(Act.CHANGE_MONITORS)
@require_POST
def pausing(request: HttpRequest, key: int) -> HttpResponse:
    """Pause what runs, resume what is paused."""
    found = found_monitor(key)
    if found.paused_at is None:
        return _done(request, found, keeping.pause_monitor, f"{found} is paused.")
    return _done(request, found, keeping.resume_monitor, f"{found} is looked at again.")


@allow(Act.CHANGE_MONITORS)
@require_POST
def looking(request: HttpRequest, key: int) -> HttpResponse:
    """Look at it now, in the worker; the page shows what was found when it was."""
    found = found_monitor(key)
    return _done(request, found, keeping.look_now, "It is looked at now; what is found appears here.")


@allow(Act.CHANGE_MONITORS)
@require_POST
def address(request: HttpRequest, key: int) -> HttpResponse:
    """A new secret address of a heartbeat, shown this once."""
    found = found_monitor(key)
    if not found.is_heartbeat:
        raise Http404("Only a heartbeat has an address.")
    is_first = found.secret is None
    context = {
        "monitor": found,
        "address": heartbeat_url(make_address(found, by=person_of(request))),
        "is_first": is_first,
        "back": monitor_url(found),
        "views": client_places(request, "monitors"),
    }
    return show(request, "office/monitors/address.html", context, place="clients", now=clock.now())


def _done(request: HttpRequest, found: Monitor, act: Any, told: str) -> HttpResponse:
    try:
        act(found, by=person_of(request))
    except Forbidden as refused:
        raise PermissionDenied(refused.message) from None
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, told)
    return HttpResponseRedirect(monitor_url(found))
