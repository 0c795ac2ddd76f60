"""The client climbs the ladder (D2)."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from holdfast.escalation.actions.climbing import climb_ladder
from holdfast.escalation.models import Climb
from holdfast.kernel import clock
from holdfast.look.replies import tell
from holdfast.look.times import due_in_words
from holdfast.people.door import CLIENT, SIGNED_IN, allow
from holdfast.people.models import Person
from holdfast.portal.frame import show, zone_for
from holdfast.portal.refusing import refusals_on
from holdfast.portal.tickets.lines import lines_for, open_tickets
from holdfast.portal.tickets.sight import Sight
from holdfast.tickets.access import ticket_for


class ClimbForm(forms.Form):
    """What was expected and has not happened; `level` is the one that the page offered to tell."""

    words = forms.CharField(
        label="What did you expect that has not happened?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="You need not say why; it helps whoever answers. What you write also goes on the ticket.",
    )
    level = forms.IntegerField(required=False, widget=forms.HiddenInput)


@allow(CLIENT)
def escalate(request: HttpRequest) -> HttpResponse:
    """Which ticket is to be escalated."""
    now = clock.now()
    person: Person = request.person  # type: ignore[attr-defined]
    tickets = list(open_tickets(person).order_by("-last_message_at")[:20])
    shown = lines_for(person, tickets, now=now, zone=zone_for(person), to="portal:ticket_escalation")
    return show(request, "portal/tickets/escalate.html", {"lines": shown.lines}, now=now)


@allow(SIGNED_IN)
def ticket_escalation(request: HttpRequest, number: int) -> HttpResponse:
    """The ladder of the ticket, and the form that tells its next level; people of the vendor are led to the desk."""
    person: Person = request.person  # type: ignore[attr-defined]
    if person.is_vendor:
        return HttpResponseRedirect(f"/desk/tickets/{number}/")
    ticket = ticket_for(person, number)
    form = ClimbForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            climb = climb_ladder(
                ticket, words=form.cleaned_data["words"], level=form.cleaned_data["level"], by=person
            )
            answer = HttpResponseRedirect(reverse("portal:ticket_escalation", args=[number]))
            return tell(request, answer, _told(climb, person))
    now = clock.now()
    sight = Sight(ticket_for(person, number), person, now=now)
    values = {"sight": sight, "ticket": sight.ticket, "form": form}
    return show(
        request, "portal/tickets/escalation.html", values, now=now, status=422 if form.errors else 200
    )


def _told(climb: Climb, person: Person) -> str:
    by = due_in_words(climb.answer_until, now=clock.now(), zone=zone_for(person))
    whom = f"{climb.person}, {climb.title}," if climb.person else climb.title
    return f"{whom} was told at once, and answers you by {by}."
