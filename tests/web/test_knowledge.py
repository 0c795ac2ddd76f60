"""Articles at the desk, by its pages: written, reviewed, compared, restored, put into replies, made of tickets."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.catalogue.models import Service
from holdfast.channels.chat.identity import identity_of
from holdfast.kernel import clock
from holdfast.knowledge.actions.counting import note_search_in_vain, say_whether_it_helped
from holdfast.knowledge.actions.writing import Text, save_revision, translate_article
from holdfast.knowledge.models import Article, ArticleFile, Audience, Category, LinkUse, ReadBefore, State
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from tests.channels.chat.browsers import Browser
from tests.knowledge.articles import draft, one_of_each_audience, publish, published, shelf
from tests.knowledge.test_life import picture
from tests.portal.test_support_form import sent
from tests.portal.visiting import as_, stranger
from tests.procedure.steps import asked as asked_for_approval
from tests.web.doors import At
from tests.world import Clock, ticket_by_mail

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_an_article_is_begun_written_reviewed_and_published_without_script(world: World, at_desk: At) -> None:
    tobin, kaveh = at_desk(world.tobin), at_desk(world.kaveh)
    of_chat = {"name": "Routing", "product": world.products["chat"].pk}
    services = {each.name: each for each in Service.objects.all()}
    new = "/desk/articles/categories/new/"
    refused = kaveh.post(new, {**of_chat, "service": services["Reports"].pk})
    assert refused.status_code == 422 and "Reports is a service of" in refused.content.decode()
    assert not Category.objects.exists()
    kaveh.post(new, {**of_chat, "service": services["Voice"].pk})
    category = Category.objects.get()
    services["Voice"].is_current = False
    services["Voice"].save()
    changing = f"/desk/articles/categories/{category.pk}/"
    stands = re.findall(r'<option value="(\d+)" selected', text_of(kaveh, changing))
    kaveh.post(changing, {"name": "Queues", **dict(zip(("product", "service"), stands, strict=True))})
    category.refresh_from_db()
    assert (str(category), category.service) == (f"{category.product}, Voice: Queues", services["Voice"])
    assert str(category) in text_of(kaveh, "/desk/articles/categories/"), (
        "what is retired is still its service"
    )
    said = {
        "title": "How chats find a queue",
        "category": category.pk,
        "audience": "public",
        "language": "en",
    }
    article = Article.objects.get(pk=int(tobin.post("/desk/articles/new/", said)["Location"].split("/")[3]))
    url = f"/desk/articles/{article.pk}/"
    text = {"title": article.title, "summary": "Three places.", "source": "## One\n\n<b>x</b>", "seen": 1}
    assert tobin.post(url, text).status_code == 302
    refused = tobin.post(url, {**text, "source": "Mine."})
    assert refused.status_code == 422 and "saved revision 2 meanwhile" in refused.content.decode()
    assert ">Mine.</textarea>" in refused.content.decode()
    page = text_of(tobin, url)
    assert '<h2 id="s-one">One</h2>' in page and "&lt;b&gt;x&lt;/b&gt;" in page
    made = tobin.post(f"{url}preview/", {"source": "**now** [x](javascript:alert(1))"}).content.decode()
    assert "<strong>now</strong>" in made and 'href="javascript' not in made
    form = {"category": category.pk, "owner": world.tobin.pk, "slug": article.slug, "seen": 1}
    kaveh.post(f"{url}settings/", {**form, "audience": "staff"})
    stale = tobin.post(f"{url}settings/", {**form, "audience": "clients"})
    told = stale.content.decode()
    assert stale.status_code == 422 and "Kaveh Lindqvar changed the settings while" in told
    assert 'name="seen" value="2"' in told and re.search(r'value="clients"[^>]* checked', told)
    tobin.post(f"{url}settings/", {**form, "audience": "public", "seen": 2})
    assert Article.objects.get().audience == Audience.PUBLIC
    tobin.post(f"{url}review/")
    assert "Approve" not in text_of(tobin, url)
    assert article.title in text_of(kaveh, "/desk/articles/?view=review")
    assert tobin.post(f"{url}approval/", {"number": 2}).status_code == 403
    kaveh.post(f"{url}return/", {"because": "Say since when."})
    saved = tobin.post(url, {**text, "seen": 2, "source": "## One\n\nSince 8.4."}, headers=HTMX)
    assert saved.status_code == 200 and 'name="seen" value="3"' in saved.content.decode()
    tobin.post(f"{url}review/")
    later = (clock.now() + timedelta(hours=30)).strftime("%Y-%m-%dT%H:%M")
    kaveh.post(f"{url}approval/", {"number": 3, "publish_at": later})
    assert Article.objects.get().state == State.SCHEDULED and stranger().get(article.path).status_code == 404
    kaveh.post(f"{url}return/", {"because": "Sooner."})
    tobin.post(f"{url}review/")
    assert kaveh.post(f"{url}approval/", {"number": 3}).status_code == 302
    assert "Since 8.4." in text_of(stranger(), article.path)
    assert tobin.post(f"{url}check/").status_code == 302 and kaveh.post(f"{url}archive/").status_code == 302
    assert stranger().get(article.path).status_code == 404


def test_revisions_are_compared_and_an_earlier_one_comes_back(world: World, at_desk: At) -> None:
    article = published(world, "Boards", "One\n\nTwo\n\n<b>Three</b>")
    save_revision(
        article,
        Text(title="Boards", source="One\n\n2\n\n<b>Three</b>", note="Shorter"),
        seen=1,
        by=world.kaveh,
    )
    tobin, url = at_desk(world.tobin), f"/desk/articles/{article.pk}/revisions/"
    assert "Shorter" in text_of(tobin, url) and "Readers have it" in text_of(tobin, url)
    page = text_of(tobin, f"{url}2/?against=published")
    for expected in ("<del>Two</del>", "<ins>2</ins>", "<span>&lt;b&gt;Three&lt;/b&gt;</span>"):
        assert expected in page
    assert tobin.get(f"{url}7/").status_code == 404
    tobin.post(f"{url}1/restoration/")
    assert Article.objects.get().newest == 3 and "<ins>Two</ins>" in text_of(tobin, f"{url}3/")


def test_pictures_are_put_in_by_script_and_by_form(world: World, at_desk: At) -> None:
    article = draft(world, "Boards")
    tobin, url = at_desk(world.tobin), f"/desk/articles/{article.pk}/files/"
    by_script = HTMX
    told = tobin.post(url, {"files": SimpleUploadedFile("a b.png", picture())}, headers=by_script).json()
    assert re.fullmatch(r"!\[a b\.png\]\(/help/files/[a-z2-7]{26}/\)", told["markdown"][0])
    bad = SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert tobin.post(url, {"files": bad}, headers=by_script).status_code == 422
    assert tobin.post(url, {"files": SimpleUploadedFile("plan.pdf", b"%PDF-1.4")}).status_code == 302
    assert ArticleFile.objects.count() == 2
    assert "![a b.png](/help/files/" in text_of(tobin, f"/desk/articles/{article.pk}/")


def test_lists_show_what_waits_for_whom(world: World, at_desk: At) -> None:
    original = published(world, "Queues", "One.")
    german = translate_article(
        original, Text(title="Warteschlangen", source="Eins."), language="de", by=world.tobin
    )
    german = publish(world, german)
    publish(world, save_revision(original, Text(title="Queues", source="Two."), seen=1, by=world.tobin))
    due = published(world, "Old boards", review_on=clock.now().date() - timedelta(days=1))
    draft(world, "Unfinished")
    seen = {
        view: [
            title
            for title in ("Queues", "Warteschlangen", "Old boards", "Unfinished")
            if f">{title}</a>" in page
        ]
        for view in ("all", "mine", "drafts", "review", "due", "outdated", "archived")
        if (page := text_of(at_desk(world.tobin), f"/desk/articles/?view={view}"))
    }
    assert seen == {
        "all": ["Queues", "Warteschlangen", "Old boards", "Unfinished"],
        "mine": ["Queues", "Warteschlangen", "Old boards", "Unfinished"],
        "drafts": ["Unfinished"],
        "review": [],
        "due": ["Old boards"],
        "outdated": ["Warteschlangen"],
        "archived": [],
    }
    assert "The original</a> says something newer" in text_of(
        at_desk(world.tobin), f"/desk/articles/{german.pk}/"
    )
    tongues = text_of(at_desk(world.tobin), f"/desk/articles/{original.pk}/")
    assert re.search(r">English</b><a [^>]+>Deutsch</a><span [^>]+>outdated</span>", tongues)
    assert 'aria-label="Languages"' not in text_of(at_desk(world.tobin), f"/desk/articles/{due.pk}/")
    kept = text_of(at_desk(world.tobin), f"/desk/articles/?owner={world.tobin.pk}")
    assert "All, Tobin Adeyar" in kept and "Old boards" in kept
    assert "Old boards" not in text_of(at_desk(world.tobin), f"/desk/articles/?owner={world.kaveh.pk}")
    routing, narrow = shelf(world).pk, "/desk/articles/?view=all"
    for asked, expected in {
        f"{narrow}&language=de": ["Warteschlangen"],
        f"{narrow}&category={routing}&state=draft": ["Unfinished"],
        f"{narrow}&category={routing + 1}": [],
        f"{narrow}&language=en&q=board&owner={world.tobin.pk}": ["Old boards"],
    }.items():
        page = text_of(at_desk(world.tobin), asked)
        titles = ("Queues", "Warteschlangen", "Old boards", "Unfinished")
        assert [title for title in titles if f">{title}</a>" in page] == expected, asked
        assert f'value="{routing}"' in page and 'href="?view=all">All</a>' in page
    for unknown in ("language=xx", "state=lost", "category=x", "category=-1"):
        assert at_desk(world.tobin).get(f"{narrow}&{unknown}").status_code == 400
    note_search_in_vain("armadillo", language="en")
    say_whether_it_helped(due, helped=False, word="Which <board>?")
    assert "armadillo" in text_of(at_desk(world.tobin), "/desk/articles/searched/")
    assert "Which &lt;board&gt;?" in text_of(at_desk(world.tobin), "/desk/articles/feedback/")


def offers(client: Client, number: int, words: str = "") -> list[str]:
    page = text_of(client, f"/desk/tickets/{number}/articles/?q={words}")
    return re.findall(r'data-insert="([^"]+)"', page)


def test_t44_an_article_is_put_into_a_reply_in_the_readers_language_and_counted(
    world: World, at_desk: At
) -> None:
    """Only what the ticket's client may read is offered."""
    articles = one_of_each_audience(world)
    german = translate_article(
        articles["public"], Text(title="Quokka", source="Ein Tier."), language="de", by=world.tobin
    )
    german = publish(world, german)
    ticket, tobin = ticket_by_mail(world, "bram", "A quokka sits in our queue"), at_desk(world.tobin)
    by_subject = offers(tobin, ticket.pk)
    assert sorted(by_subject) == sorted(offers(tobin, ticket.pk, "quokka"))
    paths = {each.partition("http://localhost:8000")[2] for each in by_subject}
    assert paths == {articles[name].path for name in ("public", "clients", "organisation")}
    Person.objects.filter(pk=world.persons["bram"].pk).update(language="de")
    assert any(german.path in each for each in offers(tobin, ticket.pk, "quokka"))
    assert offers(tobin, ticket.pk, "armadillo") == []
    assert 'data-key="i"' in text_of(tobin, f"/desk/tickets/{ticket.pk}/")
    said = {"text": f"See {by_subject[0]}", "mode": "reply", "as": "reply"}
    assert tobin.post(f"/desk/tickets/{ticket.pk}/messages/", said).status_code == 302
    note = {"text": f"See {by_subject[1]}", "mode": "note", "as": "note"}
    tobin.post(f"/desk/tickets/{ticket.pk}/messages/", note)
    (use,) = LinkUse.objects.select_related("article")
    assert use.ticket == ticket.pk and use.article.path in by_subject[0]
    assert use.article.title in text_of(tobin, "/desk/articles/feedback/")


