"""Every part in every state, as the guide shows it: rendered without the database, seen in a browser."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser as Stock
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route

from holdfast.look import assets
from holdfast.look.guide import context, desk_frame, guide, site_frame
from tests.access import faults_of_access

NOW = datetime(2026, 6, 9, 11, 35, tzinfo=UTC)
TEMPLATES = {"desk": "look/guide.html", "site": "look/guide_site.html"}
PARTS_ELSEWHERE = {"_field_notes.html"}


def rendered(kind: str, now: datetime = NOW) -> str:
    request = RequestFactory().get("/guide/")
    frame = desk_frame(now) if kind == "desk" else site_frame()
    return render_to_string(TEMPLATES[kind], context(now) | {"frame": frame}, request)


@pytest.mark.parametrize("kind", TEMPLATES)
def test_the_guide_renders_without_asking_the_database(kind: str) -> None:
    answer = guide(RequestFactory().get("/guide/"), kind)
    assert answer.status_code == 200


def test_the_guide_shows_every_shared_component() -> None:
    shown = re.findall(r'class="([^"]*)"', rendered("desk") + rendered("site"))
    classes = {name for names in shown for name in names.split()}
    components = {file.stem for file in (assets.SOURCE / "css" / "components").glob("*.css")}
    by_script_or_plain = {"newer", "tone", "kbd", "toast", "print"}
    of_other_pages = {"or", "act", "article", "calling", "chats", "editor"}
    assert components - classes <= by_script_or_plain | of_other_pages


@pytest.mark.parametrize("kind", TEMPLATES)
def test_the_guide_is_well_formed_with_unique_ids(kind: str) -> None:
    page = rendered(kind)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert [each for each in set(ids) if ids.count(each) > 1] == []
    pointed = re.findall(r'(?:aria-labelledby|aria-describedby|popovertarget)="([^"]+)"', page)
    assert {each for ids_at in pointed for each in ids_at.split()} <= set(ids)
    reader = _Balance()
    reader.feed(page)
    assert reader.wrong == []
    assert page.count("<h1") == 1


@pytest.fixture
def shown(browser: Browser) -> Iterator[Page]:
    """A page whose requests are answered from here, under the policy for content as the settings have it."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    page.route("**/*", answer)
    yield page
    page.context.close()


def answer(route: Route) -> None:
    path = urlsplit(route.request.url).path
    files = {f"/static/{asset.name}": asset for asset in assets.everything()}
    if path in files:
        kind = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}[path.rsplit(".", 1)[1]]
        route.fulfill(body=files[path].content, content_type=kind)
        return
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())
    kind = "site" if "site" in path else "desk"
    route.fulfill(
        body=rendered(kind, datetime.now(UTC)),
        content_type="text/html",
        headers={"Content-Security-Policy": policy},
    )


@pytest.mark.parametrize("kind", TEMPLATES)
def test_the_guide_obeys_the_policy_for_content_and_fits_a_phone(shown: Page, kind: str) -> None:
    shown.goto(f"http://localhost/{kind}/")
    shown.wait_for_function("customElements.get('theme-toggle') !== undefined")
    shown.set_viewport_size({"width": 390, "height": 844})
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390
    assert shown.complaints == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", TEMPLATES)
def test_axe_finds_nothing_on_the_guide_in_both_lights(shown: Page, kind: str) -> None:
    shown.goto(f"http://localhost/{kind}/")
    assert faults_of_access(shown) == []


def test_a_clock_turns_overdue_by_itself_and_says_so_once(shown: Page) -> None:
    shown.clock.install(time=datetime.now(UTC))
    shown.goto("http://localhost/desk/")
    chip = shown.locator('.promise[data-label="Turnaround of 4821"]').first
    assert chip.get_attribute("data-state") == "soon"
    shown.clock.run_for(timedelta(minutes=57).total_seconds() * 1000)
    assert chip.get_attribute("data-state") == "overdue"
    assert chip.locator("time").inner_text().endswith(" late")
    assert chip.locator(".vh").text_content() == "overdue, "
    assert shown.locator("#live").text_content() == "Turnaround of 4821: overdue"


def test_keys_move_open_the_list_and_can_be_switched_off(shown: Page) -> None:
    shown.goto("http://localhost/desk/")
    shown.wait_for_function("customElements.get('toast-list') !== undefined")
    shown.evaluate("document.activeElement.blur()")
    shown.keyboard.press("j")
    shown.keyboard.press("x")
    assert shown.locator("[data-count]").inner_text() == "1 selected"
    shown.keyboard.press("?")
    shown.locator("[data-keys-switch]").uncheck()
    shown.keyboard.press("Escape")
    shown.evaluate("document.activeElement.blur()")
    shown.keyboard.press("x")
    shown.keyboard.press("?")
    assert not shown.locator("#keys").is_visible()


def test_a_note_cannot_be_sent_as_a_reply_and_typed_text_survives(shown: Page) -> None:
    shown.goto("http://localhost/desk/")
    shown.wait_for_function("customElements.get('toast-list') !== undefined")
    composer = shown.locator(".composer")
    composer.get_by_text("Internal note").first.click()
    composer.locator("textarea").fill("Only for us")
    assert composer.locator("button:visible", has_text="Add note").get_attribute("value") == "note"
    assert composer.locator('button[value="reply"]:visible').count() == 0
    name = composer.locator("[name=once]").input_value()
    shown.goto("http://localhost/desk/")
    shown.wait_for_function("document.querySelector('.composer textarea').value === 'Only for us'")
    assert composer.locator("[name=once]").input_value() == name, "it may have arrived, answer or not"
    shown.evaluate("document.dispatchEvent(new CustomEvent('draft-stored', {detail: {name: 'guide'}}))")
    assert shown.evaluate("Object.keys(localStorage).filter(name => name.startsWith('draft:'))") == []


def test_a_chosen_theme_is_kept(shown: Page) -> None:
    shown.goto("http://localhost/desk/")
    shown.locator("theme-toggle button").click()
    shown.goto("http://localhost/site/")
    assert shown.evaluate("document.documentElement.dataset.theme") == "dark"


class _Balance(Stock):
    """Notes every end tag that closes something else than what is open."""

    VOID = frozenset(
        ["meta", "link", "br", "hr", "img", "input", "path", "circle", "rect", "line", "polyline", "use"]
    )

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[tuple[str, tuple[int, int]]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """Closes itself."""

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append((tag, self.getpos()))
