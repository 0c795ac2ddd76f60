"""How the watching of a fix went (C3)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from holdfast.kernel import clock
from holdfast.people.acts import Act
from holdfast.people.door import STAFF, allow
from holdfast.procedure.actions.watching import end_watching
from holdfast.procedure.models import Watching
from holdfast.procedure.queries import watchings_of
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, show, ticket_url, zone_of
from holdfast.web.tickets.find import found_ticket


class WatchingForm(forms.Form):
    """Whether it held, and what was seen."""

    held = forms.TypedChoiceField(
        label="The fix", coerce=lambda told: told == "yes", choices=[("yes", "holds"), ("no", "does not hold")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    outcome = forms.CharField(label="What was seen", widget=forms.Textarea(attrs={"rows": 3}))


@allow(Act.WORK_TICKETS)
def watching(request: HttpRequest, number: int, key: int) -> HttpResponse:
    """End a watching with its outcome."""
    ticket = found_ticket(request, number)
    found = Watching.objects.filter(ticket=ticket, pk=key).select_related("person").first()
    if found is None:
        raise Http404("Nothing is watched here.")
    form = WatchingForm(request.POST or None)

    def act(said: dict[str, Any]) -> str:
        end_watching(found, held=said["held"], outcome=said["outcome"], by=person_of(request))
        return "The outcome is recorded."

    sheet = Sheet(title=f"Watched: {found.what}", button="Record the outcome", back=ticket_url(number))
    return ask(request, form, sheet, act)


@allow(STAFF)
def watchings(request: HttpRequest) -> HttpResponse:
    """What one watches, the nearest end first."""
    now = clock.now()
    context = {"watchings": list(watchings_of(person_of(request))[:200]), "zone": zone_of(request)}
    return show(request, "desk/tickets/watchings.html", context, now=now)
