"""What axe finds on a page: by all its rules in the light, and in the dark by those that look at colours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

COLOURS = ["color-contrast", "link-in-text-block"]
FAULTS = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
"""What is sound is not described node by node: that would take longer than the looking. Nor are the styles fetched
and read once more, which axe does for a single rule, of those on trial, that it does not run unasked.
"""
_RUN = "options => axe.run(options).then(found => found.violations)"
_CHOOSE = Path(__file__).with_name("drawn_alike.js").read_text(encoding="utf-8")


_judged: set[str] = set()
"""How words are drawn whose contrast is enough: on any page of any test, for it depends on nothing else."""


def faults_of_access(page: Page) -> list[tuple[str, str]]:
    """Each rule that is broken, and the first place of it; the contrast of words that are drawn alike is judged once."""
    page.emulate_media(color_scheme="light")
    _bring_axe(page)
    found = _look(page, FAULTS)
    page.emulate_media(color_scheme="dark")
    found += _look(page, {**FAULTS, "runOnly": COLOURS})
    return [(each["id"], each["nodes"][0]["html"]) for each in found]


def _look(page: Page, options: dict[str, Any]) -> list[dict[str, Any]]:
    fresh: list[str] = page.evaluate(_CHOOSE, list(_judged))
    found: list[dict[str, Any]] = page.evaluate(_RUN, options)
    if not any(each["id"] == "color-contrast" for each in found):
        _judged.update(fresh)
    return found


def _bring_axe(page: Page) -> None:
    """Into this page, and into whatever this window opens next, which takes a third of handing it over each time."""
    if not page.evaluate("'axe' in window"):
        script = Axe().axe_script
        page.evaluate(script)
        page.add_init_script(f"if (window === top) {{ {script} }}")
