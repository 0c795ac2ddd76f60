"""Articles in and out: Markdown and HTML, pictures that lie beside, each file whole or not at all; nothing is fetched."""

from __future__ import annotations

import io
import socket
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from holdfast.catalogue.models import Service
from holdfast.kernel.refusal import Forbidden
from holdfast.knowledge.actions.categories import save_category
from holdfast.knowledge.actions.reviewing import approve_article, ask_for_review
from holdfast.knowledge.importing.exporting import export_articles
from holdfast.knowledge.importing.front_matter import Unreadable, joined, split
from holdfast.knowledge.importing.importing import import_articles
from holdfast.knowledge.importing.pages import read_page
from holdfast.knowledge.importing.reading import LARGEST, Files, files_in
from holdfast.knowledge.models import Article, ArticleFile, Category, Revision, State
from holdfast.knowledge.rendering import render
from holdfast.project.demo.world import World
from tests.knowledge.articles import published
from tests.knowledge.test_life import picture
from tests.knowledge.test_rendering import HOSTILE, require_harmless

pytestmark = pytest.mark.django_db

ENGLISH = """---
title: "Queues: how"
slug: queues
category: Routing
product: {product}
service: Voice
summary: In short.
---

See ![board](../pic/a%20b.png), [plan](plan.pdf), [other](other.md), ![far](http://evil.example/x.png).
"""
GERMAN = "---\ntitle: Schlangen\nlanguage: de\noriginal: queues\n---\nEins.\n"
PAGE = """<!doctype html><html><head><title>Site</title><script>alert(1)</script></head><body><nav>Menu</nav><main>
<h1>Export limits</h1><p onclick="x()">Up to <b>20 000</b> rows.</p><pre><code class="language-python">x = 1</code></pre>
<table><tr><th>a</th></tr><tr><td>1</td></tr></table><a href="javascript:alert(1)">x</a></main></body></html>"""


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """T52: whoever tries to reach anything but the database fails."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


def held(files: dict[str, bytes]) -> Files:
    """Files that lie nowhere."""
    return Files({name: len(each) for name, each in files.items()}, lambda name: io.BytesIO(files[name]))


def folder(world: World) -> dict[str, bytes]:
    return {
        "routing/queues.md": ENGLISH.format(product=world.products["chat"]).encode(),
        "routing/plan.pdf": b"%PDF-1.4",
        "pic/a b.png": picture(),
        "a-german.md": GERMAN.encode(),
        "exports/limits.html": PAGE.encode(),
        "no-title-here.md": b"# From its heading\n\nText.",
        "bad/latin.md": "Gr\xfc\xdfe".encode("latin-1"),
        "bad/front.md": b"---\ntitle: x\n  - y\n---\ntext",
        "bad/client.md": b"---\naudience: organisation\nclient: Nobody & Sons\n---\ntext",
        "bad/picture.md": b"![x](broken.png)",
        "bad/large.md": b"![x](broken.mp4)",
        "bad/broken.mp4": bytes(11 * 1024**2),
        "bad/long.html": bytes(6 * 1024**2),
        "bad/broken.png": b"\x89PNG\r\n\x1a\nnothing",
        "bad/deep.html": b"<div>" * 3000 + b"x" + b"</div>" * 3000,
        "osprey.md": f"---\ntitle: For one\nclient: {world.osprey.name}\n---\ntext".encode(),
        "bad/service.md": b"---\nservice: Nothing\n---\ntext",
        "bad/other.md": f"---\nproduct: {world.products['chat']}\nservice: Reports\n---\ntext".encode(),
        "bad/original.md": b"---\nlanguage: fr\noriginal: nowhere\n---\ntext",
        "bad/language.md": b"---\nlanguage: xx\n---\ntext",
    }


@pytest.mark.usefixtures("no_network")
def test_t52_a_folder_becomes_drafts_and_what_is_wrong_is_said_of_each_file(world: World) -> None:
    with pytest.raises(Forbidden):
        import_articles(held({}), by=world.tobin)
    told = import_articles(held(folder(world)), by=world.kaveh)
    assert sorted(told.wrong) == sorted(
        name for name in folder(world) if name.startswith("bad/") and "broken" not in name
    )
    assert told.wrong["bad/large.md"] == "“bad/broken.mp4” has 11 MB; 10 MB are the most"
    assert told.wrong["bad/long.html"] == "“bad/long.html” has 6 MB; 5 MB are the most"
    assert "UTF-8" in told.wrong["bad/latin.md"] and "line 3" in told.wrong["bad/front.md"]
    titles = {each.title: each for each in Article.objects.select_related("category", "original")}
    assert sorted(titles) == ["Export limits", "For one", "From its heading", "Queues: how", "Schlangen"]
    assert {each.state for each in titles.values()} == {State.DRAFT}
    assert (titles["For one"].audience, titles["For one"].organisation) == ("organisation", world.osprey)
    assert titles["Schlangen"].original == titles["Queues: how"]
    assert str(titles["Export limits"].category) == "Exports"
    assert str(titles["Queues: how"].category) == f"{world.products['chat']}, Voice: Routing"
    source = Revision.objects.filter(article=titles["Queues: how"]).latest("number").source
    keys = dict(ArticleFile.objects.values_list("filename", "key"))
    assert f"![board](/help/files/{keys['a b.png']}/), [plan](/help/files/{keys['plan.pdf']}/)" in source
    assert "[other](other.md), ![far](http://evil.example/x.png)" in source
    assert not Category.objects.filter(name="Bad").exists(), (
        "nothing half: the shelf of a refused file is not there"
    )
    again = import_articles(held({"routing/queues.md": folder(world)["routing/queues.md"]}), by=world.kaveh)
    assert "already" in again.wrong["routing/queues.md"] and Article.objects.count() == 5


@pytest.mark.usefixtures("no_network")
def test_t33_a_page_of_html_becomes_markdown_without_what_runs() -> None:
    title, source = read_page(PAGE)
    assert title == "Export limits"
    assert source == "Up to **20 000** rows.\n\n```python\nx = 1\n```\n\n| a |\n| --- |\n| 1 |\n\nx\n"
    for written in HOSTILE:
        require_harmless(render(read_page(written)[1]).html)


def test_what_is_exported_comes_back_as_it_was(world: World, tmp_path: Path) -> None:
    """Round trip: title, text, settings, translations and pictures of every article."""
    files = {name: content for name, content in folder(world).items() if not name.startswith("bad/")}
    import_articles(held(files), by=world.kaveh)
    for article in Article.objects.all():
        approve_article(ask_for_review(article, by=world.tobin), number=article.newest, by=world.delphine)
    services = list(Service.objects.order_by("pk")[:2])
    for_one = {"audience": "organisation", "organisation": world.osprey, "services": services}
    beside = save_category(name="Routing", product=world.products["chat"], by=world.kaveh)
    published(world, "Of no service", category=beside)
    published(world, "For one: “quoted”", "- a\n- b\n", **for_one)
    before = standing()
    call_command("help_export", str(tmp_path), verbosity=0)
    zipped = tmp_path.with_suffix(".zip")
    with zipfile.ZipFile(zipped, "w") as packed:
        for file in tmp_path.rglob("*.*"):
            packed.write(file, file.relative_to(tmp_path))
    for article in Article.objects.all():
        Article.objects.filter(pk=article.pk).update(slug=f"old-{article.pk}", original=None)
    with files_in(zipped) as packed_files:
        told = import_articles(packed_files, by=world.kaveh)
    assert told.wrong == {} and len(services) == 2
    assert standing(exclude="old-") == before


def standing(exclude: str = "nothing-") -> dict[str, tuple[Any, ...]]:
    """By address, all that an article is, its files by their content."""
    found = {}
    contents = dict(ArticleFile.objects.values_list("key", "file_id"))
    for each in Article.objects.exclude(slug__startswith=exclude).select_related("category", "original"):
        source = each.revisions.latest("number").source
        for key, content in contents.items():
            source = source.replace(key, content[:8])
        newest = each.revisions.latest("number")
        original = each.original.slug if each.original else ""
        found[f"{each.language}/{each.slug}"] = (
            *(newest.title, newest.summary, source.rstrip(), each.category_id, each.audience),
            *(each.organisation_id, original, sorted(each.services.values_list("name", flat=True))),
        )
    return found


def test_front_matter_is_taken_apart_as_it_was_put_together() -> None:
    for value in ("plain", "a: b", '"quoted"', "it's", "#x", "- y", "[z]", " padded ", "\\n", "Übergang"):
        assert split(joined({"title": value}, "Text\n---\nmore")) == ({"title": value}, "Text\n---\nmore")
    assert split("No dashes.\n") == ({}, "No dashes.\n")


def test_t27_an_archive_leads_nowhere_and_does_not_unfold_without_end(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("../out.md", "x")
        made.writestr("/etc/out.md", "x")
        made.writestr("in/a.md", "x")
        made.writestr(zipfile.ZipInfo("in/b.md"), "whole")
        made.writestr("large.png", b"\x00" * 30_000_000)
    file = tmp_path / "a.zip"
    file.write_bytes(packed.getvalue())
    with files_in(file) as found:
        assert sorted(found) == ["in/a.md", "in/b.md", "large.png"] and found.read("in/a.md") == b"x"
        with pytest.raises(Unreadable, match=r"“large.png” has 28.6 MB; 10 MB are the most"):
            found.read("large.png")
    (tmp_path / "secret.md").write_text("secret")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "link.md").symlink_to(tmp_path / "secret.md")
    with files_in(tmp_path / "docs") as found:
        assert list(found) == []
    with pytest.raises(Unreadable, match="has more than 10 MB"):  # whatever is claimed of its size
        Files({"a": 1}, lambda _: io.BytesIO(b"x" * (LARGEST + 1))).read("a")
    for sizes in ({"a": 3 * 1024**3}, {str(nth): 1 for nth in range(20_001)}):
        with pytest.raises(Unreadable, match="20,000 files and 2 GB at most"):
            Files(sizes, lambda _: io.BytesIO())
    file.write_bytes(packed.getvalue().replace(b"whole", b"wrong"))
    with files_in(file) as found, pytest.raises(Unreadable, match=r"“in/b.md” can’t be read"):
        found.read("in/b.md")
    file.write_bytes(b"PK\x03\x04 not one")
    with pytest.raises(Unreadable), files_in(file):
        pass


def test_t27_an_import_holds_one_file_at_a_time(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for nth in range(4):
            made.writestr(f"{nth}.pdf", bytes(9 * 1024**2))
    tracemalloc.start()
    with files_in(file) as found:
        assert sum(len(found.read(name)) for name in found) == 4 * 9 * 1024**2
    held_at_most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert held_at_most < 3 * 9 * 1024**2


def test_the_command_says_what_it_did_and_fails_when_a_file_was_left_out(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.md").write_text("# One\n\nText.")
    (tmp_path / "two.md").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(SystemExit):
        call_command("help_import", str(tmp_path), by=world.kaveh.email)
    told = capsys.readouterr()
    assert (
        "1 articles are drafts now; 1 files were left out." in told.out
        and "two.md: it is not UTF-8" in told.err
    )
    assert export_articles(tmp_path / "out") == 1
