"""A worker killed at every commit of a fan-out: nobody is left out, and nobody is told twice under two names (T56)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from holdfast.carriers.relay_address import read_relay
from holdfast.carriers.smtp import Relay
from holdfast.incidents.models import Bulletin, Interruption
from holdfast.notices.actions.claiming import LEASE
from holdfast.notices.actions.sending import Wires, run_once
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.project.demo.world import build_world
from holdfast.promises.actions.sweeping import sweep
from holdfast.promises.models import Promise
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
            deaths = [killed_at_commit(number, tell_and_send, before=before) for before in (True, False)]
            died += sum(deaths)
            clock.forward(seconds=LEASE.total_seconds() + 1)
            send()
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
