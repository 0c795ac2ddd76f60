"""Everybody who works here; a search finds everybody else we know by a mail address."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.kernel import clock
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person, Role, Team
from holdfast.web.frame import show
from holdfast.web.office.places import office_places

PAGE = 100


@dataclass(frozen=True)
class PersonLine:
    """One person in the list."""

    name: str
    email: str
    roles: str
    teams: str
    state: str
    tone: str
    url: str


@allow(Act.CHANGE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """The vendor's people by name; with words, whoever has them in name or address."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    found = Person.objects.prefetch_related("teams").select_related("contact__organisation")
    found = (
        found.filter(Q(name__icontains=words) | Q(email__icontains=words))
        if words
        else found.exclude(roles=[])
    )
    rows = list(found.order_by("-is_active", "name", "email")[: PAGE + 1])
    context = {
        "words": words,
        "people": [_line(person) for person in rows[:PAGE]],
        "is_cut": len(rows) > PAGE,
        "views": office_places(request, "people"),
    }
    return show(request, "office/people/list.html", context, place="people", now=clock.now())


def roles_in_words(person: Person) -> str:
    """`Agent, Lead`, or what else the person is to us."""
    if person.roles:
        return ", ".join(Role(role).label for role in person.roles)
    contact = getattr(person, "contact", None)
    return f"Contact of {contact.organisation}" if contact else "No role"


def state_of(person: Person) -> tuple[str, str]:
    """Whether they can enter, in words, with a tone."""
    if not person.is_active:
        return "Shut out", "late"
    if person.is_vendor and person.confirmed_at is None:
        return "Invited", "soon"
    return "", ""


def _line(person: Person) -> PersonLine:
    state, tone = state_of(person)
    teams: list[Team] = list(person.teams.all())
    return PersonLine(
        str(person),
        person.email,
        roles_in_words(person),
        ", ".join(sorted(team.name for team in teams)),
        state,
        tone,
        reverse("desk:person", args=[person.pk]),
    )
