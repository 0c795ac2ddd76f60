"""Who holds the ticket."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.tickets.actions.assignment import assign_ticket
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url
from holdfast.web.tickets.find import found_ticket


class AssignmentForm(forms.Form):
    """Somebody of the vendor, or nobody for now."""

    to = forms.ModelChoiceField(
        Person.objects.none(), label="Held by", required=False, empty_label="Nobody for now"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Person.objects.staff().order_by("name")  # type: ignore[attr-defined]


@allow(Act.WORK_TICKETS)
def assignment(request: HttpRequest, number: int) -> HttpResponse:
    """Hand the ticket to one of us; `mine` takes it oneself."""
    ticket, person = found_ticket(request, number), person_of(request)
    told = {"to": str(person.pk)} if "mine" in request.POST else request.POST
    form = AssignmentForm(told or None, initial={"to": ticket.assignee_id or person.pk})

    def act(said: dict[str, Any]) -> str:
        assign_ticket(ticket, to=said["to"], by=person)
        return f"#{number} is held by {said['to'] or 'nobody for now'}."

    sheet = Sheet(
        title=f"Assign #{number}",
        button="Assign",
        back=ticket_url(number),
        lead="Whoever gets it is told by mail.",
    )
    return ask(request, form, sheet, act)
