"""Notices as these tests write them."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from holdfast.kernel import clock
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.letters import Reader
from holdfast.notices.models import Delivery, Notice
from holdfast.people.models import Person

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_numbers = itertools.count(1)


class Time:
    """The installation's clock: it stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOON
        clock.set_for_test(self.now)

    def forward(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        clock.set_for_test(self.now)
        return self.now


def to(*persons: Person) -> list[Reader]:
    return [Reader(person, to_client=not person.is_vendor) for person in persons]


def tell(*persons: Person, about: str = "matter-1", **more: Any) -> Notice:
    """Write a notice to these persons; `test_mail` is a kind that this app ships."""
    values: dict[str, Any] = {"event": f"event-{next(_numbers)}", "kind": "test_mail", "subject": "A word"}
    values |= {"about": about, "readers": to(*persons)} | more
    return write_notice(**values)


def row(notice: Notice, person: Person) -> Delivery:
    return Delivery.objects.select_related("notice").get(notice=notice, address=person.email)


def states(notice: Notice) -> dict[str, str]:
    return dict(Delivery.objects.filter(notice=notice).values_list("address", "state"))
