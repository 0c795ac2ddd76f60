"""The status page in a bucket: signed, changed files only, in a good order; and a store that fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from holdfast.catalogue.models import Component
from holdfast.incidents.actions.telling import send_report
from holdfast.project.demo.world import World
from holdfast.project.status_export import running
from holdfast.project.status_export.bucket import Access, Bucket
from holdfast.project.status_export.bucket_address import read_bucket
from holdfast.project.status_export.export import WHOLE_AFTER, Export
from holdfast.project.status_export.place import Unwritten
from tests.bucket_stand_in import BucketStandIn, Stored
from tests.incidents.estate import Estate, build_estate
from tests.project.test_public_pages import django
from tests.statuspage.test_page import REPORT, confirmed
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db
SECRET = "wJalrXUtnFEMI/K7MDENG"
WHERE = "s3://pages/public/now"


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


@pytest.fixture
def store() -> Iterator[BucketStandIn]:
    with BucketStandIn("pages", key_id="AKID", secret=SECRET, region="eu-north-1") as far:
        yield far


def bucket_of(store: BucketStandIn, *, secret: str = SECRET, url: str = "") -> Bucket:
    access = Access(endpoint=url or store.url, region="eu-north-1", key_id="AKID", secret=secret)
    return Bucket(read_bucket(WHERE), access)


def test_it_is_written_whole_then_what_changed_and_what_may_be_read_no_more_goes(
    world: World, estate: Estate, store: BucketStandIn, the_clock: Clock
) -> None:
    kept = store.files["public/now/status/notes.txt"] = Stored(b"Somebody else's.", {})
    store.files["elsewhere/status/index.html"] = kept
    found = confirmed(world, estate)
    page = f"public/now/status/{found.code}/index.html"
    export = Export(bucket_of(store), django)
    export.run(now=NOON, is_whole=False)
    order = store.written()
    assert [each for each in order if each.endswith(".html")] == [
        page,
        "public/now/status/history/2026-11/index.html",
        "public/now/status/history/index.html",
        "public/now/status/index.html",
        "public/now/index.html",
    ], "what is linked lies there before what links"
    first = next(number for number, name in enumerate(order) if "/static/" not in name)
    assert not any("/static/" in name for name in order[first:])
    said = store.files[page].headers
    assert said["content-type"] == "text/html; charset=utf-8"
    assert said["cache-control"].startswith("public, max-age=30")
    styles = [name for name in order if name.endswith(".css")]
    assert all("immutable" in store.files[each].headers["cache-control"] for each in styles) and styles
    assert store.files["public/now/history.atom"].headers["content-type"].startswith("application/atom+xml")

    export.run(now=the_clock.now, is_whole=False)
    assert store.written() == []
    Export(bucket_of(store), django).run(now=the_clock.now)
    assert store.written() == [], "another worker, or this one after its start, sees what lies there"

    send_report(found, said=REPORT, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    export.run(now=the_clock.now, is_whole=False)
    order = store.written()
    assert b"We move the traffic away." in store.files[page].content
    assert order.index(page) < order.index("public/now/history.atom") < order.index("public/now/index.html")
    assert not any("/static/" in name for name in order)

    Component.objects.filter(pk=estate.inbox.pk).update(is_public=False)
    export.run(now=the_clock.now, is_whole=False)
    assert store.asked.index(("PUT", "public/now/index.html")) < store.asked.index(("DELETE", page))
    assert page not in store.files
    assert found.title.encode() not in b"".join(each.content for each in store.files.values())
    assert store.files["public/now/status/notes.txt"] is kept
    assert store.files["elsewhere/status/index.html"] is kept

    store.asked.clear()
    del store.files["public/now/maintenance.ics"]
    export.run(now=the_clock.forward(seconds=WHOLE_AFTER.total_seconds()), is_whole=False)
    assert "public/now/maintenance.ics" in store.written(), "once a day it looks at what lies there"


def test_a_store_that_fails_is_told_in_words_without_the_secret_and_all_is_there_once_it_is_well(
    world: World,
    estate: Estate,
    store: BucketStandIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    found = confirmed(world, estate)
    said = []
    for place, status in (
        (bucket_of(store, secret="another"), "403"),
        (bucket_of(store, url="http://127.0.0.1:1"), "Connection refused"),
    ):
        with pytest.raises(Unwritten, match=status) as trouble:
            Export(place, django).run(now=NOON)
        said.append(str(trouble.value))
    assert not store.files
    monkeypatch.setenv("HOLDFAST_STATUS_EXPORT", WHERE)
    monkeypatch.setenv("HOLDFAST_S3_ENDPOINT", store.url)
    monkeypatch.setenv("HOLDFAST_S3_REGION", "eu-north-1")
    monkeypatch.setenv("HOLDFAST_S3_KEY_ID", "AKID")
    monkeypatch.setenv("HOLDFAST_S3_SECRET", SECRET)
    monkeypatch.setattr(running, "_running", {WHERE: Export(running.place_named(WHERE), django)})
    store.fail(403)
    with pytest.raises(Unwritten):
        running.run_once()
    assert f"{WHERE} can't be listed: " in caplog.text
    store.fail(503)
    assert running.find_export().is_well, "asked again at once"
    assert running.run_once() == running.EVERY
    page = f"public/now/status/{found.code}/index.html"
    assert page in store.files and "public/now/index.html" in store.files

    send_report(found, said=REPORT, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    store.fail(403, at="public/now/history.atom")
    with pytest.raises(Unwritten, match=r"history\.atom can't be written"):
        running.run_once()
    words = b"We move the traffic away."
    assert words in store.files[page].content and words not in store.files["public/now/index.html"].content
    running.run_once()
    assert words in store.files["public/now/history.atom"].content
    assert words in store.files["public/now/index.html"].content
    assert not any(SECRET in each for each in (*said, caplog.text, repr(bucket_of(store)._access)))
