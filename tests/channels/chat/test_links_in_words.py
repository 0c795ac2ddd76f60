"""What stands in a bubble of the panel: addresses are links, and nothing else of what was said is more than words."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from holdfast.portal.chat import giving_out

_SCRIPT = (Path(giving_out.__file__).parent / "script" / "panel.js").read_text("utf-8")
_DRAWN = """(text) => {
  document.body.replaceChildren(...linked(text));
  const drawn = [...document.body.querySelectorAll("*")];
  const told = (each) => [each.localName, each.rel, each.target, each.getAttribute("href")];
  return [document.body.textContent, drawn.map(told)];
}"""
LINKS: dict[str, list[str]] = {
    "<img src=x onerror=alert(1)> javascript:alert(1) data:text/html,<script>alert(1)</script>": [],
    "JaVaScRiPt://x.example/%0aalert(1)": [],
    "https://<script>alert(1)</script>": [],
    "http://... https:// ftp://a.example xhttps://a.example": [],
    "file:///etc/passwd //a.example": [],
    "Export <more> rows: https://help.example/a/1?x=1&y=2#z.": ["https://help.example/a/1?x=1&y=2#z"],
    "(see http://a.example/b_(c)), and <HTTPS://a.example:8443/>!": [
        "http://a.example/b_(c)",
        "HTTPS://a.example:8443/",
    ],
    "\u05e9\u05dc\u05d5\u05dd https://\u05d3.example/\u202egnp.exe": ["https://\u05d3.example/"],
    'https://a.example/"onclick="alert(1) https://a.example/\'x': [
        "https://a.example/",
        "https://a.example/'x",
    ],
    "https://a.example/" + "." * 20_000 + " https://a.example/" + ")" * 20_000: ["https://a.example/"] * 2,
}


def test_t33_addresses_in_a_chat_are_links_and_nothing_else_of_it_is_more_than_words(
    browser: Browser,
) -> None:
    page = browser.new_page()
    page.add_script_tag(content=_SCRIPT)
    for text, addresses in LINKS.items():
        links = [["a", "noopener noreferrer", "_blank", each] for each in addresses]
        assert page.evaluate(_DRAWN, text) == [text, links]
    page.close()
