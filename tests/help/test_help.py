"""The help site: what each reader gets, by whole pages; made once for anybody; nothing of what is not for them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.catalogue.facts import ServiceChanged
from holdfast.catalogue.models import Service
from holdfast.knowledge.actions.categories import save_category
from holdfast.knowledge.actions.files import add_file
from holdfast.knowledge.actions.settling import Settings, settle_article
from holdfast.knowledge.actions.writing import Text, save_revision, translate_article
from holdfast.knowledge.facts import (
    ArticleArchived,
    ArticlePublished,
    ArticleSaved,
    ArticleSettled,
    CategorySaved,
)
from holdfast.knowledge.models import Audience, Feedback, SearchedInVain
from holdfast.project.demo.world import World
from holdfast.project.public_pages import HELP, Kept, PublicPages
from tests.knowledge.articles import draft, one_of_each_audience, publish, published, shelf
from tests.knowledge.test_life import picture
from tests.notices.test_translation import catalogue, install
from tests.portal.visiting import as_, stranger
from tests.project.test_public_pages import Reader, django

pytestmark = pytest.mark.django_db

SOURCE = (
    "## The page\n\nIf the page carries a skill, it wins.\n\n## The bot\n\n> [!WARNING]\n> Switch it off.\n"
)


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_an_article_says_what_it_says_in_whole(world: World) -> None:
    article = published(world, "How chats find a queue </script>", SOURCE, summary="In three places.")
    published(world, "Queues and skills")
    german = translate_article(article, Text(title="Wie", source="Drei."), language="de", by=world.tobin)
    publish(world, german)
    page = text_of(stranger(), article.path)
    for expected in (
        "<h1>How chats find a queue &lt;/script&gt;</h1>",
        '<h2 id="s-the-page">The page</h2>',
        '<a href="#s-the-page">The page</a>',
        '<div class="callout warning">',
        f'<link rel="canonical" href="http://localhost:8000{article.path}">',
        f'<link rel="alternate" hreflang="de" href="http://localhost:8000{german.path}">'
        f'<link rel="alternate" hreflang="en" href="http://localhost:8000{article.path}">'
        f'<link rel="alternate" hreflang="x-default" href="http://localhost:8000{article.path}">',
        f'<a href="{german.path}" lang="de" hreflang="de">Deutsch</a>',
        "Tobin Adeyar, checked on",
        '<a href="/help/en/queues-and-skills/">',
        f'action="{article.path}answer/"',
    ):
        assert expected in page, expected
    alternates = re.compile('<link rel="alternate"[^>]*>')
    assert alternates.findall(text_of(stranger(), german.path)) == alternates.findall(page)
    homes = "".join(alternates.findall(text_of(stranger(), "/help/de/")))
    told = re.findall(r'hreflang="(.*?)" href="http://localhost:8000(.*?)"', homes)
    assert told == [("de", "/help/de/"), ("en", "/help/en/"), ("x-default", "/help/")]
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    told = json.loads(data[0])["@graph"]
    assert told[0]["headline"] == "How chats find a queue </script>" and "<" not in data[0]
    assert [each["name"] for each in told[1]["itemListElement"]][:2] == ["Help", "Routing"]
    save_again = save_revision(article, Text(title="How chats", source="More."), seen=1, by=world.tobin)
    publish(world, save_again)
    assert "There is a newer text" in text_of(stranger(), german.path)
    draft_of = save_revision(published(world, "Beside"), Text(title="Secret plan"), seen=1, by=world.tobin)
    for path in (article.path, draft_of.path, "/help/en/", f"/help/en/category/{article.category.slug}/"):
        assert "Secret" not in text_of(stranger(), path), "a title that nobody has approved"


def test_t42_what_is_not_for_a_reader_is_nowhere_on_the_site(world: World) -> None:
    articles = one_of_each_audience(world)
    readers = {"nobody": stranger(), "lutz": as_(world.persons["lutz"]), "orla": as_(world.orla)}
    for_them = {
        "nobody": {"public"},
        "lutz": {"public", "clients"},
        "orla": {"public", "clients", "organisation"},
    }
    home, category = "/help/en/", f"/help/en/category/{shelf(world).slug}/"
    lists = (home, category, "/help/en/search/?q=quokka", "/help/suggestions/?subject=A+quokka")
    for who, client in readers.items():
        open_to = {name for name, each in articles.items() if client.get(each.path).status_code == 200}
        assert open_to == for_them[who]
        for path in (*lists, articles["public"].path):
            page = text_of(client, path)
            hidden = articles.keys() - for_them[who]
            assert [name for name in hidden if articles[name].slug in page or f"for {name}" in page] == [], (
                path
            )
    asked = json.dumps({"text": "A quokka", "language": "de"})
    told = readers["orla"].post("/chat/help/", asked, content_type="text/plain").json()["articles"]
    assert [each["title"] for each in told] == ["Quokka for public"], "the panel looks at no session"
    hidden, missing = (
        text_of(stranger(), path, 404) for path in (articles["clients"].path, "/help/en/none/")
    )
    assert hidden.replace("quokka-for-clients", "none") == missing and "?next=/help/en/none/" in missing
    sitemap = text_of(readers["orla"], "/help/sitemap.xml")
    assert re.findall(r"<loc>http://localhost:8000(.*?)</loc>", sitemap) == [
        "/help/en/",
        articles["public"].path,
    ]


def test_a_page_for_anybody_is_kept_and_one_for_somebody_by_nobody(world: World) -> None:
    article = published(world, "Boards")
    answer = stranger().get(article.path)
    assert answer["Cache-Control"].startswith("public, max-age=") and answer["ETag"] and not answer.cookies
    assert as_(world.orla).get(article.path)["Cache-Control"] == "private, no-store"
    assert stranger().get("/help/en/search/?q=boards")["Cache-Control"] == "no-store"
    added = add_file(article, picture(), "board.png", by=world.tobin)
    shown = stranger().get(added.path)
    assert (
        shown["Content-Type"] == "image/png" and shown["Cache-Control"] == "public, max-age=3600, s-maxage=60"
    )
    again = stranger().get(added.path, headers={"If-None-Match": shown["ETag"]})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", shown["Cache-Control"])
    assert "inline" in shown["Content-Disposition"] and "sandbox" in shown["Content-Security-Policy"]
    assert as_(world.orla).get(added.path)["Cache-Control"] == "private, no-store"
    closed = Settings(category=article.category, audience=Audience.CLIENTS)
    settle_article(article, closed, seen=1, by=world.kaveh)
    assert stranger().get(added.path, headers={"If-None-Match": shown["ETag"]}).status_code == 404


def test_it_is_given_out_from_memory_until_what_readers_see_changes(world: World) -> None:
    article = published(world, "Boards")
    kept = PublicPages(Reader(django).front.pages.make, None, HELP)
    for path in (
        article.path,
        "/help/en/",
        f"/help/en/category/{article.category.slug}/",
        "/help/sitemap.xml",
    ):
        assert HELP.addresses.fullmatch(path) and isinstance(kept.make(path), Kept), path
    for path in ("/help/", "/help", "/help/en/search/", "/help/files/abc/", f"{article.path}answer/"):
        assert HELP.addresses.fullmatch(path) is None, path
    said: dict[str, Any] = {"article": article.pk, "title": "Boards"}
    seen = [ArticlePublished(**said, number=1), ArticleArchived(**said), ArticleSettled(**said, changed=[])]
    renamed = ServiceChanged(service=1, name="Voice", changed=("name",))
    for fact in (*seen, CategorySaved(category=1, name="Boards"), renamed):
        assert HELP.changed_by & {topic.partition("-")[0] for topic in fact.topics}, fact
    assert not HELP.changed_by & set(ArticleSaved(**said, number=2).topics)


def test_the_words_around_an_article_are_in_its_language_where_there_is_a_translation(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = published(world, "How chats find a queue", SOURCE)
    german = translate_article(article, Text(title="Wie", source=SOURCE), language="de", by=world.tobin)
    publish(world, german)
    assert "On this page" in text_of(stranger(), german.path), "no translation, no piece of one"
    said = {
        "On this page": "Auf dieser Seite",
        "Search help": "Hilfe durchsuchen",
        "%(by)s, checked on %(checked)s.": "%(by)s, geprüft am %(checked)s.",
        "Service status": "Zustand",
    }
    install(catalogue(said), tmp_path, monkeypatch)
    page = text_of(stranger(), german.path)
    for expected in (
        '<html lang="de">',
        ">Auf dieser Seite</h2>",
        'placeholder="Hilfe durchsuchen"',
        "Tobin Adeyar, geprüft am",
        ">Zustand</a>",
        "Did this answer your question?",
    ):
        assert expected in page, expected
    assert "Auf dieser" not in text_of(stranger(), article.path)


def test_a_help_link_leads_to_what_it_is_about(world: World) -> None:
    article = published(world, "Export limits", category=shelf(world, "Exports", "reports"))
    published(world, "Boards", audience=Audience.STAFF, category=shelf(world, "Live boards", "reports"))
    exports = f"/help/en/category/{article.category.slug}/"
    voice = Service.objects.get(name="Voice")
    calls = save_category(name="Calls", product=voice.product, service=voice, by=world.kaveh)
    of_voice = published(world, "Who rings", category=calls)
    for told, to in {
        "/help": "/help/en/",
        "/help/": "/help/en/",
        "/help?for=export-limits": "/help/en/export-limits/",
        "/help?for=Exports": exports,
        f"/help?for={article.category.product}": exports,
        "/help?for=voice": f"/help/en/category/{calls.slug}/",
        "/help?for=live-boards": "/help/en/search/?q=live+boards",
        "/help?for=//evil.example": "/help/en/search/?q=evilexample",
        "/help?lang=de": "/help/de/",
    }.items():
        assert stranger().get(told)["Location"] == to, told
    for path in (f"/help/en/category/{calls.slug}/", of_voice.path, "/help/en/"):
        assert "Voice" in text_of(stranger(), path), path
    assert stranger().get("/help/", headers={"Accept-Language": "de-CH, en;q=0.5"})["Location"] == "/help/de/"
    assert stranger().get("/help/de/")["Location"] == "/help/en/"


def test_a_search_in_vain_is_noted_and_says_what_to_do(world: World) -> None:
    published(world, "Boards")
    page = text_of(stranger(), "/help/de/search/?q=boards")
    assert "<mark>Boards</mark>" in page
    page = text_of(stranger(), "/help/en/search/?q=<b>zebra")
    assert "Nothing was found" in page and 'href="/support/"' in page and "<b>zebra" not in page
    assert SearchedInVain.objects.get().words == "<b>zebra"


def test_search_engines_read_help_and_how_services_are_and_nothing_else() -> None:
    told = text_of(stranger(), "/robots.txt")
    assert told.splitlines()[-1] == "Sitemap: http://localhost:8000/help/sitemap.xml"
    robots = RobotFileParser()
    robots.parse(told.splitlines())
    for path in (
        "/help/",
        "/help/en/boards/",
        "/status/",
        "/status/history/",
        "/history.atom",
        "/static/x.css",
    ):
        assert robots.can_fetch("any", path), path
    closed = "desk/ tickets/1/ support/ account/login/ hooks/voice/x/ chat/say/ chat.js files/x/ status/subscription/"
    for path in closed.split():
        assert not robots.can_fetch("any", f"/{path}"), path


def test_an_answer_is_counted_with_its_word_and_of_nobody(world: World) -> None:
    cache.clear()
    article = published(world, "Boards")
    client = Client(enforce_csrf_checks=True)
    page = client.post(f"{article.path}answer/", {"helped": "no"}).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token and "what is wrong?" in page
    said = {"helped": "no", "token": token[1], "word": "Which <board>?"}
    assert "read by whoever" in client.post(f"{article.path}answer/", said).content.decode()
    (given,) = Feedback.objects.all()
    assert (given.helped, given.word) == (False, "Which <board>?")
    forged = {"helped": "no", "token": f"{given.pk}-aaaaaaaaaaaaaaaa", "word": "Mine"}
    client.post(f"{article.path}answer/", forged)
    given.refresh_from_db()
    assert given.word == "Which <board>?"
    for _ in range(12):
        answer = client.post(f"{article.path}answer/", {"helped": "yes"}, headers={"HX-Request": "true"})
    assert "many answers from here" in answer.content.decode() and Feedback.objects.count() <= 11
    assert client.post(f"{draft(world, 'Hidden').path}answer/", {"helped": "yes"}).status_code == 404


def test_its_pages_ask_no_more_when_there_is_more_to_show(world: World) -> None:
    most = {"/help/en/": 5, "/help/en/boards/": 11, "/help/en/search/?q=board": 6, "/help/sitemap.xml": 2}
    published(world, "Boards")
    for nth in range(6):
        published(world, f"Board {nth}", category=shelf(world, f"Shelf {nth % 2}"))
    stranger().get("/help/en/")
    seen = {}
    for path in most:
        with CaptureQueriesContext(connection) as asked:
            text_of(stranger(), path)
        seen[path] = len(asked)
    assert {path: count for path, count in seen.items() if count > most[path]} == {}
