"""A worker killed at every commit of a fan-out: nobody is left out, and nobody is told twice under two names (T56)."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import ClassVar

import pytest

from holdfast.carriers.outcome import Outcome
from holdfast.carriers.relay_address import read_relay
from holdfast.carriers.smtp import Relay
from holdfast.incidents.models import Bulletin, Interruption
from holdfast.notices.actions.claiming import LEASE
from holdfast.notices.actions.sending import Wires, run_once
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.project.demo.world import build_world
from holdfast.promises.actions.sweeping import sweep
from holdfast.promises.models import Promise
from tests.changed_database import change_database
from tests.incidents.estate import build_estate
from tests.incidents.many import client_with, hit, update
from tests.killing import killed_at_commit
from tests.mail_sink import MailSink
from tests.world import Clock

CONTACTS = 12
"""More than are settled at once."""


@pytest.mark.django_db(transaction=True)
def test_t56_killed_before_and_after_every_commit_of_a_fan_out_all_get_it_and_none_more_than_once_again() -> (
    None
):
    clock = Clock()
    world = build_world()
    estate = build_estate(world)
    client_with(estate.inbox, "Many", [[("mail", "")]] * CONTACTS)
    found = hit(estate.inbox, by=world.kaveh)
    with MailSink() as sink:

        def send() -> None:
            run_once(worker="doomed", wires=Wires([Relay(read_relay(sink.url()))]), run_for=60)

        def tell_and_send() -> None:
            update(Interruption.objects.get(pk=found.pk), by=world.kaveh)
            send()

        send()  # what went before
        number, died = 1, 0
        while True:
            deaths = []
            for before in (True, False):
                deaths.append(killed_at_commit(number, tell_and_send, before=before))
                clock.forward(seconds=LEASE.total_seconds() + 1)
                send()  # all of it, so that the next one has as much before it as this one had
            died += sum(deaths)
            if not any(deaths):
                break
            number += 1
        assert died >= 8  # the word, the claim, two batches: before and after each
        rows = Delivery.objects.filter(notice__told__isnull=False)
        assert set(rows.values_list("state", flat=True)) == {DeliveryState.ACCEPTED}
        assert rows.count() == Bulletin.objects.count() * (CONTACTS + 2)
        came = Counter(sink.ids())
        told = set(rows.values_list("mail_id", flat=True))
        assert told <= set(came)
        assert max(came[each] for each in told) <= 2
        assert (
            2 * Bulletin.objects.count() >= 2 * number - 1
        )  # only the deaths before the first commit told nothing
    while sweep("heir"):
        pass
    for client in (
        Promise.objects.filter(clause="hourly_update").values_list("organisation", flat=True).distinct()
    ):
        chain = Promise.objects.filter(organisation=client, clause="hourly_update")
        assert chain.filter(state="running").count() == 1
        assert chain.filter(broken_at__isnull=False).count() == 0
        assert timedelta() < clock.now - chain.latest("start_at").start_at < timedelta(hours=1)


@pytest.mark.django_db(transaction=True)
def test_t59_a_database_that_only_reads_for_a_while_in_the_middle_of_a_fan_out_loses_nobody_and_repeats_nothing() -> (
    None
):
    clock = Clock()
    world = build_world()
    estate = build_estate(world)
    client_with(estate.inbox, "Many", [[("mail", "")]] * CONTACTS)
    found = hit(estate.inbox, by=world.kaveh)

    class TakenOver(Relay):
        """At whose third mail the database ends its connections, and only reads from then on."""

        sent = 0

        def send(self, envelope_from: str, to: str, message: bytes) -> Outcome:
            self.sent += 1
            if self.sent == 3:
                change_database("SET default_transaction_read_only = on")
            return super().send(envelope_from, to, message)

    with MailSink() as sink, mended_at_first_complaint() as complaints:
        run_once(wires=Wires([Relay(read_relay(sink.url()))]), run_for=60)  # what went before
        update(Interruption.objects.get(pk=found.pk), by=world.kaveh)
        try:
            run_once(wires=Wires([TakenOver(read_relay(sink.url()))]), run_for=60)
        finally:
            change_database("RESET default_transaction_read_only")
        clock.forward(seconds=LEASE.total_seconds() + 1)
        run_once(wires=Wires([Relay(read_relay(sink.url()))]), run_for=60)
        rows = Delivery.objects.filter(notice__told__isnull=False)
        assert complaints and rows.count() == CONTACTS + 2
        assert set(rows.values_list("state", flat=True)) == {DeliveryState.ACCEPTED}
        came = Counter(sink.ids())
        assert {came[each] for each in rows.values_list("mail_id", flat=True)} == {1}


@contextmanager
def mended_at_first_complaint() -> Iterator[list[str]]:
    """The database writes again as soon as the sender says that it could not write down an outcome."""

    class Mending(logging.Handler):
        complaints: ClassVar[list[str]] = []

        def emit(self, record: logging.LogRecord) -> None:
            if "tried again" in record.getMessage() and not self.complaints:
                self.complaints.append(record.getMessage())
                change_database("RESET default_transaction_read_only")

    mending, told = Mending(), logging.getLogger("holdfast.notices.actions.settling")
    mending.complaints.clear()
    told.addHandler(mending)
    try:
        yield mending.complaints
    finally:
        told.removeHandler(mending)
