"""Outgoing webhooks: whose they are, their secrets (shown once), tests, and those that are disabled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.carriers.wires import WEBHOOK
from holdfast.clients.emergency.webhooks import listed_webhooks
from holdfast.clients.models import ListEntry
from holdfast.kernel import clock
from holdfast.look.pieces import when
from holdfast.notices.actions.endpoints import change_secret, enable_endpoint, try_endpoint
from holdfast.notices.channels import shown_address
from holdfast.notices.endpoints import endpoint_at
from holdfast.notices.models import Delivery, DeliveryState, Endpoint
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.office.fields import said_by
from holdfast.web.office.places import client_places

POSTS: Final = 20
"""So many of the last posts to one are shown."""


@dataclass(frozen=True)
class EndpointLine:
    endpoint: Endpoint
    url: str
    whose: str
    state: str
    tone: str


@dataclass(frozen=True)
class PostLine:
    subject: str
    state: str
    tone: str
    at: SafeString
    note: str


class ContactForm(forms.Form):
    """The contact's webhook of which there is no secret yet."""

    address = forms.ChoiceField(label="Whose webhook", help_text="Those on emergency lists without a secret.")


@allow(Act.CHANGE_CLIENTS)
def endpoints(request: HttpRequest) -> HttpResponse:
    """All of them, the disabled first."""
    rows = list(Endpoint.objects.order_by("disabled_at", "address"))
    whose = listed_webhooks(each.address for each in rows)
    lines = [_line(each, whose.get(each.address, [])) for each in rows]
    context = {"lines": lines, "views": client_places(request, "endpoints")}
    return show(request, "office/endpoints/list.html", context, place="clients")


@allow(Act.CHANGE_CLIENTS)
def endpoint(request: HttpRequest, key: int) -> HttpResponse:
    """One: whose it is, what became of the last posts, and what can be done."""
    return _page(request, _found(key))


@allow(Act.CHANGE_CLIENTS)
def entering(request: HttpRequest) -> HttpResponse:
    """Make the secret of a contact's webhook before the first post, and show it once."""
    listed = listed_webhooks()
    known = set(Endpoint.objects.filter(address__in=listed).values_list("address", flat=True))
    form = ContactForm(said_by(request))
    form.fields["address"].choices = [  # type: ignore[attr-defined]
        (address, f"{_whose(entries)}: {shown_address(WEBHOOK, address)}")
        for address, entries in listed.items()
        if address not in known
    ] or [("", "Every webhook on a list has its secret")]
    if request.method == "POST" and form.is_valid():
        made = endpoint_at(form.cleaned_data["address"])
        return _page(request, made, secret=made.secret)
    sheet = Sheet(
        title="A contact’s webhook",
        button="Make its secret",
        back=reverse("desk:endpoints"),
        lead="The secret is shown once: give it to the owner, who checks our signatures with it.",
        place="clients",
        page="office/endpoints/form.html",
    )
    return ask(request, form, sheet, lambda _: "")


@allow(Act.CHANGE_CLIENTS)
def secret(request: HttpRequest, key: int) -> HttpResponse:
    """A new secret, shown once; the former one counts beside it for a week."""
    found = _found(key)
    if request.method == "POST":
        changed = change_secret(found, by=person_of(request))
        return _page(request, changed, secret=changed.secret)
    sheet = Sheet(
        title=f"A new secret for {found.shown_address}",
        button="Make it",
        back=reverse("desk:endpoint", args=[key]),
        lead="For a week all is signed with the former one too, so that nothing is refused meanwhile.",
        place="clients",
        page="office/endpoints/form.html",
    )
    return ask(request, forms.Form(said_by(request)), sheet, lambda _: "")


@allow(Act.CHANGE_CLIENTS)
def enabling(request: HttpRequest, key: int) -> HttpResponse:
    found = _found(key)

    def act(_: dict[str, Any]) -> str:
        enable_endpoint(found, by=person_of(request))
        return "It is used again."

    lead = "What failed meanwhile went by other channels, and is not sent again."
    return _ask(request, found, act, title=f"Enable {found.shown_address}", button="Enable it", lead=lead)


@allow(Act.CHANGE_CLIENTS)
def testing(request: HttpRequest, key: int) -> HttpResponse:
    found = _found(key)
    entries = listed_webhooks([found.address]).get(found.address, [])
    reader: Person = entries[0].person if entries else person_of(request)

    def act(_: dict[str, Any]) -> str:
        try_endpoint(found, person=reader, by=person_of(request))
        return "The test is on its way; its result stands below."

    lead = "It says that it is a test and that nothing is interrupted."
    return _ask(request, found, act, title=f"Test {found.shown_address}", button="Post a test", lead=lead)


def _ask(
    request: HttpRequest, found: Endpoint, act: Any, *, title: str, button: str, lead: str
) -> HttpResponse:
    back = reverse("desk:endpoint", args=[found.pk])
    sheet = Sheet(title=title, button=button, back=back, lead=lead, place="clients")
    return ask(request, forms.Form(said_by(request)), sheet, act)


def _page(request: HttpRequest, found: Endpoint, *, secret: str = "") -> HttpResponse:
    now, zone = clock.now(), zone_of(request)
    entries = listed_webhooks([found.address]).get(found.address, [])
    rows = Delivery.objects.filter(channel=WEBHOOK, address=found.address).order_by("-pk")[:POSTS]
    context = {
        "line": _line(found, entries),
        "found": found,
        "secret": secret,
        "overlaps": found.former_until is not None and found.former_until > now,
        "posts": [_post(each, now=now, zone=zone) for each in rows],
        "zone": zone,
        "views": client_places(request, "endpoints"),
    }
    return show(request, "office/endpoints/page.html", context, place="clients", now=now)


def _found(key: int) -> Endpoint:
    return get_object_or_404(Endpoint, pk=key)


def _line(row: Endpoint, entries: list[ListEntry]) -> EndpointLine:
    state, tone = ("In use", "kept")
    if row.disabled_at is not None:
        state, tone = "Disabled", "late"
    elif row.failing_since is not None:
        state, tone = "Failing", "soon"
    url = reverse("desk:endpoint", args=[row.pk])
    return EndpointLine(row, url, _whose(entries), state, tone)


def _whose(entries: list[ListEntry]) -> str:
    named = [f"{each.person} of {each.version.list.organisation}" for each in entries]
    return "; ".join(named) or "On no list in force"


def _post(row: Delivery, *, now: datetime, zone: tzinfo) -> PostLine:
    state = DeliveryState(row.state)
    tone = {"accepted": "kept", "waiting": "soon", "kept": "soon"}.get(state, "late")
    at = when(row.accepted_at or row.written_at, now=now, zone=zone)
    return PostLine(row.subject, state.label, tone, at, row.answer or row.trouble)
