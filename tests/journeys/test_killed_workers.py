"""The same journey where the parts run apart, and a worker is killed at each stage: nothing is lost, nothing told anew."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser

from tests.journeys.apart import Apart
from tests.journeys.journey import travelling
from tests.journeys.one_ticket import one_ticket, require_one_thread
from tests.mail_sink import MailSink

STAGES = [
    "taken in",
    "acknowledged",
    "prioritised",
    "asked",
    "answered",
    "broken and climbed",
    "handed over",
    "fixed",
    "rejected",
    "fixed again",
    "approved by QA",
    "approved by the client",
    "explained",
]


def test_t56_with_two_workers_and_one_killed_at_each_stage_nothing_is_lost_and_nothing_told_under_two_names(
    tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MailSink() as sink:
        monkeypatch.setenv("HOLDFAST_RELAY", sink.url())
        installation = Apart(tmp_path / "home", os.environ["DATABASE_URL"])
        try:
            installation.start()
            with travelling(installation, sink, browser) as journey:
                stages = []
                for stage in one_ticket(journey):
                    stages.append(stage)
                    installation.kill_a_worker()
                assert stages == STAGES
                require_everything_told_once(installation, sink)
                require_one_thread(journey)
                require_promises_as_they_went(installation)
        finally:
            installation.stop()
    assert installation.caught, "no worker had anything in hand when it was killed"
    assert len(installation.seen) > len(installation.killed) == len(STAGES)
    assert psutil.wait_procs(installation.seen, timeout=5)[1] == []


def require_everything_told_once(installation: Apart, sink: MailSink) -> None:
    """Each letter came, under its own id; only a worker's death between the sink's word and its own may repeat one."""
    with installation.database() as line:
        installation.wait_for(
            lambda: (
                line.execute(
                    "SELECT FROM notices_delivery WHERE state = 'waiting' AND due_at <= holdfast_now()"
                    " OR lease_until > holdfast_now() AND state = 'waiting'"
                ).fetchone()
                is None
            )
        )
        states = dict(
            line.execute("SELECT mail_id, state FROM notices_delivery WHERE folded_into_id IS NULL")
        )
    told = Counter(sink.ids())
    assert set(told) == {mail_id for mail_id, state in states.items() if state == "accepted"}
    assert set(states.values()) <= {"accepted", "waiting"}
    assert told.total() - len(told) <= len(installation.killed)


def require_promises_as_they_went(installation: Apart) -> None:
    """One kept, one paused and resumed, then broken; each told of once, whoever was killed over it."""
    with installation.database() as line:
        facts = Counter(
            line.execute(
                "SELECT fact, said->>'clause' FROM kernel_trailentry WHERE fact LIKE 'Promise%'"
                " AND said->>'clause' IN ('acknowledge', 'turnaround') AND fact <> 'PromiseWarned'"
            ).fetchall()
        )
        states = dict(
            line.execute(
                "SELECT clause, state FROM promises_promise WHERE clause IN ('acknowledge', 'turnaround')"
            )
        )
        climbs = line.execute("SELECT level, count(*) FROM escalation_climb GROUP BY level").fetchall()
    assert states == {"acknowledge": "kept", "turnaround": "kept_late"}
    assert facts == {
        ("PromiseKept", "acknowledge"): 1,
        ("PromiseMoved", "turnaround"): 1,  # the priority was confirmed
        ("PromisePaused", "turnaround"): 1,
        ("PromiseResumed", "turnaround"): 1,
        ("PromiseBroken", "turnaround"): 1,
        ("PromiseKept", "turnaround"): 1,
    }
    assert climbs and {count for _, count in climbs} == {1}
