"""What is done to several tickets at once."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, may
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.tickets.access import visible_tickets
from holdfast.tickets.actions.assignment import assign_ticket
from holdfast.tickets.queries import PAGE
from holdfast.web.frame import person_of, ticket_url

_BACK = "/desk/lists/open/"
_TAKE: Final = ("take", "Assign to me", "user-plus", "a")
_PRIORITY: Final = ("priority", "Priority", "flag", "p")


def bulk_acts(person: Person) -> list[tuple[str, str, str, str]]:
    """What this person may do to the chosen tickets: its value, its words, its icon, its key."""
    return [_TAKE, _PRIORITY] if may(person, Act.CONFIRM_PRIORITY) else [_TAKE]


class SelectionForm(forms.Form):
    """The chosen tickets, and what is to be done."""

    act = forms.ChoiceField(choices=[_TAKE[:2], _PRIORITY[:2]])
    ticket = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, *args: object, chosen: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        numbers = [number for number in chosen if number.isascii() and number.isdigit() and len(number) < 19]
        self.fields["ticket"].choices = [(number, number) for number in numbers[:PAGE]]  # type: ignore[attr-defined]


@allow(Act.WORK_TICKETS)
@require_POST
def selection(request: HttpRequest) -> HttpResponse:
    """Take the chosen tickets; each stands for itself, and one that is refused says why."""
    back = _back(request)
    form = SelectionForm(request.POST, chosen=request.POST.getlist("ticket"))
    if not form.is_valid():
        messages.info(request, "Choose at least one ticket first.")
        return HttpResponseRedirect(back)
    person = person_of(request)
    tickets = list(visible_tickets(person).filter(pk__in=form.cleaned_data["ticket"]).order_by("pk"))
    if form.cleaned_data["act"] == "priority":
        return _to_priority(request, [ticket.pk for ticket in tickets], back)
    refusals = []
    for ticket in tickets:
        try:
            assign_ticket(ticket, to=person, by=person)
        except Refused as refused:
            refusals.append(refused.message)
    taken = len(tickets) - len(refusals)
    messages.success(
        request, " ".join([f"Assigned {taken} ticket{'' if taken == 1 else 's'} to you.", *refusals])
    )
    return HttpResponseRedirect(back)


def _to_priority(request: HttpRequest, numbers: list[int], back: str) -> HttpResponse:
    """A priority is confirmed by looking at the ticket, so it is done one by one."""
    if len(numbers) != 1:
        messages.info(request, "A priority is confirmed one ticket at a time. Choose one.")
        return HttpResponseRedirect(back)
    return HttpResponseRedirect(f"{ticket_url(numbers[0])}priority/")


def _back(request: HttpRequest) -> str:
    """The list one came from: only its path and query, so that it never leads away from us."""
    told = urlsplit(request.headers.get("Referer", ""))
    if not told.path.startswith("/desk/"):
        return _BACK
    return f"{told.path}?{told.query}" if told.query else told.path
