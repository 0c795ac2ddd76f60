"""`python -m bench.desk`: the pages of a busy desk, asked for by four clients of two web processes.

Aims (issue, 'Desk and portal'): queue and ticket page p50 ≤ 25 ms and ≥ 150 requests a second each, ≤ 12 queries; a
ticket by the form ≥ 150 a second; a search query ≤ 15 ms and its page ≤ 50 ms, for a rare and a common word.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import cycle, islice
from random import Random
from typing import TYPE_CHECKING, Any

import psutil

from bench import visits
from bench.browser import Browser
from bench.filling import fill, more_contacts, sessions_of
from bench.installation import installation, machine
from bench.table import Table
from bench.web_processes import web_processes
from bench.words import COMMON, KNOWN, RARE, vocabulary

if TYPE_CHECKING:
    from django.test import Client

    from holdfast.people.models import Person

TICKETS = 100_000
PROCESSES, CLIENTS = 2, 4
_CALLERS = 8_000
"""So many people have a ticket opened that hardly one has two: else the caps on automatic mail are what is measured."""
AGENTS = ("tobin", "saoirse", "ana", "hollis")
WRITERS = ("orla@ospreylane.example", "lutz@velda.example", "dara@quillon.example", "jun@tessellate.example")


def main(tickets: int = TICKETS) -> None:
    with installation() as world:
        from holdfast.kernel import clock
        from holdfast.portal.support.proof import proof_of
        from holdfast.project.demo.people import PASSWORD
        from holdfast.tickets.models import Message, Ticket

        began = time.perf_counter()
        fill(world, tickets)
        spent = time.perf_counter() - began
        print(
            f"{machine()}; {Ticket.objects.open().count():,} open tickets with {Message.objects.count():,} messages"
            f" filled in {spent:.0f} s"
        )
        numbers = Random(4).sample(list(Ticket.objects.values_list("pk", flat=True)), 2_000)
        later = _later_page(world.tobin)
        searched = _searched()
        _print_queries(world.tobin, later, numbers[:40], searched)
        started = proof_of(clock.now())
        with web_processes(PROCESSES) as (ports, web):
            table = Table(web, _database())
            agents = _signed_in(ports, [f"{name}@pellucid.example" for name in AGENTS], PASSWORD)
            table.head()
            table.line("queue", agents, partial(visits.page, path="/desk/"), p50=25, rate=150)
            table.line("queue, fifth page", agents, partial(visits.page, path=later), p50=25, rate=150)
            table.line("ticket", agents, partial(visits.ticket, tickets=numbers), p50=25, rate=150)
            beside = partial(visits.ticket, tickets=numbers, inside="live/about/")
            table.line("  what stands beside it", agents, beside)
            for kind, words in searched.items():
                table.line(f"search, {kind}", agents, partial(visits.page, path=_search(words)), p50=50)
            contacts = more_contacts(_CALLERS)
            for agent in agents:
                agent.open_form("/desk/tickets/new/")
            by_desk = partial(visits.desk_form, contacts=contacts)
            table.line("ticket by the desk's form", agents, by_desk, rate=150, expects=302)
            writers = [Browser(port) for port in islice(cycle(ports), CLIENTS)]
            for writer, mail in zip(writers, WRITERS, strict=True):
                writer.sign_in(mail, PASSWORD)
                writer.open_form("/tickets/new/")
            by_portal = partial(visits.portal_form, sessions=sessions_of(contacts))
            table.line("ticket by the portal's form", writers, by_portal, rate=150, expects=302)
            strangers = [Browser(port) for port in islice(cycle(ports), CLIENTS)]
            table.line("the public form", strangers, partial(visits.page, path="/support/"))
            for stranger in strangers:
                stranger.open_form("/support/")
            by_form = partial(visits.public_form, started=started)
            table.line("ticket by the public form", strangers, by_form, rate=150, expects=302)


def _signed_in(ports: Sequence[int], people: Sequence[str], password: str) -> list[Browser]:
    """A browser for each person, the processes in turn, as a proxy deals them out."""
    browsers = [Browser(port) for port, _ in zip(cycle(ports), people, strict=False)]
    for browser, email in zip(browsers, people, strict=True):
        browser.sign_in(email, password)
    return browsers


def _database() -> psutil.Process:
    """The PostgreSQL that this process is connected to."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return psutil.Process(psutil.Process(cursor.fetchone()[0]).ppid())


def _searched() -> dict[str, str]:
    """What is searched for: a word of nearly every message, one of a few dozen, and one with a letter left out."""
    words = vocabulary()
    known = next(word for word in words[KNOWN:] if len(word) > 8)
    return {"a common word": words[COMMON], "a rare word": words[RARE], "a typo": known[:4] + known[5:]}


def _search(words: str) -> str:
    return f"/desk/search/?q={words}"


def _later_page(person: Person) -> str:
    """The address of the fifth page of the queue, as one gets there."""
    path, door = "/desk/", _door(person)
    for _ in range(4):
        path = re.findall(r'rel="next" href="([^"]+)"', door.get(path).content.decode())[0]
        path = path.replace("&amp;", "&")
    return path


def _print_queries(person: Person, later: str, numbers: Sequence[int], searched: Mapping[str, str]) -> None:
    """How many statements a page takes at most, session and all, and how long the search's own ones."""
    from django.db import connection

    from holdfast.tickets.queries import search

    door = _door(person)
    tickets = [f"/desk/tickets/{number}/" for number in numbers]
    for name, paths in {"queue": ["/desk/"], "queue, fifth page": [later], "ticket": tickets}.items():
        door.get(paths[0])  # what is read once for a process
        counted = []
        for path in paths:
            seen: list[str] = []
            with connection.execute_wrapper(partial(_note, seen)):
                assert door.get(path).status_code == 200
            counted.append(len(seen))
        print(f"{name:28}{max(counted):9} statements   aim ≤ 12")
    for kind, words in searched.items():
        spans, found = [], 0
        for _ in range(30):
            began = time.perf_counter()
            found = len(search(words))
            spans.append(time.perf_counter() - began)
        seen_ms = statistics.median(spans) * 1000
        print(f"search query, {kind:14}{seen_ms:9.1f} ms, {found} found   aim ≤ 15 ms ({seen_ms / 15:.2f})")


def _door(person: Person) -> Client:
    from django.test import Client

    door = Client()
    door.force_login(person)
    return door


def _note(seen: list[str], execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    seen.append(sql)
    return execute(sql, params, many, context)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TICKETS)
