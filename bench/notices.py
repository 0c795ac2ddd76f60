"""`python -m bench.notices`: an update about an interruption to 5,000 contacts of 1,000 clients, over a loopback SMTP sink.

Aims (issue, 'Speed and proof'): all accepted ≤ 60 s with one worker, the first within 2 s; no contact twice; scope
preview ≤ 100 ms.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bench.installation import installation, machine
from bench.smtp_sink import Sink, smtp_sink

if TYPE_CHECKING:
    from holdfast.catalogue.models import Component
    from holdfast.project.demo.world import World

CLIENTS = 1_000
CONTACTS = 5
"""Of each client."""
PATIENCE = 300.0


def main(clients: int = CLIENTS) -> None:
    with installation() as world, smtp_sink() as sink:
        from holdfast.incidents.actions.confirming import Hit, confirm_interruption, suspect_interruption
        from holdfast.incidents.actions.telling import send_report, send_update
        from holdfast.incidents.models import Level
        from holdfast.incidents.scope import scope_of
        from holdfast.kernel import clock
        from holdfast.promises.models import Promise

        component = fill(world, clients)
        contacts = clients * CONTACTS
        began = time.perf_counter()
        found = suspect_interruption(title="Messages arrive late", by=world.kaveh.actor)
        confirm_interruption(found, hits=[Hit(component, Level.MAJOR)], by=world.kaveh)
        print(f"{machine()}; {clients:,} clients, {contacts:,} contacts")
        print(f"confirmed, and promised to each         {time.perf_counter() - began:8.2f} s")
        spans = [_timed(lambda: scope_of(found)) * 1000 for _ in range(21)]
        print(_line("scope preview", statistics.median(spans), 100, "ms") + f"   {scope_of(found)}")
        with worker(sink):
            sink.wait_for(1, within=PATIENCE)  # the account managers' letters, so it is up
            for name in ("report", "update"):
                wait_until_quiet()
                sink.forget()
                next_at = clock.now() + timedelta(minutes=50)
                began = time.monotonic()
                if name == "report":
                    send_report(found, said=WHOLE, next_at=next_at, by=world.kaveh)
                else:
                    send_update(found, text="Half of it is moved.", next_at=next_at, by=world.tobin)
                written = time.monotonic() - began
                taken = sink.wait_for(contacts, to="contact", within=PATIENCE)
                recorded = wait_until_quiet() - began
                print(f"{name}: written                         {written:8.2f} s")
                print(_line(f"{name}: the first accepted", taken[0].at - began, 2, "s"))
                print(_line(f"{name}: the last accepted", taken[-1].at - began, 60, "s"))
                print(_line(f"{name}: the last recorded", recorded, 60, "s"))
                most = max(Counter(each.to for each in taken).values())
                ids = max(Counter(each.mail_id for each in taken).values())
                print(
                    f"{name}: to {len({each.to for each in taken}):,} addresses, at most {most} to one, {ids} under one id"
                )
        states = Counter(Promise.objects.exclude(affected=None).values_list("clause", "state"))
        print(", ".join(f"{clause} {state} {number:,}" for (clause, state), number in sorted(states.items())))


def fill(world: World, clients: int) -> Component:
    """Enter so many clients in all time zones with a list of five each, who all use one component."""
    from holdfast.catalogue.models import Component, Service, Use
    from holdfast.clients.models import Contact, EmergencyList, ListEntry, ListVersion, Organisation, Wanted
    from holdfast.kernel import clock
    from holdfast.kernel.rows import insert
    from holdfast.people.models import Person

    at = clock.now()
    service = Service.objects.create(name="Bench")
    component = Component.objects.create(service=service, name="Inbox", since_on=date(2020, 1, 1))
    managers = [world.kaveh, world.theo]
    organisations = insert(
        [
            Organisation(
                name=f"Client {number}",
                time_zone=ZONES[number % len(ZONES)],
                account_manager=managers[number % len(managers)],
            )
            for number in range(clients)
        ]
    )
    lists = insert([EmergencyList(organisation=each, number=1) for each in organisations])
    versions = insert([ListVersion(list=each, number=1, at=at, by_label="bench") for each in lists])
    persons = insert(
        [
            Person(
                email=f"contact{number}.{nth}@client{number}.example",
                name=f"Contact {number} {nth}",
                time_zone=ZONES[number % len(ZONES)],
                confirmed_at=at,
                password="!",
            )
            for number in range(clients)
            for nth in range(CONTACTS)
        ]
    )
    insert(
        [
            Contact(person=each, organisation=organisations[nth // CONTACTS])
            for nth, each in enumerate(persons)
        ]
    )
    insert(
        [
            ListEntry(
                version=versions[nth // CONTACTS],
                person=each,
                position=nth % CONTACTS,
                wants=list(Wanted.values),
                channels=[{"kind": "mail", "address": each.email}],
            )
            for nth, each in enumerate(persons)
        ]
    )
    insert(
        [
            Use(organisation=each, component=component, since_at=at - timedelta(days=90))
            for each in organisations
        ]
    )
    _analyse()
    return component


def wait_until_quiet() -> float:
    """When nothing waits to be sent any more (monotonic)."""
    from holdfast.notices.models import Delivery, DeliveryState

    until = time.monotonic() + PATIENCE
    while Delivery.objects.filter(state=DeliveryState.WAITING).exists() and time.monotonic() < until:
        time.sleep(0.05)
    return time.monotonic()


@contextmanager
def worker(sink: Sink) -> Iterator[None]:
    """One worker as an operator starts it."""
    surroundings = {**os.environ, "HOLDFAST_RELAY": f"smtp://127.0.0.1:{sink.port}?tls=none"}
    with subprocess.Popen(
        [sys.executable, "-m", "holdfast.project.cli", "worker"], env=surroundings
    ) as process:
        try:
            yield
        finally:
            process.terminate()


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _timed(work) -> float:  # type: ignore[no-untyped-def]
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _line(what: str, seen: float, aim: float, unit: str) -> str:
    return f"{what:40}{seen:8.2f} {unit}   (aim ≤ {aim:g} {unit}: {seen / aim:.2f} of it)"


WHOLE = {
    "affected": "The inbox",
    "noticed": "Messages arrive late.",
    "who": "Whoever works in Frankfurt.",
    "workaround": "None yet.",
    "doing": "We move the traffic away.",
}
ZONES = ("America/New_York", "America/Vancouver", "Europe/London", "Europe/Berlin", "Asia/Kolkata", "Asia/Tokyo",
         "Australia/Sydney", "Pacific/Auckland")  # fmt: skip

if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CLIENTS)
