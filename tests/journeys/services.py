"""An installation in which services are used, with a window for each person of its stories, and what all of them end in."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import psycopg
from playwright.sync_api import Browser, Page

from tests.journeys.apart import Apart, printed
from tests.journeys.journey import Journey, travelling
from tests.journeys.loaded import Loaded
from tests.mail_sink import CaughtMail, MailSink

ORLA, BRAM, MINA = "orla@ospreylane.example", "bram@ospreylane.example", "mina@velda.example"
CONTACTS = (ORLA, BRAM, MINA)
KAVEH, INES, DELPHINE = "kaveh@pellucid.example", "ines@pellucid.example", "delphine@pellucid.example"
_PROMISES = """
SELECT o.name, p.clause, p.state, p.broken_at IS NOT NULL
  FROM promises_promise p JOIN clients_organisation o ON o.id = p.organisation_id
 WHERE p.affected_id IS NOT NULL OR p.reached_id IS NOT NULL ORDER BY p.id
"""


class Affected(Apart):
    """One web process and one worker on a database of the session's server, with people, clients and what they use."""

    workers_wanted = 1

    def prepare(self, loaded: Loaded) -> None:
        making = loaded.begin(output=self.first, module="tests.journeys.affected")
        *_, sessions = printed(making, self.first).splitlines()
        self.sessions: dict[str, str] = json.loads(sessions)


class Services(Journey):
    """What people see at their doors, and what is in the ledger."""

    installation: Affected

    @cached_property
    def line(self) -> psycopg.Connection:
        """One connection for all that is asked again and again; it ends with the database."""
        return self.installation.database()

    def enters(self, name: str) -> Page:
        """The window of somebody who is signed in."""
        page = self.window()
        value = self.installation.sessions[name]
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": self.root}])
        return page

    @property
    def root(self) -> str:
        return f"http://localhost:{self.installation.port}"

    def mails(self, address: str, subject: str) -> list[CaughtMail]:
        """All that this address got under the subject, in order."""
        return [each for each in self.sink.mails if each.to == address and each.message["Subject"] == subject]

    def wait_for_mails(self, subject: str, number: int) -> None:
        """Until each contact has so many, and the ledger knows it."""
        self.installation.wait_for(
            lambda: all(len(self.mails(each, subject)) >= number for each in CONTACTS) and self.is_settled()
        )

    def is_settled(self) -> bool:
        row = self.line.execute("SELECT count(*) FROM notices_delivery WHERE state = 'waiting'").fetchone()
        return row == (0,)

    def outcomes(self, clause: str) -> dict[str, list[str]]:
        """By client, what became of each promise of the clause; a broken one says so for good."""
        found: dict[str, list[str]] = {}
        for client, its, state, is_broken in self.line.execute(_PROMISES).fetchall():
            if its == clause:
                found.setdefault(client, []).append(f"broken, {state}" if is_broken else state)
        return found

    def wait_for_outcomes(self, clause: str, *wanted: str) -> None:
        """Until each of the two clients was promised this, and nobody else."""
        expected = {client: list(wanted) for client in ("Osprey Lane Clinics", "Velda Retail")}
        try:
            self.installation.wait_for(lambda: self.outcomes(clause) == expected)
        except AssertionError:
            raise AssertionError(f"{clause}: {self.outcomes(clause)}, and not {wanted}") from None

    def now(self) -> datetime:
        """What the clock of the installation says."""
        row = self.line.execute("SELECT holdfast_now() AT TIME ZONE 'UTC'").fetchone()
        assert row is not None
        return cast("datetime", row[0])

    def published(self, reader: Page, name: str) -> Any:
        """One document of the status page."""
        answer = reader.request.get(f"/api/v2/{name}.json")
        assert answer.ok
        return answer.json()

    def require_one_thread(self, subject: str, number: int) -> None:
        """Each contact got that many, each once and alone, in one thread under one subject; all of them automatic."""
        for address in CONTACTS:
            got = self.mails(address, subject)
            assert len(got) == number, (address, len(got))
            assert {each.message["To"].count("@") for each in got} == {1}
            assert len({each.message["References"].split()[0] for each in got}) == 1
            ids = [str(each.message["Message-ID"]) for each in got]
            assert len(set(ids)) == number
            assert [each.message["In-Reply-To"] for each in got[1:]] == ids[:-1]
            for each in got:
                assert each.message["Auto-Submitted"] == "auto-generated" and each.message["List-Id"]
                assert each.message["List-Unsubscribe"] is None  # an emergency list is never left by a link
        roots = Counter(self.mails(each, subject)[0].message["References"].split()[0] for each in CONTACTS)
        assert len(roots) == 1


@contextmanager
def services(home: Path, server: str, sink: MailSink, browser: Browser) -> Iterator[Services]:
    """All of it, and its end."""
    installation = Affected(home, server, "affected")
    try:
        installation.start()
        with travelling(installation, sink, browser, Services) as journey:
            yield journey
    finally:
        installation.stop()
