"""HTML of mails, made small and well-nested before any sanitiser sees it: linear, whatever it is (T27, T28).

A parser that follows the browsers' rules needs half a minute for a hundred thousand nested `<div>`, and a gigabyte for
formatting that is left open before many paragraphs. So only known elements come through, nested in bounds and closed in
order; the words of all others stay. It decides nothing about safety beyond that: `sanitising` does, on its result.
"""

from __future__ import annotations

import html
from collections import Counter
from typing import Final

from holdfast.channels.mail.reading.html_tokens import tokens

_DEEPEST: Final = 60
_MOST_FORMATTING: Final = 10
_MOST_TAGS: Final = 30_000
_LONGEST: Final = 2_000_000

FORMATTING: Final = frozenset(
    {
        "a",
        "b",
        "big",
        "code",
        "del",
        "em",
        "i",
        "ins",
        "q",
        "s",
        "small",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "font",
        "kbd",
        "samp",
        "var",
        "mark",
        "cite",
        "abbr",
    }
)
_CELLS: Final = frozenset({"td", "th", "caption", "table"})
_VOID: Final = frozenset({"br", "hr", "img", "col"})


def tidy(source: str, *, allowed: dict[str, set[str]]) -> str:
    """The HTML with these elements and attributes alone, in bounds; the text outside of tags is kept."""
    return _Tidy(allowed).run(source[:_LONGEST])


class _Tidy:
    def __init__(self, allowed: dict[str, set[str]]) -> None:
        self.allowed = allowed
        self.out: list[str] = []
        self.open: list[str] = []
        self.formatting = 0
        self.left_out: Counter[str] = Counter()
        """Elements that were too deep: their closing tags are left out too."""

    def run(self, source: str) -> str:
        for kind, word, attributes in tokens(source, most=_MOST_TAGS):
            if kind == "text":
                self.out.append(word.replace("<", "&lt;"))
            elif word in self.allowed:
                if kind == "close":
                    self.close(word)
                else:
                    self.begin(word, attributes)
        while self.open:
            self.out.append(f"</{self.open.pop()}>")
        return "".join(self.out)

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "a" and "a" in self.open:
            self.close("a")  # a link ends where the next one begins
        if name not in _VOID:
            if len(self.open) >= _DEEPEST or (name in FORMATTING and self.formatting >= _MOST_FORMATTING):
                self.left_out[name] += 1
                return
            self.open.append(name)
            self.formatting += name in FORMATTING
        kept = [
            f' {key}="{html.escape(attributes[key])}"'
            for key in sorted(self.allowed[name] & attributes.keys())
        ]
        self.out.append(f"<{name}{''.join(kept)}>")

    def close(self, name: str) -> None:
        if self.left_out[name]:
            self.left_out[name] -= 1
            return
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place] == name:
                break
            if name not in _CELLS and self.open[place] in _CELLS:
                return  # what a cell's content closes outside of the cell was never open in it
        else:
            return
        while len(self.open) > place:
            closed = self.open.pop()
            self.formatting -= closed in FORMATTING
            self.out.append(f"</{closed}>")
