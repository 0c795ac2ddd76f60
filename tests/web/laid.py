"""What lies where on a page: what covers another, and what is cut off."""

from __future__ import annotations

from playwright.sync_api import Page

_SHOWN = """const shown = (selector) => [...document.querySelectorAll(selector)].filter(
    (el) => el.checkVisibility({ visibilityProperty: true }) && parseFloat(getComputedStyle(el).fontSize));"""


def laid_over(page: Page, one: str, other: str = "") -> list[str]:
    """The texts of those of `one` that lie on each other, or on one of `other`."""
    return list(
        page.evaluate(
            f"""([one, other]) => {{
    {_SHOWN}
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5;
    const boxes = (selector) => shown(selector).map((el) => [el, el.getBoundingClientRect()]);
    const all = boxes(one), others = other ? boxes(other) : all;
    return all.flatMap(([el, box]) => others.filter(([each, its]) => each !== el && meet(box, its))
        .map(([each]) => `${{el.textContent}} on ${{each.textContent.slice(0, 40)}}`));
}}""",
            [one, other],
        )
    )


def out_of_sight(page: Page, selector: str) -> list[str]:
    """The texts of those that reach over the edge of the window."""
    return list(
        page.evaluate(
            f"""(selector) => {{
    {_SHOWN}
    return shown(selector).filter((el) => {{
        const box = el.getBoundingClientRect();
        return box.left < 0 || box.right > document.documentElement.clientWidth;
    }}).map((el) => el.textContent);
}}""",
            selector,
        )
    )
