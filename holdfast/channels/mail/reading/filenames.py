"""The name of an attachment as it may be shown and stored (T32)."""

import re

from holdfast.channels.mail.reading import limits
from holdfast.channels.mail.reading.scrub import one_line, without_bidi

_INVISIBLE = re.compile("[\u200b\u2060\ufff9-\ufffb]")


def safe_name(name: str | None) -> str | None:
    """The base name on one line, without control and direction marks; None when nothing is left."""
    if not name:
        return None
    clean = _INVISIBLE.sub("", without_bidi(one_line(name)))
    clean = (
        re.split(r"[/\\]", clean)[-1]
        if not clean.endswith(("/", "\\"))
        else re.split(r"[/\\]", clean.rstrip("/\\"))[-1]
    )
    clean = clean.strip().strip('"').strip()
    if clean in ("", ".", ".."):
        return None
    return _shortened(clean)


def _shortened(name: str) -> str:
    if len(name) <= limits.NAME_CHARS:
        return name
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) <= 20:
        return stem[: limits.NAME_CHARS - len(ending) - 1] + "." + ending
    return name[: limits.NAME_CHARS]
