"""A new ticket, opened at the desk for a client or for the vendor itself (B1)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from holdfast.catalogue.models import Product
from holdfast.clients.models import Contact, Organisation
from holdfast.kernel.refusal import Refused
from holdfast.look.once import do_once
from holdfast.people.actions.entering import enter_person
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.policy.document import Document
from holdfast.policy.queries import document_of, version_in_force
from holdfast.tickets.actions.messages import Said
from holdfast.tickets.actions.opening import Opening, open_ticket
from holdfast.tickets.actions.taking_part import add_collaborator
from holdfast.tickets.models import Channel, Ticket, TicketKind
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url
from holdfast.web.office.fields import ContactField
from holdfast.web.tickets.turnaround import turnaround_in_words
from holdfast.web.tickets.writing import attached_files

_OURS = "ours"
_CLIENTS = "client"


class OpeningForm(forms.Form):
    """For whom, what is happening, and how it reached us."""

    whose = forms.ChoiceField(
        label="Whose ticket",
        choices=[(_CLIENTS, "A client’s"), (_OURS, "Our own")],
        widget=forms.RadioSelect,
        initial=_CLIENTS,
    )
    contact = ContactField(label="Contact", empty_label="Choose, or give a mail address")
    email = forms.EmailField(label="Mail address of somebody else", required=False)
    name = forms.CharField(label="Their name, if they are new to us", max_length=200, required=False)
    channel = forms.ChoiceField(
        label="How it reached us",
        choices=[(Channel.PHONE, "On the phone"), (Channel.DESK, "Seen here, at the desk")],
    )
    scenario = forms.ChoiceField(label="What is happening", required=False)
    subject = forms.CharField(label="In one line", max_length=300)
    text = forms.CharField(label="What was said", widget=forms.Textarea(attrs={"rows": 6}))
    product = forms.ModelChoiceField(Product.objects.none(), required=False, empty_label="None, or not known")
    kind = forms.ChoiceField(choices=TicketKind.choices)
    collaborators = forms.CharField(
        label="Who else takes part",
        required=False,
        help_text="Mail addresses of people we know, apart by commas.",
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = Product.objects.filter(is_current=True).order_by("name")  # type: ignore[attr-defined]
        self.fields["scenario"].choices = _scenarios(document)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("whose") == _CLIENTS and not said.get("contact") and not said.get("email"):
            self.add_error("contact", "Choose the contact, or give a mail address.")
        return said


def _scenarios(document: Document) -> list[Any]:
    """The catalogue, under each priority with the turnaround that it promises."""
    groups: list[Any] = [
        ("", f"Not known yet: Priority {document.provisional_priority} holds until one is confirmed")
    ]
    for each in document.priorities:
        promised = turnaround_in_words(document, each.number)
        heading = f"{each.name}, turnaround {promised}" if promised else each.name
        chosen = [(one.id, one.words) for one in document.scenarios if one.priority == each.number]
        groups.append((heading, chosen))
    return groups


@allow(Act.WORK_TICKETS)
def opening(request: HttpRequest) -> HttpResponse:
    """Open a ticket in somebody's name."""
    document = document_of(version_in_force())
    form = OpeningForm(request.POST or None, document=document)

    def act(said: dict[str, Any]) -> str:
        return ticket_url(do_once(request, lambda: _open(request, said).pk))

    sheet = Sheet(
        title="New ticket",
        button="Open the ticket",
        back="/desk/",
        lead="Its promises start now; the client is sent its reference.",
        has_files=True,
        template="desk/tickets/_opening.html",
    )
    return ask(request, form, sheet, act)


def _open(request: HttpRequest, said: dict[str, Any]) -> Ticket:
    by = person_of(request)
    requester, organisation = _requester(said, by)
    others = [
        _known(address) for address in said["collaborators"].replace(";", ",").split(",") if address.strip()
    ]
    ticket = open_ticket(
        Opening(
            requester=requester,
            subject=said["subject"],
            said=Said(
                text=said["text"],
                author=by,
                author_label=str(by) if said["whose"] == _OURS else f"{requester}, as {by} wrote it down",
                attached=attached_files(request.FILES.getlist("files")),
            ),
            channel=said["channel"],
            organisation=organisation,
            product=said["product"],
            scenario=said["scenario"],
            kind=said["kind"],
        ),
        by=by.actor,
    )
    for other in others:
        add_collaborator(ticket, person=other, is_approved=True, at=ticket.opened_at, by=by.actor)
    return ticket


def _requester(said: dict[str, Any], by: Person) -> tuple[Person, Organisation | None]:
    """Whom it is for: ourselves, a contact, or whoever has that address; somebody new is entered."""
    if said["whose"] == _OURS:
        return by, Organisation.objects.filter(is_own=True).first()
    if said["contact"]:
        return said["contact"].person, said["contact"].organisation
    person = Person.objects.by_address(said["email"])
    if person is None:
        person = enter_person(email=said["email"], name=said["name"], by=by.actor)
    if person.is_vendor:
        raise Refused(f"{person} works here. Open it as our own.", code="ours", field="email")
    contact = Contact.objects.filter(person=person).select_related("organisation").first()
    return person, contact.organisation if contact else None


def _known(address: str) -> Person:
    found = Person.objects.by_address(address)
    if found is None or not found.is_active:
        raise Refused(f"Nobody is known as {address.strip()}.", code="unknown", field="collaborators")
    return found
