"""Say who calls: a contact who is known, or somebody new by their mail address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from holdfast.channels.voice.callers import people_with
from holdfast.channels.voice.models import Call
from holdfast.channels.voice.naming import name_caller
from holdfast.kernel.refusal import Refused
from holdfast.people.actions.entering import enter_person
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.people.numbers import readable
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url
from holdfast.web.office.fields import ContactField, said_by


class CallerForm(forms.Form):
    contact = ContactField(label="Contact", empty_label="Choose, or give a mail address")
    email = forms.EmailField(label="Mail address of somebody else", required=False)
    name = forms.CharField(label="Their name, if they are new to us", max_length=200, required=False)


@allow(Act.WORK_TICKETS)
def caller(request: HttpRequest, key: int) -> HttpResponse:
    """Who it is, before or after it was answered."""
    call = get_object_or_404(Call, pk=key)
    likely = [call.person] if call.person else people_with(call.other)
    first = next((each.contact.pk for each in likely if hasattr(each, "contact")), None)
    sheet = Sheet(
        title=f"Who calls from {readable(call.other)}?",
        button="It is them",
        back=ticket_url(call.ticket_id) if call.ticket_id else reverse("desk:calls"),
        lead="A ticket that stands for the number alone becomes theirs. A first number is kept with them.",
        place="calls",
    )

    def name(said: dict[str, Any]) -> str:
        by = person_of(request)
        person = _chosen(said, by)
        name_caller(call, person, by=by)
        return f"It is {person}."

    return ask(request, CallerForm(said_by(request), initial={"contact": first}), sheet, name)


def _chosen(said: dict[str, Any], by: Person) -> Person:
    if said["contact"]:
        person: Person = said["contact"].person
        return person
    if not said["email"]:
        raise Refused("Choose the contact, or give a mail address.", code="nobody", field="contact")
    known = Person.objects.by_address(said["email"])
    return known or enter_person(email=said["email"], name=said["name"], by=by.actor)
