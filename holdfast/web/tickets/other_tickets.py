"""Merge a ticket into another, or tie it to one; both ends are looked up with the reader's own sight (T44)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from holdfast.kernel import clock
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.tickets.access import visible_tickets
from holdfast.tickets.actions.resolution import link_tickets, merge_ticket
from holdfast.tickets.models import LinkKind, Ticket
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url
from holdfast.web.tickets.find import found_ticket

_KINDS = [(each.value, each.label) for each in LinkKind if each is not LinkKind.SUGGESTED]


class TicketField(forms.CharField):
    """A ticket by its number, as one sees it: `412` or `#412`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=24, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)
        self.person: Person | None = None

    def clean(self, value: Any) -> Ticket:
        told = str(super().clean(value)).strip().removeprefix("#")
        found = None
        if self.person is not None and told.isascii() and told.isdigit() and len(told) < 19:
            found = visible_tickets(self.person).filter(pk=int(told)).first()
        if found is None:
            raise forms.ValidationError("There is no such ticket.")
        return found


class MergeForm(forms.Form):
    into = TicketField(label="Number of the ticket that it goes into")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].person = person  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    kind = forms.ChoiceField(label="This ticket is", choices=_KINDS)
    other = TicketField(label="Number of the other ticket")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].person = person  # type: ignore[attr-defined]


@allow(Act.WORK_TICKETS)
def merge(request: HttpRequest, number: int) -> HttpResponse:
    """Let the ticket go into another of the same client."""
    ticket, person = found_ticket(request, number), person_of(request)
    form = MergeForm(request.POST or None, person=person)

    def act(said: dict[str, Any]) -> str:
        into = merge_ticket(ticket, into=said["into"], by=person)
        return ticket_url(into.pk)

    sheet = Sheet(
        title=f"Merge #{number} into another ticket",
        button="Merge",
        back=ticket_url(number),
        lead="Both keep all that was said. Of the two turnarounds the one with the earlier limit survives.",
        danger=True,
    )
    return ask(request, form, sheet, act)


@allow(Act.WORK_TICKETS)
def links(request: HttpRequest, number: int) -> HttpResponse:
    """Tie the ticket to another."""
    ticket, person = found_ticket(request, number), person_of(request)
    form = LinkForm(request.POST or None, person=person)

    def act(said: dict[str, Any]) -> str:
        link_tickets(ticket, other=said["other"], kind=said["kind"], at=clock.now(), by=person.actor)
        return f"#{number} is linked to #{said['other'].pk}."

    sheet = Sheet(title=f"Link #{number}", button="Link", back=ticket_url(number))
    return ask(request, form, sheet, act)
