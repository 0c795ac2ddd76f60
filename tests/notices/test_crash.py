"""A sender that is killed at any point: nothing lost, nothing sent more than twice, always under the same id (T56)."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from holdfast.carriers.outcome import Outcome
from holdfast.carriers.relay_address import read_relay
from holdfast.carriers.smtp import Relay
from holdfast.notices.actions.sending import Wires, run_once
from holdfast.notices.models import Delivery
from holdfast.people.models import Person
from tests.killing import Child
from tests.mail_sink import MailSink
from tests.notices.letters import NOON, Time, tell
from tests.notices.standing_still import send_and_stand_still

MAILS = 12


def kill_a_worker_at(point: str, sink: MailSink, nth: int) -> None:
    """Start a process that sends, and kill -9 it when it stands at that point."""
    with Child(lambda: send_and_stand_still(point, sink.port, nth)) as worker:
        assert worker.said.readline() == "reached\n"
        worker.kill()
        assert worker.wait() == -signal.SIGKILL


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("point", "nth"),
    [
        ("before send", 1),
        ("before send", MAILS),
        ("during DATA", 3),
        ("after 250", MAILS),
        ("before commit", 1),
    ],
)
def test_t56_a_killed_sender_loses_nothing_and_repeats_under_the_same_id(
    mara: Person, time: Time, sink: MailSink, wires: Callable[..., Wires], point: str, nth: int
) -> None:
    for number in range(MAILS):
        tell(mara, about=f"matter-{number}", is_automatic=False)
    kill_a_worker_at(point, sink, nth)
    run_once(wires=wires())
    held = Delivery.objects.exclude(state="accepted")
    assert held.count() > 0
    assert set(held.values_list("state", "lease_until")) == {("waiting", NOON.replace(minute=1))}
    time.forward(seconds=61)
    run_once(wires=wires())
    assert not Delivery.objects.exclude(state="accepted").exists()
    came = Counter(sink.ids())
    assert set(came) == set(Delivery.objects.values_list("mail_id", flat=True))
    assert max(came.values()) <= 2


@pytest.mark.django_db(transaction=True)
def test_t56_a_sender_killed_after_its_commit_repeats_nothing(
    mara: Person, time: Time, sink: MailSink, wires: Callable[..., Wires]
) -> None:
    for number in range(MAILS):
        tell(mara, about=f"matter-{number}", is_automatic=False)
    kill_a_worker_at("after commit", sink, 0)
    time.forward(seconds=61)
    run_once(wires=wires())
    assert len(sink.ids()) == len(set(sink.ids())) == MAILS
    assert not Delivery.objects.exclude(state="accepted").exists()


@pytest.mark.django_db(transaction=True)
def test_t59_a_database_that_ends_the_line_while_mail_is_sent_loses_nothing_and_repeats_nothing(
    mara: Person, time: Time, sink: MailSink
) -> None:
    for number in range(MAILS):
        tell(mara, about=f"matter-{number}", is_automatic=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (ours,) = cursor.fetchone()

    class EndingTheLine(Relay):
        """A relay at whose third mail the database ends the sender's connection, as a restart would."""

        sent = 0

        def send(self, envelope_from: str, to: str, message: bytes) -> Outcome:
            self.sent += 1
            if self.sent == 3:
                address = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
                with psycopg.connect(address) as other:
                    other.execute("SELECT pg_terminate_backend(%s)", [ours])
            return super().send(envelope_from, to, message)

    run_once(wires=Wires([EndingTheLine(read_relay(sink.url()))]))
    assert not Delivery.objects.exclude(state="accepted").exists()
    assert sorted(sink.ids()) == sorted(Delivery.objects.values_list("mail_id", flat=True))
