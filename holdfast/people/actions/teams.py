"""Teams: people of the vendor who take the same tickets."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.people.acts import Act, require_may
from holdfast.people.facts import TeamSaved
from holdfast.people.models import Person, Team


@transaction.atomic
def save_team(team: Team | None, *, name: str, persons: Iterable[Person], by: Person) -> Team:
    """Make a team, or give it this name and exactly these people; all of them must be the vendor's own."""
    require_may(by, Act.CHANGE_PEOPLE)
    name = _require_name(name, besides=team)
    keys = _require_staff(persons)
    team = Team.objects.select_for_update().get(pk=team.pk) if team else Team(name=name)
    formerly = set(team.persons.values_list("pk", flat=True)) if team.pk else set()
    if team.pk and (team.name, formerly) == (name, keys):
        return team
    team.name = name
    team.save()
    team.persons.set(keys)
    _record(team, keys, by=by)
    return team


@transaction.atomic
def put_in_teams(person: Person, *, teams: Iterable[Team], by: Person) -> None:
    """Let the person be in exactly these teams."""
    require_may(by, Act.CHANGE_PEOPLE)
    _require_staff([person])
    wanted, present = set(teams), set(person.teams.all())
    person.teams.set(wanted)
    for team in sorted(wanted ^ present, key=lambda each: each.pk):
        _record(team, set(team.persons.values_list("pk", flat=True)), by=by)


def _record(team: Team, persons: set[int], *, by: Person) -> None:
    record(
        TeamSaved(team=team.pk, name=team.name, persons=tuple(sorted(persons))), by=by.actor, at=clock.now()
    )


def _require_staff(persons: Iterable[Person]) -> set[int]:
    found = list(persons)
    for person in found:
        if not person.is_vendor:
            raise Refused(f"{person} does not work here.", code="not_staff", field="persons")
    return {person.pk for person in found}


def _require_name(name: str, *, besides: Team | None) -> str:
    name = one_line(name)
    if not 1 <= len(name) <= 80:
        raise Refused("A team has a name of at most 80 characters.", code="bad_name", field="name")
    if Team.objects.filter(name__iexact=name).exclude(pk=besides.pk if besides else 0).exists():
        raise Refused(f"There is a team named {name} already.", code="team_exists", field="name")
    return name
