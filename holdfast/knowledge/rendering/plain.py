"""The words of an article without what they look like: for search, and to say how long it takes to read."""

from __future__ import annotations

import html as entities
import re
from typing import Final

_BREAKS: Final = re.compile(r"</(?:p|li|h[234]|td|th|pre|div|blockquote)>|<br>")
_TAG: Final = re.compile(r"<[^>]*>")


def plain_text(html: str) -> str:
    """The text of HTML that `sanitise` made; what is not such HTML is not for this."""
    text = entities.unescape(_TAG.sub("", _BREAKS.sub(" ", html)))
    return " ".join(text.replace("\x00", "").split())