def test_a_ticket_becomes_a_draft_with_its_cause_and_fix(world: World, at_desk: At) -> None:
    ticket, _ = asked_for_approval(world)
    tobin = at_desk(world.tobin)
    assert ticket.subject in text_of(tobin, f"/desk/tickets/{ticket.pk}/article/")
    said = {
        "title": "Chats in the wrong queue",
        "category": shelf(world).pk,
        "audience": "public",
        "language": "en",
    }
    answer = tobin.post(f"/desk/tickets/{ticket.pk}/article/", said)
    article = Article.objects.get()
    assert answer["Location"] == f"/desk/articles/{article.pk}/" and article.state == State.DRAFT
    fix = ticket.fixes.get()
    source = article.revisions.get().source
    assert article.ticket == ticket.pk and fix.cause in source and fix.solution in source
    assert not re.search(r"(?i)orla|osprey", source)


def test_while_a_ticket_is_written_articles_that_may_answer_it_appear(world: World) -> None:
    published(world, "Export more than 20 000 rows")
    published(world, "Exports for staff", audience=Audience.STAFF)
    for client, path in ((as_(world.orla), "/tickets/new/"), (stranger(), "/support/")):
        page = text_of(client, path)
        assert 'hx-get="/help/suggestions/"' in page and 'id="kb"' in page
        told = text_of(client, "/help/suggestions/?subject=Our+exprot+stops+at+20000")
        assert "/help/en/export-more-than-20-000-rows/" in told and "staff" not in told
        assert text_of(client, "/help/suggestions/?subject=ex").strip() == ""


