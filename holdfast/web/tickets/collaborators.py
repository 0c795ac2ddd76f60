"""Who else takes part: approve what a mail proposed, or name somebody (T4, T8)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.tickets.actions.taking_part import add_collaborator
from holdfast.tickets.models import Ticket
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url
from holdfast.web.tickets.find import found_ticket


class _WithAddress(forms.ModelMultipleChoiceField):
    """Persons with their address beside the name, which they gave themselves (T9)."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} <{obj.email}>" if obj.name else str(obj.email)


class CollaboratorsForm(forms.Form):
    """Those who ask to take part, and an address of somebody whom we know."""

    approved = _WithAddress(
        Person.objects.none(), label="Asks to take part", widget=forms.CheckboxSelectMultiple, required=False
    )
    email = forms.EmailField(
        label="Or somebody’s mail address",
        required=False,
        help_text="They are told of every reply from now on, and may answer.",
    )

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        proposed = ticket.collaborators.filter(approved_at=None).values("person")
        self.fields["approved"].queryset = Person.objects.filter(pk__in=proposed).order_by("pk")  # type: ignore[attr-defined]
        if not self.fields["approved"].queryset:  # type: ignore[attr-defined]
            del self.fields["approved"]


@allow(Act.WORK_TICKETS)
def collaborators(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody take part."""
    ticket, person = found_ticket(request, number), person_of(request)
    form = CollaboratorsForm(request.POST or None, ticket=ticket)

    @transaction.atomic
    def act(said: dict[str, Any]) -> str:
        chosen = list(said.get("approved") or []) + ([_known(said["email"])] if said["email"] else [])
        if not chosen:
            raise Refused("Choose somebody, or give an address.", code="nobody", field="email")
        for each in chosen:
            add_collaborator(ticket, person=each, is_approved=True, at=clock.now(), by=person.actor)
        return f"{', '.join(map(str, chosen))} takes part from now on."

    sheet = Sheet(
        title=f"Who takes part in #{number}",
        button="Let them take part",
        back=ticket_url(number),
        template="desk/tickets/_collaborators.html",
    )
    return ask(request, form, sheet, act)


def _known(email: str) -> Person:
    found = Person.objects.by_address(email)
    if found is None or not found.is_active:
        raise Refused("Nobody here is known by this address.", code="unknown", field="email")
    return found
