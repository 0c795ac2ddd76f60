"""A client asks for a change of its list; it becomes a ticket, and support applies it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from holdfast.clients.emergency.contacts import Listed
from holdfast.clients.emergency.reading import list_of, listed
from holdfast.clients.models import Contact
from holdfast.kernel import clock
from holdfast.lists.actions.requesting import ask_for_change
from holdfast.lists.form import ContactForm
from holdfast.lists.models import Change
from holdfast.look.replies import confirm_draft, tell
from holdfast.people.door import CLIENT, allow
from holdfast.portal.emergency_list.page import contact_of
from holdfast.portal.frame import show
from holdfast.portal.refusing import refusals_on


class WordsForm(forms.Form):
    words = forms.CharField(
        label="What else we should know",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AskingForm(ContactForm, WordsForm):
    """The contact as it is to be, and a word about it."""


@allow(CLIENT)
def addition(request: HttpRequest) -> HttpResponse:
    """Somebody new."""
    contact = contact_of(request)
    form = AskingForm(request.POST or None, initial={"time_zone": contact.organisation.time_zone})
    return _ask(request, contact, form, Change.ADD, title="Put somebody on the list")


@allow(CLIENT)
def change(request: HttpRequest, person: int) -> HttpResponse:
    """Somebody who is told otherwise, or somebody else in their place."""
    contact = contact_of(request)
    present = _found(contact, person)
    form = AskingForm(request.POST or None, contact=present, hides=True)
    title = f"Change {present.name or present.email}"
    return _ask(request, contact, form, Change.CHANGE, title=title, address=present.email)


@allow(CLIENT)
def removal(request: HttpRequest, person: int) -> HttpResponse:
    """Somebody who is to be told nothing any more."""
    contact = contact_of(request)
    present = _found(contact, person)
    title = f"Take {present.name or present.email} off the list"
    form = WordsForm(request.POST if request.method == "POST" else None)
    return _ask(request, contact, form, Change.REMOVE, title=title, address=present.email)


def _ask(
    request: HttpRequest,
    contact: Contact,
    form: forms.Form,
    wanted: Change,
    *,
    title: str,
    address: str = "",
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            more: dict[str, Any] = {"wanted": form.listed()} if isinstance(form, ContactForm) else {}
            ticket = ask_for_change(
                contact, change=wanted, address=address, words=form.cleaned_data["words"], **more
            )
            answer = HttpResponseRedirect(reverse("portal:ticket", args=[ticket.pk]))
            confirm_draft(request, answer, request.get_full_path())
            return tell(request, answer, f"We have it. Its reference is {ticket.reference}.")
    values = {
        "title": title,
        "form": form,
        "whole": isinstance(form, ContactForm),
        "is_removal": wanted == Change.REMOVE,
        "organisation": contact.organisation,
    }
    status = 422 if form.errors else 200
    return show(
        request,
        "portal/emergency_list/asking.html",
        values,
        now=clock.now(),
        here="emergency_list",
        status=status,
    )


def _found(contact: Contact, person: int) -> Listed:
    """The contact on the reader's own list; anybody else is as good as missing (T44)."""
    for entry in list_of(contact.organisation_id).entries:
        if entry.person_id == person:
            return listed(entry)
    raise Http404("Nobody like that is on your list.")
