"""Hand to the account manager what support cannot resolve (D4)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from holdfast.clients.account_manager import who_manages
from holdfast.escalation.actions.account_manager import hand_to_account_manager
from holdfast.kernel import clock
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url
from holdfast.web.tickets.find import found_ticket


class HandingForm(forms.Form):
    words = forms.CharField(label="What they must know", widget=forms.Textarea(attrs={"rows": 4}))


@allow(Act.CLIMB_LADDER)
def account_manager(request: HttpRequest, number: int) -> HttpResponse:
    """The account manager, or whoever stands in, holds the ticket from now on and is told at once."""
    ticket = found_ticket(request, number)
    form = HandingForm(request.POST or None)

    def act(said: dict[str, Any]) -> str:
        held = hand_to_account_manager(ticket, **said, by=person_of(request))
        return f"{held.assignee} holds #{number} now, and is told."

    people = who_manages(ticket.organisation, at=clock.now())
    whom = (
        f"{people[0]} is told by mail and holds it from now on."
        if people
        else "Nobody looks after this client yet."
    )
    sheet = Sheet(
        title=f"Hand #{number} to the account manager",
        button="Hand it over",
        back=ticket_url(number),
        lead=f"{whom} Every promise runs on.",
    )
    return ask(request, form, sheet, act)
