"""A client opens a ticket: what is happening, what it promises, who else should hear of it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from holdfast.catalogue.models import Product
from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.knowledge.access import reader_at
from holdfast.knowledge.actions.counting import note_read_before
from holdfast.look.once import do_once
from holdfast.look.replies import confirm_draft, tell
from holdfast.people.actions.entering import enter_person, require_their_address
from holdfast.people.door import CLIENT, allow
from holdfast.people.models import Person
from holdfast.portal import scenarios, uploads
from holdfast.portal.frame import part, show, zone_for
from holdfast.portal.outages import suspect_outage
from holdfast.portal.refusing import refusals_on
from holdfast.portal.suggesting import SUGGESTING, ReadBeforeField
from holdfast.tickets.actions.messages import Said
from holdfast.tickets.actions.opening import Opening, open_ticket
from holdfast.tickets.actions.taking_part import add_collaborator
from holdfast.tickets.models import Channel, Ticket, TicketKind

MOST_COLLABORATORS = 10


class TicketForm(forms.Form):
    """A new ticket of somebody we know."""

    scenario = forms.ChoiceField(label="What is happening?", widget=forms.RadioSelect)
    subject = forms.CharField(label="In one line", max_length=300, widget=forms.TextInput(attrs=SUGGESTING))
    text = forms.CharField(
        label="What did you do, what did you expect, what happened?",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Times, names of forms and a screenshot help most.",
        max_length=200_000,
    )
    product = forms.ModelChoiceField(Product.objects.none(), required=False, empty_label="Not sure, or none")
    others = forms.CharField(
        label="Who else should hear of it",
        required=False,
        help_text="Mail addresses, with a comma between. Whoever is not of your organisation is asked about first.",
        max_length=2000,
    )
    files = uploads.FilesField(allowed=uploads.SIGNED_IN)  # type: ignore[assignment]
    article = ReadBeforeField()

    def __init__(self, *args: Any, catalogue: scenarios.Catalogue, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["scenario"].choices = catalogue.choices  # type: ignore[attr-defined]
        self.fields["product"].queryset = Product.objects.filter(is_current=True).order_by("name")  # type: ignore[attr-defined]

    def clean_others(self) -> list[str]:
        given = [each for each in re.split(r"[,;\s]+", self.cleaned_data["others"]) if each]
        if len(given) > MOST_COLLABORATORS:
            raise forms.ValidationError(f"At most {MOST_COLLABORATORS} others.")
        try:
            return sorted({require_their_address(each) for each in given})
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused


@allow(CLIENT)
def new_ticket(request: HttpRequest) -> HttpResponse:
    """The form, and the ticket that comes of it; the page that shows its reference acknowledges it (B1)."""
    now = clock.now()
    person: Person = request.person  # type: ignore[attr-defined]
    organisation = organisation_of(person)
    catalogue = scenarios.catalogue_for(organisation, now=now, zone=zone_for(person))
    initial = {"article": request.GET.get("article", "")}
    form = TicketForm(request.POST or None, request.FILES or None, catalogue=catalogue, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            number = do_once(
                request,
                lambda: open_for(person, organisation, form, catalogue).pk,
                unsaid=["article"],
            )
            reference = Ticket.objects.values_list("reference", flat=True).get(pk=number)
            answer = HttpResponseRedirect(reverse("portal:ticket", args=[number]))
            confirm_draft(request, answer, "new-ticket")
            return tell(request, answer, f"We have it. Its reference is {reference}.")
    chosen = str(form.data.get("scenario", ""))
    values = {
        "form": form,
        "catalogue": catalogue,
        "chosen": chosen,
        "offer": catalogue.offer_for(chosen) if chosen else None,
        "allowed": uploads.SIGNED_IN,
    }
    status = 422 if form.errors else 200
    return show(request, "portal/tickets/new.html", values, now=now, here="new_ticket", status=status)


@allow(CLIENT)
def offer(request: HttpRequest) -> HttpResponse:
    """What the chosen scenario promises this client, were the ticket opened now."""
    now = clock.now()
    person: Person = request.person  # type: ignore[attr-defined]
    catalogue = scenarios.catalogue_for(organisation_of(person), now=now, zone=zone_for(person))
    chosen = request.GET.get("scenario", "")
    values = {"offer": catalogue.offer_for(chosen) if chosen in dict(catalogue.choices) else None}
    return part(request, "portal/tickets/_offer.html", values, now=now)


def organisation_of(person: Person) -> Organisation | None:
    """The client that the person is a contact of."""
    contact = getattr(person, "contact", None)
    return contact.organisation if contact else None


def open_for(
    person: Person, organisation: Organisation | None, form: TicketForm, catalogue: scenarios.Catalogue
) -> Ticket:
    """Open the ticket, acknowledged by the page that answers this request, and let the others take part."""
    at = clock.now()
    said = form.cleaned_data
    opening = Opening(
        requester=person,
        subject=said["subject"],
        said=Said(text=said["text"], author=person, attached=uploads.keep(said["files"], at=at)),
        channel=Channel.PORTAL,
        organisation=organisation,
        product=said["product"],
        scenario=catalogue.scenario_for(said["scenario"]),
        kind=TicketKind.REQUEST if said["scenario"] == scenarios.REQUEST else TicketKind.ISSUE,
        reached_at=at,
        acknowledged="page",
    )
    ticket = open_ticket(opening, by=person.actor)
    suspect_outage(ticket, chosen=said["scenario"], catalogue=catalogue, words=said["text"])
    note_read_before(said["article"], reader=reader_at(organisation), ticket=ticket.pk)
    for address in said["others"]:
        _let_take_part(ticket, address, organisation, at=at, by=person)
    return ticket


def _let_take_part(
    ticket: Ticket, address: str, organisation: Organisation | None, *, at: datetime, by: Person
) -> None:
    """A colleague takes part at once; anybody else waits for an agent's word, and is told nothing until then (T44)."""
    if address == by.email:
        return
    other = Person.objects.select_related("contact").filter(email=address).first()
    if other is not None and other.is_vendor:
        raise Refused(
            f"{address} works for us. We decide among ourselves who takes part.", code="staff", field="others"
        )
    if other is None:
        other = enter_person(email=address, name="", by=by.actor)
    contact = getattr(other, "contact", None)
    is_colleague = (
        organisation is not None and contact is not None and contact.organisation_id == organisation.pk
    )
    add_collaborator(ticket, person=other, is_approved=is_colleague, at=at, by=by.actor)
