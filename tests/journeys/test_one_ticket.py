"""One ticket, from a stranger's mail to its explanation: as shipped, through real sockets, a person at each door."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.journey import travelling
from tests.journeys.one_ticket import one_ticket, require_one_thread
from tests.mail_sink import MailSink
from tests.project.installation import Installation


def test_a_strangers_mail_is_answered_fixed_approved_and_explained(
    tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MailSink() as sink:
        monkeypatch.setenv("HOLDFAST_RELAY", sink.url())
        installation = Installation(tmp_path / "home", is_test=True)
        installation.start()
        try:
            with travelling(installation, sink, browser) as journey:
                assert "explained" in list(one_ticket(journey))
                require_one_thread(journey)
                assert len(set(sink.ids())) == len(sink.ids())
        finally:
            installation.stop()
