"""A slow line: the page stands there and is used, its scripts have not come yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route

SCRIPTS = "**/static/**/*.js"


@contextmanager
def before_scripts(page: Page, address: str) -> Iterator[Page]:
    """The page at that address without its scripts; at the end they come."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(SCRIPTS, hold)
    page.goto(address, wait_until="commit")
    yield page
    page.unroute(SCRIPTS, hold)
    assert held, "the page has no script that could be late"
    for route in held:
        route.fallback()
