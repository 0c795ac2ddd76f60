"""House rules for every template of the project, and what the shared ones must show."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from django.template import Context
from django.template.loader import get_template

import holdfast
from holdfast.look.icons import symbols

ROOT = Path(holdfast.__file__).parent
PAGES = sorted(each for each in ROOT.rglob("templates/**/*.html") if not each.name.startswith("."))
DOORS = ("look", "web", "portal", "statuspage", "help", "project", "reports")
WEB_PAGES = [each for each in PAGES if each.relative_to(ROOT).parts[0] in DOORS]
"""What lies below the doors is mail, with rules of its own: styles stand inline there."""

ONLY_CUSTOM = re.compile(r"(?:\s*--[\w-]+:[^;]*;?)+\s*")
HANDLER = re.compile(r"\son[a-z]+\s*=", re.I)


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


def for_each_page(check: Callable[[Path], None]) -> Callable[[str], None]:
    """One test for the pages of a part of ours: handing each page out by itself takes longer than reading it."""

    def holds(part: str) -> None:
        faults = []
        for file in (each for each in WEB_PAGES if each.relative_to(ROOT).parts[0] == part):
            try:
                check(file)
            except AssertionError as fault:
                faults.append((named(file), str(fault)))
        assert faults == []

    return pytest.mark.parametrize("part", DOORS)(holds)


@for_each_page
def test_a_template_keeps_the_house_rules(file: Path) -> None:
    text = file.read_text("utf-8")
    assert text.startswith("{#"), "the first line says what it needs"
    assert [style for style in re.findall(r'style="([^"]*)"', text) if not ONLY_CUSTOM.fullmatch(style)] == []
    assert HANDLER.findall(re.sub(r"\{[%#].*?[%#]\}", "", text)) == []
    assert "<style" not in text
    assert "hx-on" not in text
    if file.name != "page.html":
        assert "<script" not in text
    assert "|safe" not in text or file.name == "_field_notes.html", (
        "only hints that we wrote ourselves are marked safe"
    )


@for_each_page
def test_a_template_names_only_icons_that_exist(file: Path) -> None:
    text = file.read_text("utf-8")
    used = {
        *re.findall(r'\{% icon "([\w-]+)"', text),
        *re.findall(r'\bicon="([\w-]+)"', text),
        *re.findall(r"#i-([\w-]+)", text),
    }
    used |= set(re.findall(r'\{% icon [\w.]+\|default:"([\w-]+)"', text))
    assert used <= set(symbols())


@for_each_page
def test_a_template_names_only_classes_that_exist(file: Path) -> None:
    text = re.sub(r"\{[%#{].*?[%#}]\}", " ", file.read_text("utf-8"))
    used = {name for names in re.findall(r'class="([^"]*)"', text) for name in names.split()}
    assert used <= classes(), "give it a component, or take one that is there"


@cache
def classes() -> set[str]:
    sheets = [file.read_text("utf-8") for file in (ROOT / "look" / "static" / "css").rglob("*.css")]
    return {name for text in sheets for name in re.findall(r"\.([a-z][\w-]*)", text)}


def test_code_names_only_icons_that_exist() -> None:
    used = {
        name
        for file in ROOT.rglob("*.py")
        for name in re.findall(r'\bicon\("([\w-]+)"|\bicon="([\w-]+)"', file.read_text("utf-8"))
    }
    assert {first or second for first, second in used} <= set(symbols())


@for_each_page
def test_a_part_is_included_with_only(file: Path) -> None:
    for part, rest in re.findall(r'\{% include "([^"]+)"([^%]*)%\}', file.read_text("utf-8")):
        assert rest.rstrip().endswith("only"), part


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "405", "500"])
def test_an_error_page_needs_nothing_at_all(name: str) -> None:
    page = get_template(f"{name}.html").template.render(Context())  # type: ignore[attr-defined]
    assert "<h1>" in page
    assert "Nothing" in page or "nothing" in page or "There is nothing here" in page
    assert "!" not in re.sub(
        r"<!doctype|<script.*?</script>|<style.*?</style>", "", page, flags=re.S
    ).replace("<!--", "")


def test_a_refusal_names_its_reason() -> None:
    page = get_template("403.html").template.render(Context({"exception": "This page is for managers."}))  # type: ignore[attr-defined]
    assert "This page is for managers." in page


@pytest.mark.parametrize(
    "name",
    [
        "login",
        "logout",
        "password_reset",
        "password_reset_done",
        "password_reset_from_key",
        "password_change",
    ],
)
def test_the_pages_of_sign_in_are_ours(name: str) -> None:
    assert Path(get_template(f"account/{name}.html").origin.name).is_relative_to(ROOT / "look")  # type: ignore[attr-defined]
