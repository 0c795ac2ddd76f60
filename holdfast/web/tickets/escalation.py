"""Climb the ladder for the client (D2), and answer for a level."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from holdfast.escalation.actions.climbing import climb_ladder
from holdfast.escalation.queries import ladder_state
from holdfast.kernel import clock
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url
from holdfast.web.tickets.find import found_ticket


class EscalationForm(forms.Form):
    """Why; `level` is the one that the page offered, so that a form sent twice climbs once."""

    words = forms.CharField(label="Why it is escalated", widget=forms.Textarea(attrs={"rows": 4}))
    level = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=100, required=False)


@allow(Act.CLIMB_LADDER)
def escalation(request: HttpRequest, number: int) -> HttpResponse:
    """Tell the next level at once."""
    ticket = found_ticket(request, number)
    state = ladder_state(ticket, at=clock.now())
    form = EscalationForm(request.POST or None, initial={"level": state.next.number})

    def act(said: dict[str, Any]) -> str:
        climb = climb_ladder(ticket, **said, by=person_of(request))
        return f"{climb.person or 'The managers'}, {climb.title}, is told and answers within {climb.answer}."

    whom = (
        f"{state.next.person}, {state.next.title}"
        if state.next.person
        else f"{state.next.title}: nobody holds it, so the managers are told"
    )
    passed = "".join(f" Level {each.number} is passed over: nobody holds it." for each in state.passed_over)
    sheet = Sheet(
        title=f"Escalate #{number} to level {state.next.number}",
        button=f"Tell level {state.next.number}",
        back=ticket_url(number),
        lead=f"Told at once: {whom}; answers within {state.next.answer}.{passed} The client sees it.",
    )
    return ask(request, form, sheet, act)
