"""A call is written down: on the ticket one is at, or on a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.channels.voice.callers import only_one_with, requester_for
from holdfast.channels.voice.models import Direction
from holdfast.channels.voice.noting import LONGEST, Spoken, log_call, log_call_on_new_ticket
from holdfast.clients.models import Contact
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.people.numbers import require_number
from holdfast.tickets.access import visible_tickets
from holdfast.tickets.actions.messages import Said
from holdfast.tickets.actions.opening import Opening
from holdfast.tickets.models import Channel, Ticket
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url, zone_of
from holdfast.web.office.fields import ContactField, LocalInstantField, said_by
from holdfast.web.tickets.find import found_ticket

_SPOKE, _NOT = "spoke", "not"


class CallForm(forms.Form):
    """What there is to say of any call."""

    direction = forms.ChoiceField(
        label="Who called",
        choices=[(Direction.OUT, "We called"), (Direction.IN, "They called")],
        widget=forms.RadioSelect,
        initial=Direction.OUT,
    )
    outcome = forms.ChoiceField(
        label="Did you speak?",
        choices=[(_SPOKE, "We spoke"), (_NOT, "Nobody was reached")],
        widget=forms.RadioSelect,
        initial=_SPOKE,
    )
    number = forms.CharField(
        label="Number", max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    minutes = forms.IntegerField(label="Length in minutes", min_value=0, max_value=LONGEST, initial=5)
    ended_at = LocalInstantField(label="It was over at", help_text="Empty: just now.")
    note = forms.CharField(label="What was said", widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(said_by(request), **kwargs)
        field = self.fields["ended_at"]
        assert isinstance(field, LocalInstantField)
        field.zone = zone_of(request)


class CallOnTicketForm(CallForm):
    for_client = forms.CharField(
        label="To the client, in writing",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What was agreed, sent as a message. Your note above stays inside.",
    )


class NewCallForm(CallForm):
    """A call that is of no ticket yet, or of one that is named."""

    contact = ContactField(label="With whom", empty_label="Nobody known: the number")
    ticket = forms.IntegerField(
        label="Ticket", required=False, min_value=1, help_text="Its number; empty: a new one."
    )
    subject = forms.CharField(label="In one line", max_length=300, required=False)

    field_order = ("contact", "number", "direction", "outcome", "ticket", "subject")


@allow(Act.WORK_TICKETS)
def on_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """A call about this ticket."""
    ticket = found_ticket(request, number)
    form = CallOnTicketForm(request, initial={"number": ticket.requester.phone})
    sheet = Sheet(
        title="Log a call",
        button="Log the call",
        back=ticket_url(ticket.pk),
        lead="The note stands in the conversation; a call that we missed counts as returned.",
    )

    def log(said: dict[str, Any]) -> str:
        spoken = _spoken(said, for_client=said["for_client"])
        do_once(request, lambda: log_call(ticket, spoken, by=person_of(request)).pk)
        return "The call is logged."

    return ask(request, form, sheet, log)


@allow(Act.WORK_TICKETS)
def anew(request: HttpRequest) -> HttpResponse:
    """A call from the list of calls."""
    typed = {name: request.GET[name] for name in ("number", "contact", "direction") if request.GET.get(name)}
    form = NewCallForm(request, initial=typed)
    sheet = Sheet(
        title="Log a call",
        button="Log the call",
        back=reverse("desk:calls"),
        lead="Without a ticket’s number it opens one, whose promises run from the end of the call.",
        place="calls",
    )

    def log(said: dict[str, Any]) -> str:
        return ticket_url(do_once(request, lambda: _log_anew(request, said).pk))

    return ask(request, form, sheet, log)


def _log_anew(request: HttpRequest, said: dict[str, Any]) -> Ticket:
    by = person_of(request)
    spoken = _spoken(said)
    if said["ticket"]:
        ticket = visible_tickets(by).filter(pk=said["ticket"]).first()
        if ticket is None:
            raise Refused("There is no such ticket.", code="no_ticket", field="ticket")
        log_call(ticket, spoken, by=by)
        return ticket
    if not said["subject"]:
        raise Refused("Say in one line what it is about.", code="words_missing", field="subject")
    if said["contact"] is None and not spoken.number:
        raise Refused("Choose the contact, or give the number.", code="nobody", field="contact")
    requester, contact = _requester(said["contact"], spoken.number)
    opening = Opening(
        requester=requester,
        organisation=contact.organisation if contact else None,
        subject=said["subject"],
        said=Said(text=spoken.note, author=by, author_label=f"{requester}, as {by} wrote it down"),
        channel=Channel.PHONE,
    )
    call = log_call_on_new_ticket(opening, spoken, by=by)
    assert call.ticket is not None
    return call.ticket


def _requester(chosen: Contact | None, number: str) -> tuple[Person, Contact | None]:
    """The contact that was chosen, else whoever alone has the number, else the number itself."""
    if chosen is not None:
        return chosen.person, chosen
    person = requester_for(only_one_with(number), number)
    contact: Contact | None = getattr(person, "contact", None)
    return person, contact


def _spoken(said: dict[str, Any], *, for_client: str = "") -> Spoken:
    contact = said.get("contact")
    typed = said["number"] or (contact.person.phone if contact else "")
    is_reached = said["outcome"] == _SPOKE
    return Spoken(
        direction=said["direction"],
        number=require_number(typed, field="number") if typed else "",
        minutes=said["minutes"],
        note=said["note"],
        ended_at=said["ended_at"] or clock.now(),
        is_reached=is_reached,
        for_client=for_client,
    )
