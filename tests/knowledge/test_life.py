"""An article from its first draft to what readers see: revisions, a second person, time, archive, audiences."""

from __future__ import annotations

import io
from datetime import timedelta
from itertools import groupby

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from holdfast.files.storage import read
from holdfast.kernel import clock
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.knowledge.access import ANYBODY, file_for, readable, reader_of
from holdfast.knowledge.actions.archiving import archive_article
from holdfast.knowledge.actions.files import add_file
from holdfast.knowledge.actions.reviewing import (
    approve_article,
    ask_for_review,
    check_article,
    publish_due,
    return_article,
)
from holdfast.knowledge.actions.settling import Settings, settle_article
from holdfast.knowledge.actions.writing import (
    Text,
    begin_article,
    restore_revision,
    save_revision,
    translate_article,
)
from holdfast.knowledge.loop import run_once
from holdfast.knowledge.models import Article, Audience, Revision, SearchEntry, State
from holdfast.notices.models import Delivery
from holdfast.notices.queries import shown_letter
from holdfast.notices.sender import the_sender
from holdfast.project.demo.world import World
from tests.knowledge.articles import draft, one_of_each_audience, publish, published, shelf
from tests.world import Clock

pytestmark = pytest.mark.django_db


def seen_of(article: Article) -> int:
    """The number of the settings that whoever opens the form now has before them."""
    return Article.objects.get(pk=article.pk).settings_number


def told_of(article: Article) -> list[tuple[str, set[str], str]]:
    """Of each notice about it: its subject, who has it, and its words."""
    rows = Delivery.objects.filter(about=article.about).select_related("notice").order_by("notice", "pk")
    told = []
    for _, group in groupby(rows, key=lambda row: row.notice_id):
        each = list(group)
        words = shown_letter(each[0], the_sender(), to=each[0].person).text
        told.append((each[0].subject, {row.name for row in each}, words))
    return told


def test_a_draft_is_read_by_nobody_until_a_second_person_approves_it(world: World) -> None:
    article = draft(world, "How chats find a queue")
    assert not readable(ANYBODY).exists()
    with pytest.raises(Refused, match="in review"):
        approve_article(article, number=1, by=world.kaveh)
    article = ask_for_review(article, by=world.tobin)
    article = return_article(article, because="Say which release.", by=world.kaveh)
    article = save_revision(article, Text(title=article.title, source="Since 8.4."), seen=1, by=world.kaveh)
    article = ask_for_review(article, by=world.tobin)
    with pytest.raises(Refused, match="changed while you read"):
        approve_article(article, number=1, by=world.delphine)
    with pytest.raises(Forbidden, match="second person"):
        approve_article(article, number=2, by=world.kaveh)
    with pytest.raises(Forbidden):
        approve_article(article, number=2, by=world.tobin)
    article = approve_article(article, number=2, by=world.delphine)
    assert [each.path for each in readable(ANYBODY)] == ["/help/en/how-chats-find-a-queue/"]
    told = told_of(article)
    first, back, second, good = ("To review", "Given back", "To review", "Approved")
    assert [subject.partition(":")[0] for subject, _, _ in told] == [first, back, second, good]
    approvers = {"Kaveh Lindqvar", "Delphine Quarrie"}
    assert approvers <= told[0][1] and "Tobin Adeyar" not in told[0][1]
    assert told[1][1] == {"Tobin Adeyar"} and "Say which release." in told[1][2]
    assert told[2][1] == told[0][1] - {"Kaveh Lindqvar"}, "who wrote of it can't approve it"
    assert told[3][1] == {"Tobin Adeyar", "Kaveh Lindqvar"} and "Readers have it now" in told[3][2]
    assert all(f"/desk/articles/{article.pk}/" in words for _, _, words in told)
    facts = list(TrailEntry.objects.filter(about=article.about).order_by("pk").values_list("fact", flat=True))
    assert facts == [
        *("ArticleSaved", "ReviewAsked", "ReviewReturned", "ArticleSaved", "ReviewAsked"),
        *("ArticleApproved", "ArticlePublished"),
    ]


def test_readers_keep_what_they_have_while_a_newer_text_is_written(world: World) -> None:
    article = published(world, "Export limits", "20,000 rows.")
    article = save_revision(
        article, Text(title="Export limits", source="50,000 rows."), seen=1, by=world.tobin
    )
    assert article.has_news and article.state == State.DRAFT
    (shown,) = readable(ANYBODY).select_related("published")
    assert shown.published is not None and "20,000" in shown.published.html
    publish(world, article)
    (shown,) = readable(ANYBODY).select_related("published")
    assert shown.published is not None and "50,000" in shown.published.html
    article = restore_revision(article, 1, by=world.tobin)
    assert (article.newest, article.revisions.get(number=3).source) == (3, "20,000 rows.")


