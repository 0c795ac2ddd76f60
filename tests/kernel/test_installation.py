"""Only an installation that was created as a test has a clock that can be moved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from holdfast.kernel import clock
from holdfast.kernel.models import Installation
from tests.world import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_normal_installation() -> Installation:
    """The row as a connection makes it that says nothing of a test."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE kernel_installation; SET LOCAL holdfast.is_test = ''")
    return Installation.objects.create(created_at=timezone.now())


def refused(words: str, **changed: object) -> bool:
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        Installation.objects.update(**changed)
    return True


def test_a_test_installation_moves_its_clock_and_stays_a_test() -> None:
    Installation.objects.update(clock_offset=timedelta(days=400))
    assert clock.now() - timezone.now() > timedelta(days=399)
    clock.set_for_test(NOON)
    assert clock.now() == NOON
    Installation.objects.update(stopped_at=None, clock_offset=timedelta(0))
    assert refused("from its creation on, or never", is_test=False)


def test_t75_a_normal_installation_refuses_a_moved_clock_and_never_becomes_a_test(
    a_normal_installation: Installation,
) -> None:
    assert refused("installation_clock_is_true", clock_offset=timedelta(seconds=1))
    assert refused("installation_clock_is_true", stopped_at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL holdfast.is_test = 'on'")  # too late
    assert refused("from its creation on, or never", is_test=True)
    assert refused("from its creation on, or never", is_test=True, clock_offset=timedelta(seconds=1))
    assert abs(clock.now() - timezone.now()) < timedelta(seconds=5)


def test_the_row_can_not_be_taken_away_and_made_anew() -> None:
    with pytest.raises(IntegrityError, match="can not be taken away"), transaction.atomic():
        Installation.objects.all().delete()


def test_a_test_installation_is_made_only_where_that_was_said(a_normal_installation: Installation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE kernel_installation")
    with pytest.raises(IntegrityError, match="nobody said"), transaction.atomic():
        Installation.objects.create(created_at=timezone.now(), is_test=True)


def test_the_demo_world_is_refused_where_the_clock_is_true(a_normal_installation: Installation) -> None:
    with pytest.raises(CommandError, match=r"not created as a test.*bin/up --demo"):
        call_command("load_demo")
