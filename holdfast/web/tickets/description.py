"""What the ticket is about and whose it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from holdfast.catalogue.models import Product
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Team
from holdfast.tickets.actions.description import describe_ticket
from holdfast.tickets.models import Ticket, TicketKind
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url
from holdfast.web.tickets.find import found_ticket


class DescriptionForm(forms.Form):
    """Product, kind and team; and the client, where the requester became a contact after it was opened."""

    product = forms.ModelChoiceField(Product.objects.none(), required=False, empty_label="None, or not known")
    kind = forms.ChoiceField(choices=TicketKind.choices)
    team = forms.ModelChoiceField(Team.objects.all(), required=False, empty_label="None")
    adopt = forms.BooleanField(required=False)

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = Product.objects.filter(is_current=True).order_by("name")  # type: ignore[attr-defined]
        contact = getattr(ticket.requester, "contact", None)
        if ticket.organisation_id is None and contact is not None:
            field = self.fields["adopt"]
            field.label = f"It is a ticket of {contact.organisation}"
            field.help_text = f"{ticket.requester} is a contact of theirs. What is promised stands as it is."
        else:
            del self.fields["adopt"]


@allow(Act.WORK_TICKETS)
def description(request: HttpRequest, number: int) -> HttpResponse:
    """Set what a list, a report and a team go by."""
    ticket = found_ticket(request, number)
    standing = {"product": ticket.product_id, "kind": ticket.kind, "team": ticket.team_id}
    form = DescriptionForm(request.POST or None, ticket=ticket, initial=standing)

    def act(said: dict[str, Any]) -> str:
        describe_ticket(ticket, **said, by=person_of(request))
        return f"#{number} is described."

    sheet = Sheet(
        title=f"Describe #{number}",
        button="Save",
        back=ticket_url(number),
        lead="A request for additional services goes to the account manager at once.",
    )
    return ask(request, form, sheet, act)