def test_two_who_edit_at_once_lose_nothing(world: World) -> None:
    article = draft(world, "Boards")
    save_revision(article, Text(title="Boards", source="Mine."), seen=1, by=world.tobin)
    with pytest.raises(Refused, match="saved revision 2 meanwhile"):
        save_revision(article, Text(title="Boards", source="Theirs."), seen=1, by=world.kaveh)


def test_a_revision_is_never_changed_nor_removed_and_an_older_rendering_is_sanitised_again(
    world: World,
) -> None:
    """T33: what an older renderer let pass is made anew whenever it is shown."""
    revision = draft(world, "Boards").revisions.get()
    for change in (revision.delete, lambda: Revision.objects.update(html="")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    revision.html, revision.renderer = "<script>alert(1)</script>", 0
    assert revision.shown.html == "<p>Some words.</p>\n"


def test_what_is_approved_for_later_appears_at_its_time_and_not_before(
    world: World, the_clock: Clock
) -> None:
    article = ask_for_review(draft(world, "Release 8.5"), by=world.tobin)
    later = clock.now() + timedelta(hours=3)
    article = approve_article(article, number=1, publish_at=later, by=world.kaveh)
    assert article.state == State.SCHEDULED and publish_due() == 0
    assert "Readers have it from" in told_of(article)[-1][2]
    the_clock.set(later)
    assert (publish_due(), publish_due()) == (1, 0)
    assert readable(ANYBODY).get() == article


def test_an_archived_article_is_found_nowhere_and_comes_back_as_a_draft(world: World) -> None:
    article = published(world, "Old boards")
    with pytest.raises(Forbidden):
        archive_article(article, by=world.tobin)
    article = archive_article(article, by=world.kaveh)
    assert not readable(ANYBODY).exists() and not SearchEntry.objects.exists()
    article = restore_revision(article, 1, by=world.tobin)
    assert article.state == State.DRAFT and not readable(ANYBODY).exists()


def test_translations_go_with_their_original_and_come_back_with_it(world: World) -> None:
    original = published(world, "Old boards")
    german, french = (
        publish(
            world,
            translate_article(original, Text(title=title, source="9."), language=code, by=world.tobin),
        )
        for code, title in (("de", "Alte Tafeln"), ("fr", "Vieux tableaux"))
    )
    archive_article(french, by=world.kaveh)
    assert {each.language for each in readable(ANYBODY)} == {"en", "de"}, "a translation goes alone"
    archive_article(original, by=world.kaveh)
    assert not readable(ANYBODY).exists() and not SearchEntry.objects.exists()
    restore_revision(original, 1, by=world.tobin)
    states = dict(Article.objects.values_list("language", "state"))
    assert states == {"en": State.DRAFT, "de": State.DRAFT, "fr": State.ARCHIVED}
    assert {each.language for each in readable(ANYBODY)} == set()
    told = TrailEntry.objects.filter(about=german.about).order_by("-pk")
    assert [(each.fact, each.actor_label) for each in told[:2]] == [
        ("ArticleBroughtBack", "Tobin Adeyar"),
        ("ArticleArchived", "Kaveh Lindqvar"),
    ]
    assert publish(world, german).published is not None


def test_each_reader_sees_what_is_for_them_alone(world: World) -> None:
    one_of_each_audience(world)
    seen = {
        who: sorted(readable(reader).values_list("audience", flat=True))
        for who, reader in {
            "nobody": ANYBODY,
            "orla": reader_of(world.orla),
            "lutz": reader_of(world.persons["lutz"]),
            "tobin": reader_of(world.tobin),
        }.items()
    }
    assert seen == {
        "nobody": ["public"],
        "orla": ["clients", "organisation", "public"],
        "lutz": ["clients", "public"],
        "tobin": ["clients", "organisation", "public", "staff"],
    }


def test_the_audience_of_what_is_published_is_opened_by_who_approves(world: World) -> None:
    article = published(world, "Price list", audience=Audience.STAFF)
    wider = Settings(category=article.category, audience=Audience.PUBLIC)
    with pytest.raises(Forbidden):
        settle_article(article, wider, seen=seen_of(article), by=world.tobin)
    with pytest.raises(Refused, match="which client"):
        settle_article(
            article,
            Settings(category=article.category, audience="organisation"),
            seen=seen_of(article),
            by=world.kaveh,
        )
    assert settle_article(article, wider, seen=seen_of(article), by=world.kaveh).audience == Audience.PUBLIC
    assert readable(ANYBODY).exists()


def test_two_who_settle_at_once_lose_nothing_and_what_is_narrowed_reaches_the_translations(
    world: World,
) -> None:
    original = published(world, "Price list")
    german, french = (
        publish(
            world,
            translate_article(original, Text(title="Preise", source="9."), language=code, by=world.tobin),
        )
        for code in ("de", "fr")
    )
    inside = Settings(category=original.category, audience=Audience.STAFF, owner=world.tobin)
    settle_article(french, inside, seen=1, by=world.kaveh)
    for_one = Settings(category=original.category, audience="organisation", organisation=world.osprey)
    settle_article(original, for_one, seen=1, by=world.kaveh)
    assert list(Article.objects.order_by("pk").values_list("audience", "organisation")) == [
        ("organisation", world.osprey.pk),
        ("organisation", world.osprey.pk),
        ("staff", None),
    ]
    assert not readable(ANYBODY).exists() and readable(reader_of(world.orla)).count() == 2
    told = TrailEntry.objects.filter(about=german.about, fact="ArticleSettled").get()
    assert (told.actor_label, told.said["changed"]) == ("Kaveh Lindqvar", ["audience", "organisation"])
    opened = Settings(category=original.category, owner=world.delphine)
    with pytest.raises(Refused) as refused:
        settle_article(original, opened, seen=1, by=world.delphine)
    assert refused.value.message.startswith("Kaveh Lindqvar changed the settings while")
    assert "who may read it: One client; which client: Osprey Lane" in refused.value.message
    assert settle_article(original, for_one, seen=1, by=world.delphine).settings_number == 2, "the same"
    settle_article(original, opened, seen=2, by=world.delphine)
    assert [each.language for each in readable(ANYBODY)] == ["en"], "a translation is opened by itself"
    check_article(original, by=world.tobin)
    with pytest.raises(Refused, match=r"Tobin Adeyar changed the settings .* look again on: "):
        settle_article(original, opened, seen=3, by=world.kaveh)


def test_an_address_is_free_and_stays_once_it_was_published(world: World) -> None:
    first, second = draft(world, "Search"), draft(world, "Search")
    assert (first.slug, second.slug) == ("search-2", "search-3")  # /help/en/search/ is ours
    taken = Settings(category=first.category, slug="search-3")
    with pytest.raises(Refused, match="Another article"):
        settle_article(first, taken, seen=seen_of(first), by=world.tobin)
    first = publish(world, first)
    settle_article(
        first, Settings(category=first.category, slug="finding"), seen=seen_of(first), by=world.kaveh
    )
    assert Article.objects.get(pk=first.pk).slug == "search-2"
    assert draft(world, "検索").slug == "article"


def test_a_translation_stands_beside_its_original_and_says_when_it_is_outdated(world: World) -> None:
    original = published(world, "Queues", "One.")
    german = translate_article(
        original, Text(title="Warteschlangen", source="Eins."), language="de", by=world.tobin
    )
    assert (german.follows, german.category) == (1, original.category)
    with pytest.raises(Refused, match="translated already"):
        translate_article(german, Text(title="x", source="x"), language="de", by=world.tobin)
    original = publish(
        world, save_revision(original, Text(title="Queues", source="Two."), seen=1, by=world.tobin)
    )
    assert original.published is not None and german.follows < original.published.number
    german = save_revision(
        german, Text(title="Warteschlangen", source="Zwei."), seen=1, follows_original=True, by=world.tobin
    )
    assert german.follows == 2


def test_whoever_may_not_write_writes_nothing(world: World) -> None:
    for person in (world.orla, world.persons["piotr"]):
        with pytest.raises(Forbidden):
            begin_article(Text(title="x"), Settings(category=shelf(world)), by=person)
    article = draft(world, "x")
    with pytest.raises(Forbidden):
        add_file(article, b"x", "x.txt", by=world.orla)


def test_a_check_says_when_to_look_again(world: World) -> None:
    article = check_article(published(world, "Boards"), by=world.tobin)
    assert article.checked_on == clock.now().date()
    assert article.review_on == clock.now().date() + timedelta(days=182)


def picture(kind: str = "PNG", **more: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (3000, 20), (200, 10, 10)).save(written, kind, **more)
    return written.getvalue()


def test_t36_a_picture_is_written_anew_and_what_is_none_is_refused(world: World) -> None:
    article = draft(world, "Boards")
    exif = Image.Exif()
    exif[0x010E] = "taken at 40.7, -74.0"
    for kind, polyglot in (
        ("PNG", b"<script>alert(1)</script>"),
        ("JPEG", b"PK\x03\x04"),
        ("WEBP", b"GIF89a"),
    ):
        more = {} if kind == "PNG" else {"exif": exif}
        added = add_file(
            article, picture(kind, **more) + polyglot, f"board.{kind.lower()}.exe", by=world.tobin
        )
        kept = read(added.file_id)
        assert polyglot not in kept and b"taken at" not in kept
        with Image.open(io.BytesIO(kept)) as opened:
            assert (opened.format, opened.size) == (kind, (2400, 16)) and not dict(opened.getexif())
        assert added.markdown == f"![{added.filename}](/help/files/{added.key}/)"
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + b"\x00\x00\x00\rIHDR"
        + (60000).to_bytes(4, "big") * 2
        + b"\x08\x02\x00\x00\x00"
    )
    for bad in (
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        bomb,
        picture()[:60],
        picture("GIF"),
    ):
        with pytest.raises(Refused) as refused:
            add_file(article, bad, "x.png", by=world.tobin)
        assert refused.value.code == "picture"
    assert add_file(article, b"%PDF-1.4", "plan.pdf", by=world.tobin).markdown.startswith("[plan.pdf](")


