"""The history as a feed reader sees it: what is stable, what is rewritten, and that any words can stand in it."""

from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from holdfast.statuspage.feeds import atom, rss
from holdfast.statuspage.shown import Shown
from tests.statuspage.a_page import FULL, NOON, URL, incident, maintenance, page, update


def parsed(written):
    feed = feedparser.parse(written)
    assert not feed.bozo, feed.bozo_exception
    return feed


def at(when):
    return tuple(when.utctimetuple())[:6]


def test_there_is_one_entry_for_each_interruption_and_maintenance_newest_first():
    feed = parsed(atom(FULL))
    assert feed.version == "atom10"
    assert [entry.id.rpartition("/")[2] for entry in feed.entries] == [
        "upgrade",
        "sooner",
        "now",
        "late",
        "done",
        "over",
    ]
    assert feed.feed.title == "Pellucid: history"
    assert feed.feed.author == "Pellucid"
    assert feed.feed.id == "tag:status.pellucid.example,2005:/history"
    assert feed.feed.updated == "2026-06-09T12:00:00+00:00"
    assert {link.rel: link.href for link in feed.feed.links} == {
        "alternate": URL,
        "self": f"{URL}/history.atom",
    }


def test_an_entry_is_rewritten_in_place():
    later = incident(
        "late", "resolved", updated_at=NOON + timedelta(hours=3), updates=(update("resolved"), update())
    )
    before, after = (
        parsed(atom(Shown(page(), incidents=(each,)))).entries[0] for each in (incident("late"), later)
    )
    assert before.id == after.id == "tag:status.pellucid.example,2005:Incident/late"
    assert before.published == after.published == "2026-06-09T12:00:00+00:00"
    assert (before.updated, after.updated) == ("2026-06-09T12:20:00+00:00", "2026-06-09T15:00:00+00:00")
    assert before.link == after.link == f"{URL}/incidents/late"
    assert "Resolved" in after.content[0].value


def test_the_words_come_newest_first_each_with_its_time_in_the_pages_zone():
    shown = Shown(page(time_zone="Europe/Berlin"), incidents=(incident(),))
    html = parsed(atom(shown)).entries[0].content[0].value
    assert html.startswith("<p><small>9 Jun 2026, 14:20 CEST</small><br /><strong>Identified</strong>")
    assert html.endswith("Messages arrive late.<br />None is lost.</p>")


def test_rss_says_when_a_maintenance_begins_and_ends_and_its_guid_is_no_address():
    feed = parsed(rss(FULL))
    assert feed.version == "rss20"
    upgrade = feed.entries[0]
    assert upgrade.id == "tag:status.pellucid.example,2005:Incident/upgrade"
    assert not upgrade.guidislink
    assert tuple(upgrade.published_parsed)[:6] == at(NOON + timedelta(days=2))
    assert upgrade.maintenanceenddate == "Thu, 11 Jun 2026 14:00:00 +0000"
    assert "Planned for 11 Jun 2026, 12:00 UTC to 11 Jun 2026, 14:00 UTC" in upgrade.description
    assert "<maintenanceEndDate>" in rss(FULL)
    late = next(entry for entry in feed.entries if entry.id.endswith("/late"))
    assert "maintenanceenddate" not in late
    assert tuple(late.published_parsed)[:6] == at(NOON)


def test_a_page_with_nothing_on_it_is_a_feed_too():
    for write in (atom, rss):
        assert parsed(write(Shown(page()))).entries == []
        assert write(Shown(page())) == write(Shown(page()))


@pytest.mark.parametrize("write", [atom, rss])
def test_only_the_fifty_newest_are_in_it(write):
    many = tuple(incident(str(number), at=NOON + timedelta(minutes=number)) for number in range(40))
    works = tuple(maintenance(f"m{number}") for number in range(20))
    entries = parsed(write(Shown(page(), incidents=many, maintenances=works))).entries
    assert len(entries) == 50
    assert entries[0].id.endswith("/39")


@given(st.text(), st.text())
@example("\ufffe", "\uffff\x0b\x1c\x00")
def test_any_words_can_stand_in_a_feed_and_none_of_them_is_markup(name, body):
    shown = Shown(page(), incidents=(incident(name=f"<i>&{name}", updates=(update(body=f"<b>&{body}"),)),))
    for write in (atom, rss):
        entry = parsed(write(shown)).entries[0]
        html = entry.content[0].value if write is atom else entry.description
        assert "&lt;b&gt;&amp;" in html
        assert "<b>" not in html


def test_a_page_at_another_host_has_other_ids():
    other = replace(FULL, page=page(url="https://status.example.org:8443"))
    assert parsed(atom(other)).entries[0].id == "tag:status.example.org,2005:Incident/upgrade"
