"""What axe finds on a page: by all its rules in the light, and in the dark by those that look at colours."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

COLOURS = ["color-contrast", "link-in-text-block"]
FAULTS = {"resultTypes": ["violations"]}
"""What is sound is not described node by node: that would take longer than the looking."""


def faults_of_access(page: Page) -> list[tuple[str, str]]:
    """Each rule that is broken, and the first place of it."""
    page.emulate_media(color_scheme="light")
    found = Axe().run(page, options=FAULTS).response["violations"]
    page.emulate_media(color_scheme="dark")
    in_the_dark = {**FAULTS, "runOnly": COLOURS}
    found += page.evaluate("options => axe.run(options)", in_the_dark)["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found]
