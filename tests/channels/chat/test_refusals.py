"""Why something is not taken is told in the language of the panel, as its other words are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import holdfast
from holdfast.channels.chat.models import Visitor
from holdfast.kernel import clock
from holdfast.project.demo.world import World
from tests.channels.chat.browsers import Browser
from tests.notices.test_translation import catalogue, install

GERMAN = {
    "This chat is closed.": "Dieser Chat ist geschlossen.",
    "One file at a time, %(megabytes)s MB at most.": "Eine Datei auf einmal, höchstens %(megabytes)s MB.",
    "That was much in a short time. Try again in a minute.": "Das war viel in kurzer Zeit.",
    "This is no mail address.": "Das ist keine Mailadresse.",
}
TELL = sorted(
    {
        *Path(holdfast.__file__).parent.glob("portal/chat/*.py"),
        *Path(holdfast.__file__).parent.glob("channels/chat/[inps]*.py"),
        *Path(holdfast.__file__).parent.glob("channels/chat/actions/[mnr]*ing.py"),
    }
)
"""Whatever refuses something that a panel asks for."""


@pytest.mark.django_db
def test_a_panel_is_told_in_its_own_language_why_something_is_not_taken(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(catalogue(GERMAN), tmp_path, monkeypatch)
    browser = Browser()

    def refused(what: str, status: int, *, language: str = "de-AT", **said: str) -> str:
        return str(
            browser.ask(what, status=status, token=browser.token, language=language, **said)["message"]
        )

    assert refused("address", 422, address="nowhere") == "Das ist keine Mailadresse."
    assert refused("address", 422, address="nowhere", language="fr") == "This is no mail address."
    large = SimpleUploadedFile("a.bin", b"0" * (5 * 1024 * 1024 + 1))
    form = {"token": browser.token, "id": "file-0001", "language": "de", "file": large}
    answer = browser.client.post("/chat/file/", form)
    assert answer.json()["message"] == "Eine Datei auf einmal, höchstens 5 MB."
    for nth in range(20):
        browser.say("Hello", f"word-{nth:04}")
    assert refused("say", 429, text="Hello", id="word-0020") == "Das war viel in kurzer Zeit."
    Visitor.objects.update(blocked_at=clock.now())
    assert refused("fetch", 403) == "Dieser Chat ist geschlossen."
    assert json.loads(browser.client.post("/chat/fetch/", "[]", content_type="text/plain").content) == {
        "code": "no_json",
        "message": "This is no JSON object.",
        "field": "",
    }


def test_whatever_a_panel_is_refused_stands_in_the_catalogue() -> None:
    told = {
        path.name: re.findall(r"(?:Refused|Forbidden)\(\s*(?!gettext_noop\()[f\"'].*", path.read_text())
        for path in TELL
        if path.name != "files.py"  # a page of its own, in a tab of its own
    }
    assert {name for name in told if not told[name]} == set(told), told
    assert {"talking.py", "calls.py", "naming.py", "rating.py", "mailing.py", "identity.py"} <= set(told)