def test_t48_a_file_is_for_those_who_may_read_its_article(world: World) -> None:
    articles = one_of_each_audience(world)
    keys = {name: add_file(each, b"x", "a.txt", by=world.tobin).key for name, each in articles.items()}
    open_to = {
        who: {name for name, key in keys.items() if file_for(reader_of(person), key)}
        for who, person in {"nobody": None, "orla": world.orla, "lutz": world.persons["lutz"]}.items()
    }
    assert open_to == {
        "nobody": {"public"},
        "orla": {"public", "clients", "organisation"},
        "lutz": {"public", "clients"},
    }
    assert all(file_for(reader_of(world.tobin), key) for key in keys.values())


def test_the_owner_is_told_once_when_the_day_has_come(world: World, the_clock: Clock) -> None:
    article = published(world, "Boards", review_on=clock.now().date() + timedelta(days=3))
    later = ask_for_review(draft(world, "Release 8.5"), by=world.tobin)
    approve_article(later, number=1, publish_at=clock.now() + timedelta(days=2), by=world.kaveh)
    assert run_once() == 20.0
    the_clock.forward(days=3)
    assert (run_once(), run_once()) == (0.0, 20.0)
    row = Delivery.objects.get(notice__kind="article_review")
    assert (row.person, row.subject) == (world.tobin, "Is it still right? Boards")
    assert f"/desk/articles/{article.pk}/" in shown_letter(row, the_sender(), to=world.tobin).text
    assert readable(ANYBODY).filter(pk=later.pk).exists()
    check_article(article, again_on=clock.now().date(), by=world.tobin)
    assert run_once() == 0.0 and Delivery.objects.filter(notice__kind="article_review").count() == 2
    unowned = Settings(category=article.category, review_on=clock.now().date() - timedelta(days=1))
    settle_article(article, unowned, seen=seen_of(article), by=world.kaveh)
    assert run_once() == 0.0
    subject, people, words = told_of(article)[-1]
    assert subject == "Is it still right? Boards" and "Nobody looks after" in words
    assert {"Kaveh Lindqvar", "Delphine Quarrie"} <= people


def test_whom_it_is_for_stays_as_the_second_person_saw_it(world: World, the_clock: Clock) -> None:
    article = ask_for_review(draft(world, "Inside", audience=Audience.STAFF), by=world.tobin)
    opened = Settings(category=article.category, audience=Audience.PUBLIC, owner=world.tobin)
    with pytest.raises(Forbidden):
        settle_article(article, opened, seen=seen_of(article), by=world.tobin)
    later = the_clock.now + timedelta(hours=1)
    approve_article(article, number=1, publish_at=later, by=world.kaveh)
    with pytest.raises(Forbidden):
        settle_article(article, opened, seen=seen_of(article), by=world.tobin)
    article = return_article(article, because="It is for all", by=world.tobin)
    assert settle_article(article, opened, seen=seen_of(article), by=world.tobin).audience == Audience.PUBLIC
