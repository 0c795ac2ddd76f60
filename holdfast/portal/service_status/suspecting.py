"""One press: something is wrong here. It is a ticket, with its promises, and a suspicion that is weighed at once (E5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from holdfast.catalogue.models import Component
from holdfast.catalogue.queries import components_of
from holdfast.clients.models import Organisation
from holdfast.incidents.actions.suspecting import suspect_on_ticket
from holdfast.incidents.models import Suspicion
from holdfast.kernel import clock
from holdfast.look.replies import confirm_draft, tell
from holdfast.people.door import CLIENT, allow
from holdfast.people.models import Person
from holdfast.portal.frame import show
from holdfast.portal.outages import same_interruption
from holdfast.portal.refusing import refusals_on
from holdfast.portal.tickets.opening import organisation_of
from holdfast.tickets.actions.messages import Said
from holdfast.tickets.actions.opening import Opening, open_ticket
from holdfast.tickets.models import Channel, Ticket

_UNSURE = "unsure"
_SINCE = (("0", "Just now"), ("15", "15 minutes ago"), ("60", "An hour ago"), ("240", "Some hours ago"))


class WrongForm(forms.Form):
    component = forms.ChoiceField(label="Where")
    since = forms.ChoiceField(label="Since when", choices=_SINCE, initial="0")
    words = forms.CharField(
        label="What you see",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
        help_text="What you did, and what happened instead. A sentence is enough.",
    )

    def __init__(self, *args: Any, used: list[Component], **more: Any) -> None:
        super().__init__(*args, **more)
        self._used = {str(each.pk): each for each in used}
        choices = [(key, str(each)) for key, each in self._used.items()]
        first, last = ("", "Choose what it is"), (_UNSURE, "Not sure, or something else")
        self.fields["component"].choices = [first, *choices, last]  # type: ignore[attr-defined]

    def component_chosen(self) -> Component | None:
        return self._used.get(self.cleaned_data["component"])


@allow(CLIENT)
def suspecting(request: HttpRequest) -> HttpResponse:
    """The form, and the ticket that comes of it."""
    now = clock.now()
    person: Person = request.person  # type: ignore[attr-defined]
    organisation = organisation_of(person)
    used = [each.component for each in components_of(organisation, at=now)] if organisation else []
    initial = {"component": request.GET.get("component", "")}
    form = WrongForm(request.POST or None, used=used, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            ticket, told = report(person, organisation, form)
            answer = HttpResponseRedirect(reverse("portal:ticket", args=[ticket.pk]))
            confirm_draft(request, answer, request.path)
            return tell(request, answer, told)
    status = 422 if form.errors else 200
    values = {"form": form}
    return show(
        request,
        "portal/service_status/suspecting.html",
        values,
        now=now,
        here="service_status",
        status=status,
    )


@transaction.atomic
def report(person: Person, organisation: Organisation | None, form: WrongForm) -> tuple[Ticket, str]:
    """The ticket, and what is said of it; pressing again while it is weighed makes no second one."""
    component, now = form.component_chosen(), clock.now()
    known = Suspicion.objects.filter(person=person, component=component, weighed_at=None)
    if (same := known.filter(ticket__is_open=True).select_related("ticket").first()) and same.ticket:
        return same.ticket, "You told us already, and it is being weighed. Write here what is new."
    words = form.cleaned_data["words"]
    began_at = now - timedelta(minutes=int(form.cleaned_data["since"]))
    ticket = open_ticket(_opening(person, organisation, component, words, at=now), by=person.actor)
    found = suspect_on_ticket(
        ticket,
        title=f"Something is wrong: {component}" if component else "Something is wrong",
        words=words,
        component=component,
        into=same_interruption(organisation, component),
        began_at=began_at,
        by=person.actor,
    )
    if found.is_public:
        return ticket, "We know of it. Every word about it reaches you here, too."
    return ticket, "We have it, and weigh it at once. What is promised of that stands beside it."


def _opening(
    person: Person,
    organisation: Organisation | None,
    component: Component | None,
    words: str,
    *,
    at: datetime,
) -> Opening:
    return Opening(
        requester=person,
        subject=f"Something is wrong: {component}" if component else "Something is wrong",
        said=Said(text=words, author=person),
        channel=Channel.PORTAL,
        organisation=organisation,
        product=component.service.product if component else None,
        reached_at=at,
        acknowledged="page",
    )
