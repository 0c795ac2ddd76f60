"""What the administrators are told of at once, and how it never becomes a flood of its own."""

from __future__ import annotations

import pytest
from django.db import transaction

from holdfast.channels.facts import SenderMuted, StaffMailRefused
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record
from holdfast.notices.facts import NoticeFailed
from holdfast.notices.models import Delivery, Notice
from holdfast.project.alarms import WORDS, tell_administrators
from holdfast.project.demo.world import World
from holdfast.project.wiring import WIRING
from tests.world import Clock


def failed(kind: str) -> NoticeFailed:
    return NoticeFailed(
        notice=1,
        delivery=1,
        concerning="ticket-1",
        kind=kind,
        event="e",
        to_client=False,
        person=None,
        address="piotr@pellucid.example",
        trouble="550",
    )


@pytest.mark.django_db
def test_t6_mail_in_a_colleagues_name_alarms_every_administrator_once_an_hour(
    world: World, the_clock: Clock
) -> None:
    with transaction.atomic():
        for mail in range(3):
            record(
                StaffMailRefused(mail=mail, person=world.tobin.pk, why="DMARC fail"),
                by=SYSTEM,
                at=clock.now(),
            )
        record(SenderMuted(mail=9, sender="flood@elsewhere.example", why="30"), by=SYSTEM, at=clock.now())
    assert Notice.objects.filter(kind="alarm").count() == 2
    told = Delivery.objects.filter(notice__kind="alarm").values_list("address", flat=True)
    assert set(told) == {"piotr@pellucid.example", "nell@pellucid.example"}
    the_clock.forward(hours=1)
    with transaction.atomic():
        record(StaffMailRefused(mail=4, person=world.tobin.pk, why="DMARC fail"), by=SYSTEM, at=clock.now())
    assert Notice.objects.filter(kind="alarm").count() == 3


@pytest.mark.django_db
def test_t21_an_alarm_that_fails_raises_no_further_alarm(world: World) -> None:
    with transaction.atomic():
        record(failed("alarm"), by=SYSTEM, at=clock.now())
    assert not Notice.objects.filter(kind="alarm").exists()
    with transaction.atomic():
        record(failed("message"), by=SYSTEM, at=clock.now())
    assert Notice.objects.filter(kind="alarm").count() == 1


def test_every_alarm_has_its_words_and_is_wired() -> None:
    assert WORDS.keys() == {
        fact.__name__ for fact, follow in WIRING.items() if tell_administrators in follow.now
    }