def test_a_ticket_says_which_article_its_writer_had_read_and_the_article_counts_it(
    world: World, at_desk: At, the_clock: Clock
) -> None:
    articles, orla = one_of_each_audience(world), as_(world.orla)
    asking = re.compile(r'href="(/(?:support|tickets/new)/\?article=\d+)"')
    paths = [asking.search(text_of(client, articles["public"].path)) for client in (stranger(), orla)]
    assert paths[0] and paths[1] and orla.get(paths[0][1])["Location"] == paths[1][1]
    hidden = f'name="article" value="{articles["public"].pk}"'
    assert all(hidden in text_of(c, p[1]) for c, p in zip((stranger(), orla), paths, strict=True) if p)
    told = text_of(orla, "/help/suggestions/?subject=quokka")
    assert f'data-read="{articles["clients"].pk}"' in told
    known = {"scenario": "misrouted", "subject": "Chats", "text": "Which?"}
    for key in (articles["clients"].pk, articles["staff"].pk, "9" * 30, "x"):
        assert orla.post("/tickets/new/", {**known, "article": key}).status_code == 302
    sent(the_clock, article=articles["public"].pk)
    (clients, by_orla), (public, by_stranger) = ReadBefore.objects.order_by("pk").values_list(
        "article", "ticket"
    )
    assert (clients, public) == (articles["clients"].pk, articles["public"].pk)
    looked, stands_there, knows_a_number = (
        {"article": articles["clients"].pk},
        {"page": f"{settings.SITE_URL}{articles['public'].path}#chat"},
        {"article": articles["staff"].pk},
    )
    chats = [(Browser(identity_of(world.orla, at=clock.now())), looked), (Browser(), stands_there)]
    for browser, said in (*chats, (Browser(), knows_a_number)):
        for _ in range(2):  # the same word, sent again as the answer got lost
            browser.say("Chats", "word-0001", **said)
        browser.say("And more", "word-0002", article=articles["public"].pk)
    by_chat = ReadBefore.objects.filter(ticket__gt=by_stranger).order_by("ticket")
    assert [each.article_id for each in by_chat] == [clients, public]
    tobin = at_desk(world.tobin)
    for ticket in (by_stranger, by_chat[1].ticket):
        assert "Quokka for public</a>" in text_of(tobin, f"/desk/tickets/{ticket}/live/about/")
    assert "Read before" not in text_of(tobin, f"/desk/tickets/{by_orla + 1}/live/about/")
    assert f'href="/desk/tickets/{by_orla}/">#{by_orla}</a>' in text_of(tobin, f"/desk/articles/{clients}/")
    assert text_of(tobin, "/desk/articles/feedback/").count('<td class="num">2</td></tr>') == 2


def test_its_pages_ask_no_more_when_there_is_more_to_show(world: World, at_desk: At) -> None:
    article = published(world, "Boards")
    most = {
        "/desk/articles/": 7,
        f"/desk/articles/{article.pk}/": 10,
        f"/desk/articles/{article.pk}/revisions/": 8,
        f"/desk/articles/{article.pk}/revisions/1/": 9,
        "/desk/articles/searched/": 7,
        "/desk/articles/feedback/": 8,
    }
    tobin = at_desk(world.tobin)
    seen = []
    for _ in range(2):
        counts = {}
        for path in most:
            with CaptureQueriesContext(connection) as asked:
                text_of(tobin, path)
            counts[path] = len(asked)
        seen.append(counts)
        for nth in range(3):
            other = published(world, f"Board {nth}", category=shelf(world, f"Shelf {nth}"))
            say_whether_it_helped(other, helped=True, word="Thanks")
            note_search_in_vain(f"word {nth}", language="en")
    assert seen[1] == {path: min(count, seen[0][path]) for path, count in seen[1].items()}
    assert {path: count for path, count in seen[1].items() if count > most[path]} == {}
