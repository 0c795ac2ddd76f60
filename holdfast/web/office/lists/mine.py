"""My clients: those whom the reader looks after now, each with the health of its list, the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse

from holdfast.clients.account_manager import managers_for
from holdfast.clients.emergency.health import Finding, findings
from holdfast.clients.emergency.reading import lists_of
from holdfast.clients.models import ListReview, Organisation
from holdfast.kernel import clock
from holdfast.lists.models import Answer, ListRequest
from holdfast.look.clocks import Clock, running
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.promises.models import OWED, Promise
from holdfast.promises.wording import title_of
from holdfast.web.frame import AMBER, person_of, show, zone_of
from holdfast.web.office.clients.page import client_url
from holdfast.web.office.clients.waiting import credits_to_decide
from holdfast.web.office.lists.card import badge
from holdfast.web.office.places import client_places


@dataclass(frozen=True)
class Mine:
    """One client in the daily view."""

    name: str
    url: str
    why: str
    """Why it is the reader's, where they are not the account manager."""
    contacts: int
    ailments: list[Finding]
    badge: tuple[str, str, str]
    reviewed_at: datetime | None
    review_due: str
    review_clock: Clock | None
    """What is promised of the oldest review that is due."""
    requests: int

    @property
    def rank(self) -> tuple[int, int, str]:
        worst = min((each.ailment for each in self.ailments), default=99)
        return worst, -len(self.ailments), self.name


@allow(Act.CHANGE_CLIENTS)
def mine(request: HttpRequest) -> HttpResponse:
    """The clients that I manage or cover now; a manager sees those too for whom nobody is there."""
    now, person = clock.now(), person_of(request)
    candidates = _candidates(person, now=now)
    managers = managers_for(candidates)
    theirs = [
        (each, why)
        for each in candidates
        if (why := _why(each, person, managers.of(each, at=now))) is not None
    ]
    shown = sorted(_mine(theirs, now=now), key=lambda each: each.rank)
    kept = {each.pk for each, _ in theirs}
    also = [each for each in candidates if each.pk in kept or each.cover_id == person.pk]
    context = {
        "credits": credits_to_decide(person, also, now=now),
        "clients": shown,
        "ailing": sum(bool(each.ailments) for each in shown),
        "zone": zone_of(request),
        "views": client_places(request, "my-clients"),
    }
    return show(request, "office/lists/mine.html", context, place="clients", now=now)


def _candidates(person: Person, *, now: datetime) -> list[Organisation]:
    """Those who may be theirs now."""
    return list(
        Organisation.objects.filter(is_own=False).filter(
            Q(account_manager=person)
            | Q(cover=person)
            | Q(account_manager=None)
            | Q(account_manager_away_until__gt=now)
            | Q(account_manager__is_active=False)
        )
    )


def _mine(theirs: list[tuple[Organisation, str]], *, now: datetime) -> list[Mine]:
    keys = [each.pk for each, _ in theirs]
    lists = lists_of(keys)
    due = dict(
        ListReview.objects.filter(organisation__in=keys, reviewed_at=None)
        .order_by("-quarter")
        .values_list("organisation", "quarter")
    )  # the oldest, which its clock is of
    clocks = _clocks(keys, now=now)
    asked = dict(
        ListRequest.objects.filter(ticket__organisation__in=keys, answer=Answer.OPEN)
        .order_by()
        .values_list("ticket__organisation")
        .annotate(Count("pk"))
    )
    found = []
    for client, why in theirs:
        standing = lists[client.pk]
        ailments = findings(standing.state, at=now)
        found.append(
            Mine(
                name=client.name,
                url=client_url(client),
                why=why,
                contacts=len(standing.entries),
                ailments=ailments,
                badge=badge(standing, ailments),
                reviewed_at=standing.state.reviewed_at,
                review_due=due.get(client.pk, ""),
                review_clock=clocks.get(client.pk),
                requests=asked.get(client.pk, 0),
            )
        )
    return found


def _clocks(clients: list[int], *, now: datetime) -> dict[int, Clock]:
    """Of each client the promise that its list is reviewed, the oldest that is still owed."""
    owed = Promise.objects.filter(organisation__in=clients, review__isnull=False, state__in=OWED)
    found: dict[int, Clock] = {}
    for each in owed.order_by("due_at"):
        total = int((each.due_at - each.start_at).total_seconds())
        shown = running(
            due_at=each.due_at, now=now, total=total, soon=int(total * AMBER), label=title_of(each.clause)
        )
        found.setdefault(each.organisation_id or 0, shown)
    return found


def _why(client: Organisation, person: Person, looked_after_by: list[Person]) -> str | None:
    """Why a client is this person's now; None when it is not."""
    if client.account_manager_id == person.pk:
        return "" if person in looked_after_by else "you are away; somebody stands in"
    if person not in looked_after_by:
        return None
    return "you cover" if client.cover_id == person.pk else "nobody looks after it; managers stand in"
