"""A form does what it asks for once: pressed twice at the same time, sent again later, refused before."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection

from holdfast.kernel import clock
from holdfast.kernel.models import SentForm
from holdfast.kernel.once import once
from holdfast.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


def never() -> int:
    raise AssertionError("it was done already")


def test_of_two_presses_at_once_the_later_waits_and_leads_to_what_the_earlier_made() -> None:
    begun = Event()

    def make_while_another_waits() -> int:
        begun.set()
        with connection.cursor() as cursor:
            waiting = 0
            while not waiting:
                cursor.execute(
                    "SELECT count(*) FROM pg_locks WHERE NOT granted AND transactionid IS NOT NULL"
                )
                (waiting,) = cursor.fetchone()
        return 412

    def press(act: Callable[[], int]) -> int:
        try:
            return once("a form", "words", act)
        finally:
            connection.close()

    def forget() -> None:
        SentForm.objects.all().delete()
        connection.close()

    with ThreadPoolExecutor() as threads:
        first = threads.submit(press, make_while_another_waits)
        assert begun.wait(timeout=20)
        second = threads.submit(press, never)
        try:
            assert (first.result(timeout=20), second.result(timeout=20)) == (412, 412)
        finally:
            threads.submit(forget).result(timeout=20)


def test_what_was_refused_may_be_sent_again_and_what_is_old_is_forgotten() -> None:
    def refuse() -> int:
        raise Refused("Not now.", code="not_now")

    long_ago = clock.now() - timedelta(days=31)
    SentForm.objects.create(form="old", words="", made=1, at=long_ago)
    with pytest.raises(Refused, match="Not now"):
        once("a form", "words", refuse)
    assert once("a form", "words", lambda: 7) == once("a form", "words", never) == 7
    with pytest.raises(Refused, match="these are other words"):
        once("a form", "others", never)
    assert once("another", "words", lambda: 8) == 8
    assert set(SentForm.objects.values_list("made", flat=True)) == {7, 8}
