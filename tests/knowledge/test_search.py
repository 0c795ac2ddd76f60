"""Search: by words, beginnings and words nearly right, in the language of the reader, and only what is for them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.catalogue.actions.products import change_product
from holdfast.catalogue.actions.services import change_service
from holdfast.catalogue.models import Service
from holdfast.knowledge.access import ANYBODY, reader_of
from holdfast.knowledge.actions.archiving import archive_article
from holdfast.knowledge.actions.categories import save_category
from holdfast.knowledge.actions.counting import (
    count_links,
    note_search_in_vain,
    say_whether_it_helped,
)
from holdfast.knowledge.actions.writing import Text, save_revision
from holdfast.knowledge.models import Feedback, LinkUse, SearchedInVain
from holdfast.knowledge.searching.search import search, suggest
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from tests.knowledge.articles import one_of_each_audience, publish, published

pytestmark = pytest.mark.django_db


def found(words: str, person: Person | None = None, language: str = "en") -> list[str]:
    return [hit.path for hit in search(words, reader=reader_of(person), language=language)]


def test_an_article_is_found_by_words_beginnings_and_words_nearly_right(world: World) -> None:
    published(world, "How chats find the right queue", "A chat looks for a <queue> in three places.")
    published(world, "Export more than 20 000 rows", "Reports are cut into files.", summary="Spreadsheets")
    routing = "/help/en/how-chats-find-the-right-queue/"
    exports = "/help/en/export-more-than-20-000-rows/"
    for words, path in {
        "queue": routing,
        "looking for queues": routing,  # stemmed
        "chat que": routing,  # the last one begins
        "qeue": routing,  # letters changed places
        "riht queu": routing,
        "spreadsheet": exports,
        "EXPORTING": exports,
        "exprot": exports,
        "rows' & (!|": exports,
    }.items():
        assert found(words)[:1] == [path], words
    for words in ("", "???", "zebra", "\x00"):
        assert found(words) == [], words
    (hit,) = search("queue", reader=ANYBODY, language="en")
    assert "<mark>queue</mark>" in hit.title and "&lt; <mark>queue</mark>&gt;" in hit.piece


def test_a_text_is_searched_as_readers_have_it(world: World) -> None:
    article = published(world, "Boards", "They show yesterday.")
    article = save_revision(
        article, Text(title="Boards", source="They show armadillos."), seen=1, by=world.tobin
    )
    assert found("yesterday") and not found("armadillo")
    publish(world, article)
    assert found("armadillo") and not found("yesterday")


def test_an_article_is_found_by_its_category_as_that_is_called_now(world: World) -> None:
    article = published(world, "Boards")
    assert found("routing")
    voice = Service.objects.get(name="Voice")
    save_category(
        name="Wallaby", service=voice, product=voice.product, category=article.category, by=world.kaveh
    )
    assert found("wallaby") and found("voice") and not found("routing")


def test_an_article_is_found_by_its_product_and_service_as_they_are_called_now(world: World) -> None:
    voice = Service.objects.get(name="Voice")
    shelves = [
        save_category(name="Calls", product=voice.product, service=service, by=world.kaveh)
        for service in (voice, None)
    ]
    for title, shelf, language in (
        ("Ring", shelves[0], "en"),
        ("Bell", shelves[1], "en"),
        ("Ruf", shelves[0], "de"),
    ):
        published(world, title, category=shelf, language=language)
    archive_article(published(world, "Horn", category=shelves[1]), by=world.kaveh)

    with CaptureQueriesContext(connection) as asked:
        change_product(voice.product, name="Wombat", is_current=True, by=world.ines)
    assert len([each for each in asked if "knowledge_searchentry" in each["sql"]]) == 2
    assert len(found("wombat")) == 2 and len(found("wombta")) == 2 and not found("horn")
    assert len(found("wombat", language="de")) == 1

    change_service(voice, name="Numbat", product=voice.product, description="", after=None, by=world.ines)
    assert found("numbat") == ["/help/en/ring/"] and not found("voice")


def test_each_language_by_its_own_words(world: World) -> None:
    published(world, "Warteschlangen", "Häuser stehen an Wegen.", language="de")
    assert found("haus", language="de") == found("Hauser", language="de") == ["/help/de/warteschlangen/"]
    assert not found("haus", language="en")


def test_t42_what_is_not_for_the_reader_is_not_found_by_any_words(world: World) -> None:
    one_of_each_audience(world)
    assert len(found("quokka")) == len(found("quoka")) == 1
    assert len(found("quokka", world.persons["lutz"])) == len(found("quoka", world.persons["lutz"])) == 2
    assert len(found("quokka", world.orla)) == 3 and len(found("quokka", world.tobin)) == 4
    titles = [hit.title for hit in suggest("My quokka is ill", reader=ANYBODY, language="en")]
    assert titles == ["<mark>Quokka</mark> for public"]


def test_nothing_that_is_counted_says_who(world: World) -> None:
    for words in ("Quokka orla@ospreylane.example +1 202 555 0143", "quokka", "a@b.example"):
        note_search_in_vain(words, language="en")
    assert [(each.words, each.times) for each in SearchedInVain.objects.all()] == [("quokka", 2)]
    article = published(world, "Boards")
    say_whether_it_helped(article, helped=False, word="Which board?")
    assert [(each.helped, each.word, each.revision) for each in Feedback.objects.all()] == [
        (False, "Which board?", 1)
    ]


def test_a_link_in_a_reply_counts_once_for_each_article(world: World) -> None:
    published(world, "Boards")
    here = "http://localhost:8000/help/en/boards/"
    text = f"See {here} and {here}#s-top, not https://evil.example/help/en/boards/ nor {here[:-8]}/nothing/"
    assert count_links(text, ticket=7) == 1
    assert [(each.article.slug, each.ticket) for each in LinkUse.objects.all()] == [("boards", 7)]


def test_t42_a_word_of_heads_that_one_may_not_read_neither_hides_nor_is_what_was_meant(world: World) -> None:
    published(world, "Export of reports")
    assert found("exprot") == ["/help/en/export-of-reports/"]
    published(world, "Exprot", audience="staff")
    assert found("exprot") == ["/help/en/export-of-reports/"]
    assert found("exprot", world.tobin)[0] == "/help/en/exprot/"


def test_what_looks_like_a_tag_is_found_and_shown_like_any_other_words(world: World) -> None:
    published(world, "The <holdfast-widget> of pages", summary="An <iframe> is none")
    (hit,) = search("widget pages", reader=ANYBODY, language="en")
    assert (
        str(hit.title).replace("<mark>", "").replace("</mark>", "") == "The &lt;holdfast-widget&gt; of pages"
    )
    assert found("iframe")
