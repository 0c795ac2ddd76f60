"""What one revision says otherwise than another, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from holdfast.knowledge.models import Revision

_AROUND: Final = 2
"""Lines that are shown around a change."""


class Line(NamedTuple):
    """One line of a difference: `ins`, `del`, nothing for one that stayed, `gap` for many that did."""

    kind: str
    text: str


class Changed(NamedTuple):
    """`heads` are (name, before, now) of title and summary where they changed."""

    heads: list[tuple[str, str, str]]
    lines: list[Line]


def compare(old: Revision | None, new: Revision, *, whole: bool = False) -> Changed:
    """The changes with a little of what stands around each, or within the `whole` text; from nothing where none was."""
    heads = (
        ("Title", old.title if old else "", new.title),
        ("Summary", old.summary if old else "", new.summary),
    )
    lines = difference(old.source if old else "", new.source, whole=whole)
    return Changed([each for each in heads if each[1] != each[2]], list(lines))


def difference(old: str, new: str, *, whole: bool = False) -> Iterator[Line]:
    """Line by line."""
    before, after = old.splitlines(), new.splitlines()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for group in [matcher.get_opcodes()] if whole else matcher.get_grouped_opcodes(_AROUND):
        if group and group[0][1] > 0:
            yield Line("gap", "…")
        for what, old_from, old_to, new_from, new_to in group:
            if what == "equal":
                yield from (Line("", text) for text in before[old_from:old_to])
                continue
            yield from (Line("del", text) for text in before[old_from:old_to])
            yield from (Line("ins", text) for text in after[new_from:new_to])
