"""Code in colours: by classes, for a few languages, and only as much as a reader would read."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Final

from pygments import highlight as paint
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name

LONGEST: Final = 20_000
"""Characters; a longer piece stays as it is, for lexers take their time over hostile ones."""
_LONGEST_LINE: Final = 1_000
_MOST_EMPTY: Final = 30
"""Empty lines in a row."""
# not Java: its lexer goes over all the words that follow, at each of them
_LANGUAGES: Final = {
    **dict.fromkeys(("bash", "sh", "shell", "console"), "bash"),
    **dict.fromkeys(("js", "javascript", "ts", "typescript"), "javascript"),
    **dict.fromkeys(("py", "python"), "python"),
    **dict.fromkeys(("yaml", "yml"), "yaml"),
    **{each: each for each in ("css", "diff", "go", "html", "http", "ini", "json", "php", "ruby")},
    **{each: each for each in ("sql", "xml")},
}


def highlight(code: str, language: str, _: str = "") -> str:
    """The code as HTML; of a language that is not known, plain."""
    name = _LANGUAGES.get(language)
    if name is None or not _is_readable(code):
        return escape(code)
    return str(paint(code, _lexer(name), _formatter()))


def _is_readable(code: str) -> bool:
    """Whether somebody would read it: a lexer goes over a huge line, or a heap of empty ones, again at each place."""
    lines = [line.strip() for line in code.split("\n")]
    is_narrow = max(map(len, lines)) <= _LONGEST_LINE
    return len(code) <= LONGEST and is_narrow and "\n" * _MOST_EMPTY not in "\n".join(lines)


@cache
def _lexer(name: str) -> Lexer:
    return get_lexer_by_name(name, stripnl=False)


@cache
def _formatter() -> HtmlFormatter[str]:
    return HtmlFormatter(nowrap=True, classprefix="k-")
