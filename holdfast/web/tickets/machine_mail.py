"""Say of a ticket that machine mail opened that a person wrote it, or that it needs no answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.tickets.actions.machine_mail import need_no_answer, say_person_wrote
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url
from holdfast.web.tickets.find import found_ticket


class NoAnswerForm(forms.Form):
    reason = forms.CharField(label="Why it needs no answer", widget=forms.Textarea(attrs={"rows": 3}))


@allow(Act.JUDGE_MACHINE_MAIL)
def writer(request: HttpRequest, number: int) -> HttpResponse:
    """Make an ordinary ticket of it, from its arrival."""
    ticket = found_ticket(request, number)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def act(said: dict[str, Any]) -> str:
        say_person_wrote(ticket, by=person_of(request))
        return f"It is {ticket.requester}’s ticket now. The acknowledgement is on its way."

    sheet = Sheet(
        title=f"A person wrote #{number}",
        button="A person wrote this",
        back=ticket_url(number),
        lead=f"Promises run from its arrival, and {ticket.requester} gets the acknowledgement by mail.",
    )
    return ask(request, form, sheet, act)


@allow(Act.JUDGE_MACHINE_MAIL)
def no_answer(request: HttpRequest, number: int) -> HttpResponse:
    """Close it with a reason; nobody is written to."""
    ticket = found_ticket(request, number)
    form = NoAnswerForm(request.POST or None)

    def act(said: dict[str, Any]) -> str:
        need_no_answer(ticket, **said, by=person_of(request))
        return "Closed without an answer. Nobody was written to."

    sheet = Sheet(
        title=f"#{number} needs no answer",
        button="Close it",
        back=ticket_url(number),
        lead="Nobody is written to, and nobody is asked for approval. The reason stands on the trail.",
    )
    return ask(request, form, sheet, act)
