"""Confirm that a list is right, ask a contact again to confirm their address, send a test message."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from holdfast.clients.actions.list_reviews import confirm_list
from holdfast.clients.emergency.reading import list_of, listed, uses_mail
from holdfast.clients.list_rules import require_keeps_list
from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.lists.actions.drilling import drill
from holdfast.lists.actions.proving import ask_for_proof
from holdfast.lists.difference import channels_in_words
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of
from holdfast.web.office.clients.found import found_client
from holdfast.web.office.clients.page import client_url
from holdfast.web.office.fields import said_by


class NumberForm(forms.Form):
    """Which version was read."""

    number = forms.IntegerField(widget=forms.HiddenInput)


@allow(Act.CHANGE_LISTS)
def confirming(request: HttpRequest, key: int) -> HttpResponse:
    """The account manager has gone through it: this list is right."""
    client = _kept_client(request, key)
    standing = list_of(client.pk)
    form = NumberForm(said_by(request), initial={"number": standing.number})
    sheet = Sheet(
        title=f"The list of {client} is right",
        button="This list is right",
        back=_back(client),
        lead="You have gone through it with the client. Confirming ends the review of this quarter.",
        template="office/lists/_confirm_fields.html",
        more={"contacts": [(each.person, channels_in_words(listed(each))) for each in standing.entries]},
        place="clients",
    )

    def confirm(said: dict[str, Any]) -> str:
        confirm_list(client, number=said["number"], by=person_of(request))
        return f"The list of {client} is reviewed."

    return ask(request, form, sheet, confirm)


@allow(Act.CHANGE_LISTS)
def drilling(request: HttpRequest, key: int) -> HttpResponse:
    """A test message to everybody on the list."""
    client = _kept_client(request, key)
    entries = list_of(client.pk).entries
    mailed = sum(uses_mail(each) for each in entries)
    others = len(entries) - mailed
    rest = f" {others} without mail get none." if others else ""
    sheet = Sheet(
        title=f"Test the list of {client}",
        button=f"Send to {mailed} {'contact' if mailed == 1 else 'contacts'}",
        back=_back(client),
        lead=f"They read that it is a test and that nothing is interrupted.{rest} The result stands on the card.",
        place="clients",
    )

    def send(said: dict[str, Any]) -> str:
        drill(client, by=person_of(request))
        return "The test message is on its way."

    return ask(request, forms.Form(said_by(request)), sheet, send)


@allow(Act.CHANGE_LISTS)
@require_POST
def proving(request: HttpRequest, key: int, person: int) -> HttpResponse:
    """Mail the link once more."""
    client = found_client(key)
    them = get_object_or_404(Person, pk=person)
    try:
        ask_for_proof(client, them.email, by=person_of(request))
        messages.success(request, f"The link is on its way to {them.email}.")
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None
    except Refused as refused:
        messages.info(request, refused.message)
    return HttpResponseRedirect(_back(client))


def _kept_client(request: HttpRequest, key: int) -> Organisation:
    client = found_client(key)
    try:
        require_keeps_list(person_of(request), client, at=clock.now())
    except Forbidden as forbidden:
        raise PermissionDenied(forbidden.message) from None
    return client


def _back(client: Organisation) -> str:
    return f"{client_url(client)}#emergency-list"
