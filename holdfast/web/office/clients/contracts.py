"""What a client bought, from which day to which."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from holdfast.clients.actions.contracts import end_contract, enter_contract
from holdfast.clients.models import Contract
from holdfast.clients.queries import day_there
from holdfast.kernel import clock
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.policy.models import Policy
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of
from holdfast.web.office.clients.found import found_client
from holdfast.web.office.clients.page import client_url
from holdfast.web.office.fields import CalendarField, DateField, day_in_words, said_by


class ContractForm(forms.Form):
    starts_on = DateField(label="Starts on")
    ends_on = DateField(
        label="Ends on", required=False, help_text="That day included. Empty: without an end."
    )
    is_enterprise = forms.BooleanField(
        label="Enterprise: has an account manager of its own", required=False, initial=True
    )
    policy = forms.ModelChoiceField(
        label="Policy",
        queryset=Policy.objects.order_by("name"),
        required=False,
        empty_label="The default policy",
    )
    calendar = CalendarField(label="Calendar", empty_label="The client’s own calendar")


class EndForm(forms.Form):
    ends_on = DateField(label="Ends on", help_text="That day included.")


@allow(Act.CHANGE_CLIENTS)
def entering(request: HttpRequest, key: int) -> HttpResponse:
    """Enter a contract; one without an end gives way to it."""
    organisation = found_client(key)
    form = ContractForm(said_by(request), initial={"starts_on": day_there(organisation, at=clock.now())})
    sheet = Sheet(
        title=f"Enter a contract of {organisation}",
        button="Enter the contract",
        back=client_url(organisation),
        lead="A contract without an end gives way to it the day before. What is promised already stays as it is.",
        place="clients",
    )

    def enter(said: dict[str, Any]) -> str:
        do_once(request, lambda: enter_contract(organisation, **said, by=person_of(request)).pk)
        return f"The contract holds from {day_in_words(said['starts_on'])}."

    return ask(request, form, sheet, enter)


@allow(Act.CHANGE_CLIENTS)
def ending(request: HttpRequest, key: int, contract: int) -> HttpResponse:
    """Say on which day a contract of this client ends (T44)."""
    organisation = found_client(key)
    present = get_object_or_404(Contract, organisation=key, pk=contract)
    form = EndForm(
        said_by(request), initial={"ends_on": present.ends_on or day_there(organisation, at=clock.now())}
    )
    sheet = Sheet(title="End the contract", button="End it", back=client_url(organisation), place="clients")

    def end(said: dict[str, Any]) -> str:
        ended = end_contract(present, ends_on=said["ends_on"], by=person_of(request))
        return f"The contract ends on {day_in_words(ended.ends_on)}."

    return ask(request, form, sheet, end)
