"""Articles in a real browser: the editor with its preview, keys and pasted pictures; one key that puts one in a reply."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

from playwright.sync_api import expect

from holdfast.knowledge.actions.writing import Text, save_revision, translate_article
from holdfast.knowledge.models import Article, ArticleFile
from holdfast.project.demo.world import World
from tests.access import faults_of_access
from tests.knowledge.articles import draft, publish, published, shelf
from tests.knowledge.test_life import picture
from tests.procedure.steps import asked as asked_for_approval
from tests.web.browsing import HOME, Visit
from tests.world import ticket_by_mail

Come = Callable[..., Visit]

PASTE = """([field, content]) => {
    const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
    const told = new DataTransfer();
    told.items.add(new File([bytes], "board.png", { type: "image/png" }));
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: told, bubbles: true, cancelable: true }));
}"""


def test_an_article_is_typed_seen_and_saved_without_leaving_the_page(world: World, visit: Come) -> None:
    article = draft(world, "Boards", "")
    window = visit(world.tobin)
    page = window.open(f"/desk/articles/{article.pk}/")
    text = page.get_by_label("Text, in Markdown")
    for tool, chosen, formatted in (
        ("Code", "one", "`one`"),
        ("Code", "one\ntwo\n", "```\none\ntwo\n```\n"),
        ("Block of code", "a ``` b", "````\na ``` b\n````"),
        ("Callout", "one\ntwo", "> [!WARNING]\n> one\n> two"),
        ("Table", "A|B\tC\n1\t2", "| A\\|B | C |\n|---|---|\n| 1 | 2 |"),
        ("Table", "", "| One | Two |\n|---|---|\n| 1 | 2 |"),
    ):
        text.fill(chosen)
        text.select_text()
        page.get_by_role("button", name=tool, exact=True).click()
        expect(text).to_have_value(formatted)
    text.fill("Before\nthe block\nafter")
    text.evaluate("field => field.setSelectionRange(7, 16)")
    page.get_by_role("button", name="Block of code").click()
    expect(text).to_have_value("Before\n\n```\nthe block\n```\n\nafter")
    assert page.evaluate("getSelection().toString()") == "the block"
    expect(page.get_by_role("button", name="Bold (Ctrl+B)")).to_be_visible()
    text.fill("Open the board")
    text.select_text()
    page.keyboard.press("Control+b")
    expect(text).to_have_value("**Open the board**")
    expect(page.locator("#preview strong")).to_have_text("Open the board")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    text.evaluate_handle("field => field")
    page.evaluate(PASTE, [text.element_handle(), base64.b64encode(picture()).decode()])
    expect(page.locator("#preview img")).to_have_attribute("alt", "board.png")
    page.keyboard.press("Control+s")
    expect(page.locator(".toast")).to_contain_text("Saved as revision 2")
    expect(page.get_by_role("link", name="Revision 2")).to_be_visible()
    page.get_by_label("What you changed").fill("Again")
    text.press_sequentially(" more")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("link", name="Revision 3")).to_be_visible()
    saved = Article.objects.get(pk=article.pk).revisions.get(number=3)
    file = ArticleFile.objects.get()
    assert saved.source.startswith(f"**Open the board**\n\n![board.png]({file.path})")
    assert saved.note == "Again" and window.troubles == []
    assert faults_of_access(page) == []


def test_a_translation_is_written_beside_its_original_in_which_stands_what_is_new(
    world: World, visit: Come
) -> None:
    original = published(world, "Queues", "Open the board.\n\nPress Route.\n\n<b>Wait.</b>")
    begun = Text(title="Warteschlangen", source="Tafel öffnen.")
    german = translate_article(original, begun, language="de", by=world.tobin)
    newer = Text(title="Queues", source="Open the board.\n\nPress Send.\n\n<b>Wait.</b>\n")
    publish(world, save_revision(original, newer, seen=1, by=world.tobin))
    window = visit(world.tobin)
    page = window.open(f"/desk/articles/{german.pk}/")
    beside, text = page.get_by_role("region", name="The original, in English"), page.locator("#e-source")
    expect(beside).to_contain_text("New since revision 1")
    lines = beside.locator(".diff > *")
    expect(lines).to_have_text(["Open the board.", "", "Press Route.", "Press Send.", "", "<b>Wait.</b>"])
    expect(beside.locator("del")).to_have_text("Press Route.")
    expect(beside.locator("ins")).to_have_text("Press Send.")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        ours, theirs = text.bounding_box(), beside.bounding_box()
        assert ours and theirs
        is_right, is_below = (
            theirs["x"] >= ours["x"] + ours["width"],
            theirs["y"] >= ours["y"] + ours["height"],
        )
        assert (is_right, is_below) == ((True, False) if width == 1280 else (False, True))
    assert faults_of_access(page) == []
    text.fill("Tafel öffnen.\n\nSenden drücken.")
    page.get_by_label("This text says it now").check()
    page.get_by_role("button", name="Save").click()
    expect(beside.locator("ins, del, .badge")).to_have_count(0)
    expect(beside).to_contain_text("Press Send.")
    assert window.troubles == []


def test_one_key_puts_an_article_into_the_reply_and_one_that_a_client_looked_at_goes_with_their_form(
    world: World, visit: Come
) -> None:
    article = published(world, "How chats find a queue")
    ticket = ticket_by_mail(world, "orla", "A chat in the wrong queue")
    window = visit(world.tobin)
    page = window.open(f"/desk/tickets/{ticket.pk}/")
    page.keyboard.press("i")
    expect(page.locator("[data-insert]")).to_have_count(1)
    page.keyboard.type("qeue")
    expect(page.locator("[data-insert]")).to_contain_text(article.title)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Message")).to_have_value(
        f"How chats find a queue: http://localhost:8000{article.path}"
    )
    assert window.troubles == []
    theirs = visit(world.orla)
    page = theirs.open("/tickets/new/")
    page.get_by_label("In one line").press_sequentially("chats in a qeue")
    with page.expect_popup() as opened:
        page.get_by_role("link", name=article.title).click()
    opened.value.close()
    expect(page.locator("[name=article]")).to_have_value(str(article.pk))
    page = theirs.open(article.path)
    page.get_by_role("button", name="No", exact=True).press("Enter")
    expect(page.get_by_role("status").filter(has_text="what is wrong?")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("Which board?")
    page.get_by_role("button", name="Send").press("Enter")
    expect(page.get_by_role("status").filter(has_text="read by whoever")).to_be_focused()
    assert theirs.troubles == []


def test_a7_an_answer_becomes_an_article_that_a_second_person_publishes_and_the_next_client_finds_while_typing(
    world: World, visit: Come
) -> None:
    (ticket, _), category = asked_for_approval(world), shelf(world)
    window = visit(world.tobin)
    page = window.open(f"/desk/tickets/{ticket.pk}/")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("link", name="Make an article of it").click()
    page.get_by_label("Title").fill("Why quokkas route chats")
    page.get_by_label("Category").select_option(str(category.pk))
    page.get_by_role("button", name="Begin the draft").click()
    expect(page.get_by_label("Text, in Markdown")).to_have_value(re.compile(ticket.fixes.get().solution))
    page.get_by_label("Summary").fill("They like it.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Revision 2")).to_be_visible()
    page.get_by_role("button", name="Ask for review").click()
    expect(page.locator("#article-state")).to_contain_text("In review")
    expect(page.get_by_role("link", name="Approve")).to_have_count(0)
    article = page.url.removeprefix(HOME)
    page = visit(world.kaveh).open(article)
    page.get_by_role("link", name="Approve").click()
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.locator("#article-state")).to_contain_text("Published")
    page = visit(world.lutz).open("/tickets/new/")
    page.get_by_label("In one line").press_sequentially("quoka")
    expect(page.get_by_role("link", name="Why quokkas route chats")).to_be_visible()
    assert window.troubles == []
