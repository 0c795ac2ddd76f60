"""What axe finds on a page: by all its rules in the light, and in the dark by those that look at colours."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

COLOURS = ["color-contrast", "link-in-text-block"]
FAULTS = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
"""What is sound is not described node by node: that would take longer than the looking. Nor are the styles fetched
and read once more, which axe does for a single rule, of those on trial, that it does not run unasked.
"""
_RUN = "options => axe.run(options).then(found => found.violations)"
_CHOOSE = Path(__file__).with_name("drawn_alike.js").read_text(encoding="utf-8")


def faults_of_access(page: Page) -> list[tuple[str, str]]:
    """Each rule that is broken, and the first place of it; the contrast of words that are drawn alike is judged once."""
    page.emulate_media(color_scheme="light")
    page.evaluate(Axe().axe_script)
    page.evaluate(_CHOOSE)
    found = page.evaluate(_RUN, FAULTS)
    page.emulate_media(color_scheme="dark")
    page.evaluate(_CHOOSE)
    found += page.evaluate(_RUN, {**FAULTS, "runOnly": COLOURS})
    return [(each["id"], each["nodes"][0]["html"]) for each in found]
