"""Plain text that others wrote, as a page may show it; foreign HTML is the business of `channels.mail.sanitising`."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString

from holdfast.kernel.text import without_overrides

_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


def shown_text(text: str) -> SafeString:
    """Plain text with its paragraphs, its lines, and links that open apart and say nothing of us (T34)."""
    paragraphs = [
        part for part in re.split(r"\n[ \t]*\n", without_overrides(text).strip("\n")) if part.strip()
    ]
    return SafeString("".join(f"<p>{_lines(part)}</p>" for part in paragraphs))


def _lines(text: str) -> str:
    return "<br>".join(_linked(line) for line in text.split("\n"))


def _linked(line: str) -> str:
    parts: list[str] = []
    done = 0
    for found in _LINK.finditer(line):
        address = escape(found[0])
        parts.append(escape(line[done : found.start()]))
        parts.append(f'<a href="{address}" target="_blank" rel="noopener noreferrer nofollow">{address}</a>')
        done = found.end()
    return "".join([*parts, escape(line[done:])])
