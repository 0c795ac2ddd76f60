"""Go up the ladder of a page: the one on duty by each of their channels, then the next level, at the end the managers.

Each step is taken under the page's row lock, and so is an acknowledgement: at the same instant one of them wins, and no
step follows an acknowledgement (T79).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from holdfast.duty.facts import PageGivenUp, PersonPaged, StepFailed
from holdfast.duty.models import Page, Rota, Step
from holdfast.duty.notices import page_event, write_step, write_to_managers
from holdfast.duty.reading import standings
from holdfast.duty.ways import Places, ways_of
from holdfast.kernel import clock, hints
from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.people.models import Person, Role
from holdfast.people.standing_in import who_stands_in

AT_ONCE: Final = 5
"""Pages that one person is called for within `_PACE`; more wait until some are acknowledged, the severe first (T77)."""
_PACE: Final = timedelta(minutes=10)
_TEST_WAITS: Final = timedelta(minutes=2)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Next:
    """Whom the next step tells, by which of their ways, and how long it waits."""

    person: Person
    ways: Places
    place: int
    level: int
    waits: timedelta


def run_once(*, limit: int = 50) -> int:
    """Take the steps that have come due, one transaction each; returns how many pages were looked at.

    After down time one step is taken, not all that were missed, and the next waits its time from now on (T76).
    """
    due = Page.objects.filter(next_at__lte=clock.now()).order_by("severity", "next_at", "pk")
    keys = list(due.values_list("pk", flat=True)[:limit])
    for key in keys:
        try:
            take_step(key)
        except Exception:  # one that fails must not keep the rest waiting
            _log.exception("Page %d can't go on", key)
    return len(keys)


@transaction.atomic
def take_step(key: int) -> None:
    """The next step of a page, if it is due."""
    page = Page.objects.select_for_update(of=("self",)).select_related("team", "only_person").get(pk=key)
    at = clock.now()
    if page.next_at is None or page.next_at > at or not page.is_open:
        return
    steps = list(page.steps.select_related("person").order_by("number"))
    found = _own_next(page, steps) if page.only_person else _next(page, steps, at)
    if _is_flooded(found, at):
        _wait(page, at + _TEST_WAITS)
    elif found is not None:
        _call(page, found, number=len(steps) + 1, at=at)
    else:
        _give_up(page, steps, at=at)


def go_on_after(delivery: Delivery, *, trouble: str, at: datetime) -> None:
    """A step did not reach its person: say so, and take the next one at once. The caller holds the page locked."""
    page = Page.objects.select_for_update(of=("self",)).get(pk=int(delivery.about.removeprefix("page-")))
    step = next(
        (each for each in page.steps.all() if delivery.notice.event == page_event(page.pk, each.number)), None
    )
    if step is None or step.trouble:
        return
    _fail(page, step, trouble, at=at)
    if page.is_open and page.next_at is not None and step.number == page.steps.count():
        _wait(page, at)
        hints.wake("duty")


def _next(page: Page, steps: list[Step], at: datetime) -> _Next | None:
    """The next way of whoever was called last, else the next level on which somebody is on duty who was not called.

    Whoever was shut out meanwhile is left alone at once (T80).
    """
    rotas = list(Rota.objects.filter(team=page.team).order_by("level"))
    last = steps[-1] if steps else None
    waits = {rota.level: timedelta(minutes=rota.answer_minutes) for rota in rotas}
    if last is not None and last.person is not None and last.person.is_active and last.person.is_vendor:
        ways = ways_of([last.person])[last.person.pk]
        if last.place + 1 < len(ways):
            wait = waits.get(last.level, _TEST_WAITS)
            return _Next(last.person, ways, last.place + 1, last.level, wait)
    called = {step.person_id for step in steps}
    for standing in standings((rota for rota in rotas if last is None or rota.level > last.level), since=at):
        key = standing.on_duty(at)
        if key is not None and key not in called:
            person = Person.objects.get(pk=key)
            return _Next(person, ways_of([person])[key], 0, standing.rota.level, waits[standing.rota.level])
    return None


def _own_next(page: Page, steps: list[Step]) -> _Next | None:
    """Of a test: the next of one's own ways."""
    person = page.only_person
    assert person is not None
    ways = ways_of([person])[person.pk]
    if len(steps) < len(ways) and person.is_active:
        return _Next(person, ways, len(steps), 1, _TEST_WAITS)
    return None


def _is_flooded(found: _Next | None, at: datetime) -> bool:
    """Whether they are being called for so much already that one call more would only be noise."""
    lately = Step.objects.filter(at__gt=at - _PACE, page__acknowledged_at=None)
    whom = lately.filter(person=found.person) if found is not None else lately.filter(level=0)
    return whom.values("page").distinct().count() >= AT_ONCE


def _call(page: Page, found: _Next, *, number: int, at: datetime) -> None:
    place = found.ways[found.place]
    step = Step.objects.create(
        page=page,
        number=number,
        level=found.level,
        person=found.person,
        place=found.place,
        channel=place[0],
        at=at,
    )
    told = PersonPaged(page=page.pk, step=number, level=found.level, channel=place[0], person=found.person.pk)
    record(told, by=POLICY, at=at)
    write_step(page, number, found.person, [place], level=found.level, at=at)
    row = Delivery.objects.filter(notice__event=page_event(page.pk, number)).get()
    if row.state == DeliveryState.CANCELLED:
        _fail(page, step, row.trouble, at=at)
        _wait(page, at)
    else:
        _wait(page, at + found.waits)


def _give_up(page: Page, steps: list[Step], *, at: datetime) -> None:
    """Nobody is left: the managers are told, and may still acknowledge (T63). A test ends here."""
    page.next_at, page.given_up_at = None, at
    page.save(update_fields=["next_at", "given_up_at"])
    if page.only_person is None:
        managers = who_stands_in(first=Role.MANAGER)
        number = len(steps) + 1
        Step.objects.create(page=page, number=number, level=0, at=at)
        write_to_managers(page, number, managers, nobody=not steps, at=at)
        keys = tuple(person.pk for person in managers)
        record(PersonPaged(page=page.pk, step=number, level=0, channel="", persons=keys), by=POLICY, at=at)
    record(PageGivenUp(page=page.pk, nobody=not steps), by=POLICY, at=at)


def _fail(page: Page, step: Step, trouble: str, *, at: datetime) -> None:
    step.trouble = trouble[:400]
    step.save(update_fields=["trouble"])
    told = StepFailed(
        page=page.pk, step=step.number, person=step.person_id, channel=step.channel, trouble=step.trouble
    )
    record(told, by=POLICY, at=at)


def _wait(page: Page, until: datetime) -> None:
    page.next_at = until
    page.save(update_fields=["next_at"])
