"""The status page as files: whole, linked among themselves, replaced in one step, and nothing in it that is not public."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
from django.conf import settings
from icalendar import Calendar
from selectolax.lexbor import LexborHTMLParser

from holdfast.catalogue.models import Component
from holdfast.incidents.actions.telling import send_report
from holdfast.project.demo.world import World
from holdfast.project.status_export.export import Export
from holdfast.project.status_export.folder import Folder
from holdfast.project.status_export.links import with_relative_links
from tests.incidents.estate import Estate, build_estate
from tests.incidents.test_maintenance import announced
from tests.project.test_public_pages import django
from tests.statuspage.test_page import REPORT, confirmed
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


def links_of(page: Path) -> Iterator[str]:
    for each in LexborHTMLParser(page.read_text()).css("[href], [src], form[action]"):
        for name in ("href", "src", "action"):
            yield each.attributes.get(name) or ""


def test_every_page_feed_and_document_is_there_and_every_link_leads_to_a_file_or_to_the_installation(
    world: World, estate: Estate, tmp_path: Path
) -> None:
    planned = announced(world, estate)
    found = confirmed(world, estate)
    Export(Folder(tmp_path), django).run(now=NOON)
    pages = list(tmp_path.rglob("*.html"))
    assert {each.relative_to(tmp_path).as_posix() for each in pages} == {
        "index.html",
        "status/index.html",
        "status/history/index.html",
        "status/history/2026-11/index.html",
        f"status/{found.code}/index.html",
        f"status/{planned.code}/index.html",
    }
    for page in pages:
        for link in filter(None, links_of(page)):
            if not link.startswith(("#", "data:", "tel:", settings.SITE_URL)):
                assert link.startswith("."), (page, link)
                assert (page.parent / link).is_file(), (page, link)
        modules = json.loads(LexborHTMLParser(page.read_text()).css_first('script[type="importmap"]').text())
        assert all((page.parent / each).is_file() for each in modules["imports"].values())
    assert found.title in (tmp_path / "index.html").read_text()
    summary = json.loads((tmp_path / "api/v2/summary.json").read_text())
    assert summary["incidents"][0]["name"] == found.title
    assert (tmp_path / f"api/v2/components/{estate.inbox.code}.json").is_file()
    for feed in ("history.atom", "history.rss"):
        parsed = feedparser.parse((tmp_path / feed).read_bytes())
        assert not parsed.bozo
        assert {each.title for each in parsed.entries} == {found.title, planned.title}
    for calendar in ("maintenance.ics", f"status/{planned.code}/maintenance.ics"):
        (event,) = Calendar.from_ical((tmp_path / calendar).read_bytes()).walk("VEVENT")
        assert event["SUMMARY"] == planned.title
    assert not list(tmp_path.rglob(".*")), "nothing half written is left"


def test_it_is_written_again_where_it_changed_and_what_may_be_read_no_more_goes(
    world: World, estate: Estate, tmp_path: Path, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    (tmp_path / "status").mkdir()
    kept = tmp_path / "status" / "notes.txt"
    kept.write_text("Somebody else's.")
    export = Export(Folder(tmp_path), django)
    export.run(now=NOON, is_whole=False)
    page = tmp_path / "status" / found.code / "index.html"
    before = page.stat().st_mtime_ns, page.read_text()
    export.run(now=the_clock.forward(seconds=30), is_whole=False)
    assert page.stat().st_mtime_ns == before[0]
    send_report(found, said=REPORT, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    export.run(now=the_clock.now, is_whole=False)
    assert "We move the traffic away." in page.read_text() and "We move" not in before[1]
    Component.objects.filter(pk=estate.inbox.pk).update(is_public=False)
    export.run(now=the_clock.now, is_whole=False)
    assert not page.exists()
    assert not (tmp_path / f"api/v2/components/{estate.inbox.code}.json").exists()
    assert found.title not in "".join(each.read_text() for each in tmp_path.rglob("*.html"))
    assert kept.read_text() == "Somebody else's."


def test_words_that_look_like_links_stay_words() -> None:
    page = '<p>Set content="/x" by &quot;href="/status/"</p> <a href="/status/">Status</a> <a href="/reach/">Reach</a>'
    files = {"/status/": "status/index.html"}
    made = with_relative_links(page, "status/history/index.html", files, "https://help.example.com")
    assert '<a href="../index.html">Status</a>' in made
    assert '<a href="https://help.example.com/reach/">Reach</a>' in made
    assert posixpath.normpath("status/history/../index.html") == "status/index.html"
