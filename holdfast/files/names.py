"""The name of a file as it is kept and offered for download (T16, T32): a base name that is safe on any system."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from holdfast.files.limits import LONGEST_NAME
from holdfast.kernel.text import one_line

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
_FORBIDDEN = re.compile(r'[<>:"|?*\x80-\x9f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_LONGEST_ENDING: Final = 20


def safe_filename(name: str, *, otherwise: str = "file") -> str:
    """The base name on one line, without path, control, direction and invisible characters, at most 255 bytes."""
    flat = _INVISIBLE.sub("", one_line(name, limit=4000))
    base = re.split(r"[/\\]", flat.rstrip("/\\ "))[-1]
    base = _FORBIDDEN.sub("_", base).strip().lstrip(".").rstrip(". ").strip()
    if not base:
        return otherwise
    if _RESERVED.fullmatch(base):  # a device on Windows, whatever stands behind the dot
        base = f"_{base}"
    return _shortened(base, LONGEST_NAME)


def unlike_names(names: Iterable[str]) -> list[str]:
    """The names, each safe, and a number added to one that stood before: `report (2).pdf`."""
    taken: set[str] = set()
    found = []
    for name in names:
        wanted = safe = safe_filename(name)
        number = 1
        while wanted.lower() in taken:
            number += 1
            wanted = _numbered(safe, number)
        taken.add(wanted.lower())
        found.append(wanted)
    return found


def _numbered(name: str, number: int) -> str:
    stem, ending = _split(name)
    mark = f" ({number})"
    return _shortened(stem, LONGEST_NAME - len(mark) - len(ending.encode())) + mark + ending


def _split(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    if dot and stem and 0 < len(ending.encode()) <= _LONGEST_ENDING:
        return stem, dot + ending
    return name, ""


def _shortened(name: str, most: int) -> str:
    if len(name.encode()) <= most:
        return name
    stem, ending = _split(name)
    kept = stem.encode()[: most - len(ending.encode())]
    return kept.decode("utf-8", "ignore").rstrip() + ending
