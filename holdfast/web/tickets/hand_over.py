"""Tier 1 hands the ticket to engineering, where a lead takes it (C2)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person, Role
from holdfast.procedure.actions.hand_over import hand_over, take_over
from holdfast.procedure.models import HandOver
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url
from holdfast.web.tickets.find import found_ticket


class HandOverForm(forms.Form):
    """To whom, with what they must know; and, if one likes, the words to the client."""

    to = forms.ModelChoiceField(Person.objects.none(), label="Senior developer or lead", empty_label="Choose")
    words = forms.CharField(label="What engineering must know", widget=forms.Textarea(attrs={"rows": 4}))
    tell_client = forms.CharField(
        label="Words to the client",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="Left empty, the client gets a short notice of who has it now.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Person.objects.in_role(Role.LEAD).order_by("name")  # type: ignore[attr-defined]


@allow(Act.HAND_OVER)
def handing_over(request: HttpRequest, number: int) -> HttpResponse:
    """Hand it over; the lead is told at once."""
    ticket = found_ticket(request, number)
    form = HandOverForm(request.POST or None)

    def act(said: dict[str, Any]) -> str:
        hand_over(ticket, **said, by=person_of(request))
        return f"Handed over. {said['to']} is told at once and takes it within 15 minutes."

    sheet = Sheet(
        title=f"Hand #{number} over to engineering",
        button="Hand over",
        back=ticket_url(number),
        lead="The lead is told at once; the turnaround runs on.",
    )
    return ask(request, form, sheet, act)


@allow(Act.RECORD_FIX)
@require_POST
def taking(request: HttpRequest, number: int) -> HttpResponse:
    """Take what was handed over."""
    ticket = found_ticket(request, number)
    row = HandOver.objects.filter(ticket=ticket, cycle=ticket.cycle).order_by("-pk").first()
    if row is None:
        raise Http404("Nothing was handed over here.")
    try:
        take_over(row, by=person_of(request))
        messages.success(request, f"#{number} is yours.")
    except Refused as refused:
        messages.info(request, refused.message)
    return HttpResponseRedirect(ticket_url(number))
