"""Record the fix with all that C3 asks for, or tier 1's own solution."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse

from holdfast.clients.terms import terms_for
from holdfast.kernel import clock
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.procedure.actions.fixing import Watch, record_fix, solve_at_tier_1
from holdfast.procedure.models import Fix, Watching
from holdfast.procedure.rules import stage_after_tier_1
from holdfast.tickets.models import Stage, Ticket
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url, zone_of
from holdfast.web.tickets.find import found_ticket

_AREA = forms.Textarea(attrs={"rows": 3})


class LocalTime(forms.DateTimeField):
    """An instant as the reader's clock shows it; it becomes aware in their zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%dT%H:%M"], **kwargs)

    def in_zone(self, value: datetime | None, zone: ZoneInfo) -> datetime | None:
        return value.replace(tzinfo=zone) if value else None


class SolutionForm(forms.Form):
    """Cause, solution, and the words to the client."""

    cause = forms.CharField(
        widget=_AREA, help_text="In plain words: the client is given them on resolution.", required=False
    )
    solution = forms.CharField(widget=_AREA, required=False)
    tell_client = forms.CharField(label="Words to the client now", widget=_AREA, required=False)


class FixForm(SolutionForm):
    """All four of C3: solution, prevention, client and colleagues told, watching."""

    prevention = forms.CharField(label="What keeps it from coming back", widget=_AREA, required=False)
    tell_colleagues = forms.CharField(label="Words to our people", widget=_AREA, required=False)
    watching_what = forms.CharField(
        label="What is watched, to see that it holds", widget=forms.TextInput, required=False
    )
    watching_person = forms.ModelChoiceField(
        Person.objects.none(), label="Who watches", required=False, empty_label="Choose"
    )
    watching_until = LocalTime(label="Until when", required=False)

    field_order = ["cause", "solution", "prevention", "tell_client", "tell_colleagues", "watching_what"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["watching_person"].queryset = Person.objects.staff().order_by("name")  # type: ignore[attr-defined]


def _as_before(ticket: Ticket) -> dict[str, object]:
    """What was written before QA or the client sent it back, so that only what changed is typed anew."""
    last = Fix.objects.filter(ticket=ticket, cycle=ticket.cycle).select_related("watching").last()
    if last is None:
        return {}
    said: dict[str, object] = {"cause": last.cause, "solution": last.solution, "prevention": last.prevention}
    watching: Watching | None = getattr(last, "watching", None)
    if watching is not None:
        said |= {"watching_what": watching.what, "watching_person": watching.person_id}
    return said


@allow(Act.RECORD_FIX)
def fix(request: HttpRequest, number: int) -> HttpResponse:
    """Record the fix; it goes on to QA when nothing is missing."""
    ticket, person, zone = found_ticket(request, number), person_of(request), zone_of(request)
    until = (clock.now() + timedelta(days=7)).astimezone(zone).replace(tzinfo=None)
    initial = {"watching_person": person.pk, "watching_until": until, **_as_before(ticket)}
    form = FixForm(request.POST or None, initial=initial)

    def act(said: dict[str, Any]) -> str:
        until = said.pop("watching_until")
        watching = Watch(
            what=said.pop("watching_what"),
            person=said.pop("watching_person"),
            until=until.replace(tzinfo=zone) if until else None,
        )
        record_fix(ticket, **said, watching=watching, by=person)
        return "The fix is recorded and stands before QA. The client is told."

    sheet = Sheet(
        title=f"Record the fix of #{number}",
        button="Record and send to QA",
        back=ticket_url(number),
        lead="The client and our people are told in these words; somebody else gives QA’s verdict.",
    )
    return ask(request, form, sheet, act)


@allow(Act.SOLVE_AT_TIER_1)
def solution(request: HttpRequest, number: int) -> HttpResponse:
    """Tier 1 solves it itself."""
    ticket = found_ticket(request, number)
    form = SolutionForm(request.POST or None)

    def act(said: dict[str, Any]) -> str:
        solve_at_tier_1(ticket, **said, by=person_of(request))
        return _RECORDED[_goes_to(ticket)]

    sheet = Sheet(
        title=f"Solve #{number} at tier 1",
        button="Record the solution",
        back=ticket_url(number),
        lead=_LEADS[_goes_to(ticket)].format(priority=ticket.priority),
    )
    return ask(request, form, sheet, act)


def _goes_to(ticket: Ticket) -> Stage:
    """Where tier 1's solution goes, by the policy of this client and the ticket's priority."""
    document = terms_for(ticket.organisation, at=clock.now()).document
    return stage_after_tier_1(ticket.priority, without_qa=document.tier_1_without_qa)


_LEADS: Final = {
    Stage.QA: (
        "It goes to QA, for the client’s policy asks for that at Priority {priority}; "
        "the client is asked to approve it after that."
    ),
    Stage.CLIENT_APPROVAL: (
        "It goes straight to the client for approval: at Priority {priority} their policy asks for no QA."
    ),
}
_RECORDED: Final = {
    Stage.QA: "The solution is recorded and stands before QA.",
    Stage.CLIENT_APPROVAL: "The solution is recorded; the client is asked to approve it.",
}
