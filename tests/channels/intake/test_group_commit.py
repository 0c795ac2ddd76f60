"""Many sessions, few commits; and one mail that can't be stored spoils it for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import wait
from datetime import timedelta

import pytest
from django.db import DataError, connection

from holdfast.channels.mail import group_commit
from holdfast.channels.mail.checks import check_mail_in
from holdfast.channels.mail.group_commit import GroupWriter
from holdfast.channels.mail.storing import Arrival, store_raw
from holdfast.channels.models import Mailbox, RawMail
from holdfast.kernel import clock
from holdfast.vendor.models import Vendor
from tests.channels.intake.ports import REALLY_COMMITTED, free_port


def _arrival(number: int) -> Arrival:
    return Arrival(
        mailbox="test", raw=b"Subject: %d\r\n\r\nx" % number, door="smtp", envelope_to=["a@b.example"]
    )


@REALLY_COMMITTED
def test_what_waits_together_is_committed_together(monkeypatch):
    batches: list[int] = []
    really = store_raw

    def count(arrivals: list[Arrival]) -> int:
        batches.append(len(arrivals))
        return really(arrivals)

    monkeypatch.setattr(group_commit, "store_raw", count)
    writer = GroupWriter()
    stored = [
        writer.put(_arrival(number % 450)) for number in range(500)
    ]  # before it starts, so that all wait
    writer.start()
    assert not wait(stored, timeout=20).not_done
    writer.stop()
    writer.join(10)
    assert all(each.exception() is None for each in stored)
    assert batches == [200, 200, 100]
    assert RawMail.objects.count() == 450


@REALLY_COMMITTED
def test_a_sender_that_hangs_up_meanwhile_is_in_nobodys_way():
    writer = GroupWriter()
    gone, patient = writer.put(_arrival(1)), writer.put(_arrival(2))
    gone.cancel()
    writer.start()
    patient.result(timeout=10)
    later = writer.put(_arrival(3))
    later.result(timeout=10)
    writer.stop()
    writer.join(10)
    assert RawMail.objects.count() == 3


@REALLY_COMMITTED
def test_one_that_can_not_be_stored_fails_alone(monkeypatch):
    really = store_raw

    def refuse_seven(arrivals: list[Arrival]) -> int:
        if any(b"Subject: 7\r" in each.raw for each in arrivals):
            raise DataError("no")
        return really(arrivals)

    monkeypatch.setattr(group_commit, "store_raw", refuse_seven)
    writer = GroupWriter()
    stored = [writer.put(_arrival(number)) for number in range(10)]
    writer.start()
    wait(stored, timeout=20)
    writer.stop()
    writer.join(10)
    assert [number for number, each in enumerate(stored) if each.exception()] == [7]
    assert RawMail.objects.count() == 9


@pytest.mark.django_db
def test_t15_an_envelope_is_stored_on_one_line():
    store_raw(
        [
            Arrival(
                mailbox="a\r\nb@c.example",
                raw=b"x",
                door="smtp",
                envelope_from="e\x00\u2028f@g.example",
                envelope_to=["h i@j.example", ""],
            )
        ]
    )
    mail = RawMail.objects.get()
    assert (mail.mailbox, mail.envelope_from, mail.envelope_to) == (
        "ab@c.example",
        "ef@g.example",
        ["hi@j.example"],
    )


@REALLY_COMMITTED
def test_check_tells_whether_mail_comes_in(vendor: Vendor, open_door: Callable[..., int]):
    port = open_door()
    assert all(each.is_well for each in check_mail_in(host="127.0.0.1", port=port))
    missing = check_mail_in(host="127.0.0.1", port=free_port())[0]
    assert not missing.is_well
    assert "Nothing takes mail" in missing.words
    box = Mailbox.objects.create(
        name="support", host="h.example", user="u", failing_since=clock.now(), trouble="LOGIN failed"
    )
    store_raw([_arrival(1)])
    RawMail.objects.update(reached_at="2020-01-01T00:00:00Z")
    told = [each.words for each in check_mail_in(host="127.0.0.1", port=port) if not each.is_well]
    assert len(told) == 2
    assert "LOGIN failed" in told[0]
    assert told[1] == "One mail waits to be put on tickets, the oldest since 2020-01-01 00:00:00 UTC."
    RawMail.objects.update(
        reached_at=clock.now() - timedelta(seconds=31),
        lease_by="00c0ffee-gone-7:x",
        lease_until=clock.now() + timedelta(minutes=2),
        attempts=2,
    )
    told = [each.words for each in check_mail_in(host="127.0.0.1", port=port) if not each.is_well]
    assert told[1].endswith(" UTC; 1 in the hands of a worker; 1 tried before.")
    RawMail.objects.update(reached_at=clock.now() - timedelta(seconds=20))
    assert [each.about for each in check_mail_in(host="127.0.0.1", port=port) if not each.is_well] == [
        "mailbox"
    ]
    Mailbox.objects.filter(pk=box.pk).update(failing_since=None)
    connection.close()
