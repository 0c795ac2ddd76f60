"""Open pages: what must be seen to now becomes a row, and the worker goes up its ladder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from holdfast.duty.facts import PageJoined, PageOpened
from holdfast.duty.models import Cause, Page, Rota
from holdfast.kernel import clock, hints
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import Fact, record, record_many
from holdfast.kernel.rows import insert
from holdfast.kernel.text import one_line
from holdfast.people.models import Person

BELL = "duty"


@dataclass(frozen=True, kw_only=True)
class Call:
    """What somebody must see to; `event` is its name for good."""

    event: str
    cause: Cause
    about: str
    words: str
    url: str
    severity: int = 1
    team: int | None = None
    """Whose matter it is; where that team has no rota, the one that takes the rest is paged."""


def page_somebody(calls: Sequence[Call], *, at: datetime) -> None:
    """Open a page for each, in the caller's transaction and a constant number of statements.

    What is about the same as an open page joins it, so that nobody is called twice for one thing. Without a single rota
    nothing is paged: then those who stand in are told by mail alone, as ever.
    """
    if not calls:
        return
    rotas = list(Rota.objects.order_by("-takes_rest", "level", "pk").values_list("team_id", flat=True))
    if not rotas:
        return
    known = set(Page.objects.filter(event__in=[call.event for call in calls]).values_list("event", flat=True))
    standing = Page.objects.filter(about__in={call.about for call in calls}, acknowledged_at=None)
    open_pages = dict(standing.exclude(next_at=None).values_list("about", "pk"))
    facts: list[Fact] = []
    made: dict[str, Page] = {}
    for call in calls:
        if call.event in known:
            continue
        known.add(call.event)
        if call.about in open_pages:
            facts.append(PageJoined(page=open_pages[call.about], cause=call.cause, words=call.words))
        elif call.about not in made:
            made[call.about] = _page(call, team=call.team if call.team in rotas else rotas[0], at=at)
    for page in insert(list(made.values())):
        facts.append(_opened(page))
    record_many(facts, by=SYSTEM, at=at)
    if made:
        hints.wake(BELL)


@transaction.atomic
def page_oneself(person: Person) -> Page:
    """A test: the person is called by all of their ways in order until they acknowledge; nobody else is."""
    at = clock.now()
    page = Page.objects.create(
        event=f"test-{person.pk}-{at:%Y%m%d%H%M%S%f}",
        cause=Cause.TEST,
        about=f"person-{person.pk}",
        words="A test page",
        severity=4,
        only_person=person,
        opened_at=at,
        next_at=at,
    )
    record(_opened(page), by=person.actor, at=at)
    hints.wake(BELL)
    return page


def _page(call: Call, *, team: int, at: datetime) -> Page:
    return Page(
        event=call.event,
        cause=call.cause,
        about=call.about,
        words=one_line(call.words, limit=300),
        url=call.url,
        severity=call.severity,
        team_id=team,
        opened_at=at,
        next_at=at,
    )


def _opened(page: Page) -> PageOpened:
    return PageOpened(page=page.pk, cause=page.cause, concerning=page.about, words=page.words)
