"""Confirm the first priority, or change it with a reason (B2, B4)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from holdfast.clients.terms import terms_for
from holdfast.kernel import clock
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.policy.document import Document
from holdfast.tickets.actions.priority import change_priority, confirm_priority
from holdfast.tickets.models import PriorityReason, Ticket
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url
from holdfast.web.tickets.find import found_ticket
from holdfast.web.tickets.turnaround import turnaround_in_words

_REASONS = [(each.value, each.label) for each in (PriorityReason.MISJUDGED, PriorityReason.SITUATION_CHANGED)]


class PriorityForm(forms.Form):
    """One of the four, in the words of the policy."""

    priority = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["priority"].choices = [  # type: ignore[attr-defined]
            (each.number, f"{each.name}{_turnaround(document, each.number)}") for each in document.priorities
        ]


def _turnaround(document: Document, priority: int) -> str:
    promised = turnaround_in_words(document, priority)
    return f", turnaround {promised}" if promised else ""


class PriorityChangeForm(PriorityForm):
    """Another priority, with the reason that is kept and told to the client."""

    reason = forms.ChoiceField(label="Why", choices=_REASONS, widget=forms.RadioSelect)
    words = forms.CharField(
        label="The reason, as the client is told it",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )


@allow(Act.CONFIRM_PRIORITY)
def priority(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm what the scenario suggests, or something else; once confirmed, change it with a reason."""
    ticket, person = found_ticket(request, number), person_of(request)
    document = terms_for(ticket.organisation, at=clock.now()).document
    notes = {"notes": scenario_notes(document), "min": "100%"}
    if ticket.is_provisional:
        form: PriorityForm = PriorityForm(
            request.POST or None, document=document, initial={"priority": ticket.priority}
        )

        def act(said: dict[str, Any]) -> str:
            confirm_priority(ticket, priority=said["priority"], by=person)
            return f"Priority {said['priority']} is confirmed; its promises run from when the ticket came."

        sheet = Sheet(
            title=f"Confirm the priority of #{number}",
            button="Confirm",
            back=ticket_url(number),
            lead=f"{suggestion(ticket, document)} Promises are computed again from when it reached us.",
            template="desk/tickets/_priority.html",
            more=notes,
        )
        return ask(request, form, sheet, act)
    return _change(request, ticket, document, notes)


def _change(request: HttpRequest, ticket: Ticket, document: Document, notes: dict[str, Any]) -> HttpResponse:
    form = PriorityChangeForm(request.POST or None, document=document, initial={"priority": ticket.priority})

    def act(said: dict[str, Any]) -> str:
        change_priority(
            ticket,
            priority=said["priority"],
            reason=said["reason"],
            words=said["words"],
            by=person_of(request),
        )
        return f"Priority {said['priority']} holds now; the client is told, with the new due time."

    sheet = Sheet(
        title=f"Change the priority of #{ticket.pk}",
        button="Change",
        back=ticket_url(ticket.pk),
        lead="The client is told the reason within 1 hour.",
        template="desk/tickets/_priority.html",
        more=notes,
    )
    return ask(request, form, sheet, act)


def suggestion(ticket: Ticket, document: Document) -> str:
    """What the client's own choice suggests, in a sentence."""
    scenario = document.scenario(ticket.scenario) if ticket.scenario else None
    if scenario is None:
        return f"No scenario was chosen, so Priority {ticket.priority} holds until a person confirms one."
    return f"The client chose “{scenario.words}”, which suggests Priority {scenario.priority}."


def scenario_notes(document: Document) -> dict[str, str]:
    """The scenarios of each priority, as the line under it."""
    return {
        str(each.number): "; ".join(one.words for one in document.scenarios if one.priority == each.number)
        for each in document.priorities
    }
