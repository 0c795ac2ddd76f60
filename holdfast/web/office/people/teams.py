"""Teams: who takes the same tickets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from holdfast.kernel import clock
from holdfast.look.once import do_once
from holdfast.people.actions.teams import save_team
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person, Team
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, show
from holdfast.web.office.fields import said_by
from holdfast.web.office.places import office_places


class TeamForm(forms.Form):
    name = forms.CharField(label="Name", max_length=80)
    persons = forms.ModelMultipleChoiceField(
        label="People", queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["persons"].queryset = Person.objects.staff().order_by("name")  # type: ignore[attr-defined]


@allow(Act.CHANGE_PEOPLE)
def teams(request: HttpRequest) -> HttpResponse:
    """All teams with their people."""
    found = Team.objects.prefetch_related("persons").order_by("name")
    rows = [
        (team.name, reverse("desk:team", args=[team.pk]), sorted(str(each) for each in team.persons.all()))
        for team in found
    ]
    context = {"teams": rows, "views": office_places(request, "teams")}
    return show(request, "office/people/teams.html", context, place="people", now=clock.now())


@allow(Act.CHANGE_PEOPLE)
def team(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """Make a team, or change its name and its people."""
    present = get_object_or_404(Team, pk=key) if key is not None else None
    initial = {"name": present.name, "persons": present.persons.all()} if present else {}
    form = TeamForm(said_by(request), initial=initial)
    sheet = Sheet(
        title=f"Team {present}" if present else "New team",
        button="Save",
        back=reverse("desk:teams"),
        template="office/people/_roles_fields.html",
        place="people",
    )

    def save(said: dict[str, Any]) -> str:
        def write() -> int:
            return save_team(present, name=said["name"], persons=said["persons"], by=person_of(request)).pk

        _ = write() if present else do_once(request, write)
        return f"Team {said['name']} is saved."

    return ask(request, form, sheet, save)
