"""Put a contact on a client's emergency list, change one, take one off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from holdfast.clients.actions.emergency_list import change_on_list, put_on_list, take_off_list
from holdfast.clients.emergency.contacts import Listed
from holdfast.clients.emergency.reading import list_of, listed
from holdfast.clients.list_rules import keeps_list
from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.lists.form import ContactForm
from holdfast.look.once import do_once
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person, Role
from holdfast.tickets.models import Ticket
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of
from holdfast.web.office.clients.found import found_client
from holdfast.web.office.clients.page import client_url
from holdfast.web.office.fields import said_by


class ReasonForm(forms.Form):
    """Why the list changes; whoever does not keep it names the ticket in which the client asked."""

    because = forms.CharField(label="Why", max_length=400, help_text="Kept with the version.")
    ticket = forms.IntegerField(
        label="Number of the ticket in which the client asked",
        min_value=1,
        max_value=2**63 - 1,
        help_text="You change this list on the client’s request; its account manager may without one.",
    )

    def __init__(self, *args: Any, is_keeper: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if is_keeper:
            del self.fields["ticket"]


class DeskContactForm(ContactForm, ReasonForm):
    pass


@allow(Act.CHANGE_LISTS)
def entering(request: HttpRequest, key: int) -> HttpResponse:
    """One more contact."""
    client = found_client(key)
    is_keeper = _require_may(request, client)
    form = DeskContactForm(said_by(request), is_keeper=is_keeper, initial={"time_zone": client.time_zone})
    sheet = Sheet(
        title=f"Put somebody on the list of {client}",
        button="Put on the list",
        back=_back(client),
        lead="They are asked at once to confirm the address. Recommend one global address that reaches everybody.",
        template="office/lists/_contact_fields.html",
        place="clients",
    )

    def enter(said: dict[str, Any]) -> str:
        why = _reason(client, said, by=person_of(request))
        do_once(request, lambda: put_on_list(client, form.listed(), **why).pk)
        return f"{said['name'] or said['email']} is on the list."

    return ask(request, form, sheet, enter)


@allow(Act.CHANGE_LISTS)
def changing(request: HttpRequest, key: int, person: int) -> HttpResponse:
    """Change how one contact is told, or put somebody else in their place."""
    client = found_client(key)
    is_keeper = _require_may(request, client)
    present = _found(client, person)
    form = DeskContactForm(said_by(request), contact=present, is_keeper=is_keeper)
    sheet = Sheet(
        title=f"Change {present.name or present.email} on the list",
        button="Save",
        back=_back(client),
        lead="Another address puts somebody else in this place; both are told.",
        template="office/lists/_contact_fields.html",
        place="clients",
    )

    def save(said: dict[str, Any]) -> str:
        before = list_of(client.pk).number
        by = person_of(request)
        after = change_on_list(client, present.email, form.listed(), **_reason(client, said, by=by))
        return "The list is saved." if after.number > before else "The list stays as it was."

    return ask(request, form, sheet, save)


@allow(Act.CHANGE_LISTS)
def removing(request: HttpRequest, key: int, person: int) -> HttpResponse:
    """Take one contact off."""
    client = found_client(key)
    is_keeper = _require_may(request, client)
    present = _found(client, person)
    name = present.name or present.email
    sheet = Sheet(
        title=f"Take {name} off the list",
        button="Take off",
        back=_back(client),
        lead="They are told. Earlier versions keep them.",
        danger=True,
        place="clients",
    )

    def remove(said: dict[str, Any]) -> str:
        take_off_list(client, present.email, **_reason(client, said, by=person_of(request)))
        return f"{name} is no longer on the list."

    return ask(request, ReasonForm(said_by(request), is_keeper=is_keeper), sheet, remove)


def _require_may(request: HttpRequest, client: Organisation) -> bool:
    """Whether the reader keeps this list; who neither does nor is of support is told so at once."""
    person = person_of(request)
    is_keeper = keeps_list(person, client, at=clock.now())
    if not is_keeper and not person.has_role(Role.AGENT, Role.LEAD):
        raise PermissionDenied(f"The list of {client} is kept by its account manager, and by whoever covers.")
    return is_keeper


def _found(client: Organisation, person: int) -> Listed:
    """The contact on this very list; anybody else is as good as missing (T44)."""
    for entry in list_of(client.pk).entries:
        if entry.person_id == person:
            return listed(entry)
    raise Http404("Nobody like that is on the list.")


def _reason(client: Organisation, said: dict[str, Any], *, by: Person) -> dict[str, Any]:
    number = said.get("ticket")
    if number is None:
        return {"because": said["because"], "by": by}
    ticket = Ticket.objects.select_related("requester").filter(pk=number, organisation=client).first()
    if ticket is None:
        raise Refused(f"No ticket of {client} has this number.", code="no_ticket", field="ticket")
    return {"because": f"#{number}: {said['because']}", "asked_by": ticket.requester, "by": by}


def _back(client: Organisation) -> str:
    return f"{client_url(client)}#emergency-list"
