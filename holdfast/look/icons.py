"""The icons: one file of symbols in Lucide's style; a page carries only the symbols that it uses."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import escape
from pathlib import Path

from django.utils.safestring import SafeString

SYMBOLS_FILE = Path(__file__).parent / "static" / "icons.svg"
_SYMBOL = re.compile(r'<symbol id="i-([\w-]+)".*?</symbol>', re.DOTALL)
_USED = re.compile(r'href="#i-([\w-]+)"')


@cache
def symbols() -> dict[str, str]:
    """Each symbol's markup by its name."""
    return {found[1]: found[0] for found in _SYMBOL.finditer(SYMBOLS_FILE.read_text("utf-8"))}


@lru_cache(maxsize=1024)
def icon(name: str, *, size: str = "", label: str = "") -> SafeString:
    """The icon by name: decoration, or with a label a word; `size` is "sm", "lg" or nothing.

    Raises `LookupError` for a name that the file of symbols does not hold.
    """
    if name not in symbols():
        raise LookupError(f"no icon {name!r} in {SYMBOLS_FILE.name}")
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return SafeString(f'<svg class="icon{" " if size else ""}{size}" {role}><use href="#i-{name}"/></svg>')


def sprite(html: str) -> SafeString:
    """The symbols that this HTML refers to, once each; parts that come later bring theirs by `icons.js`."""
    known = symbols()
    used = sorted({name for name in _USED.findall(html) if name in known})
    return SafeString(
        f'<svg id="sprite" hidden aria-hidden="true">{"".join(known[name] for name in used)}</svg>'
    )
