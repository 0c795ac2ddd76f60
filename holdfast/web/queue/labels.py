"""Where the labels of the line's pins stand, so that none lies on another, nor on a pin's stem, at any width."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from holdfast.look.shapes import Label

ROWS: Final = 3
"""Heights at which a label may stand."""
_WIDE, _MIDDLE, _SMALL = 830, 640, 270
"""The least width of the line in pixels where labels show title and detail, titles alone, the pressing titles alone."""
_LETTER, _AROUND = 6.9, 24


@dataclass
class _Taken:
    """Up to where each row is taken, and where the last stem stands."""

    rows: list[float] = field(default_factory=lambda: [0.0] * ROWS)
    stem: float = 0.0

    def is_free(self, row: int, start: float) -> bool:
        """Whether a row is free from there on, with all below it, for a stem is as high as its label."""
        return self.stem <= start and max(self.rows[: row + 1]) <= start

    def take(self, row: int, *, stem: float, end: float) -> None:
        self.rows[row], self.stem = end, stem


class Labels:
    """The labels put so far, from left to right.

    Which row is decided once, for the line as it is wide; on a phone, where there is room for few, only what is
    pressing has a label, and none that would lie on another there.
    """

    def __init__(self) -> None:
        self._wide, self._small = _Taken(), _Taken()

    def put(self, x: float, title: str, detail: str, *, is_pressing: bool) -> Label:
        """The place of the next label; one that finds none is shown only when its pin is pointed at."""
        width = max(_share(title + detail, _WIDE), _share(title, _MIDDLE))
        is_back = x + width > 1
        start, end = _reach(x, width, is_back)
        row = next((row for row in reversed(range(ROWS)) if self._wide.is_free(row, start)), None)
        if row is None:
            return Label(is_back=is_back, shown="never")
        self._wide.take(row, stem=x, end=end)
        start, end = _reach(x, _share(title, _SMALL), is_back)
        if not is_pressing or start < 0 or end > 1 or not self._small.is_free(row, start):
            return Label(row, is_back=is_back, shown="roomy")
        self._small.take(row, stem=x, end=end)
        return Label(row, is_back=is_back)


def _reach(x: float, width: float, is_back: bool) -> tuple[float, float]:
    return (x - width, x) if is_back else (x, x + width)


def _share(words: str, line: int) -> float:
    """The part of a line that a label takes, rather too much than too little."""
    return (_AROUND + _LETTER * len(words)) / line
