"""The few lines above a text: `key: value`, between two lines of dashes; no more of YAML than that."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

_LINE: Final = re.compile(r"([a-z_]{1,30}):[ \t]*(.*)")
_HEAD: Final = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


class Unreadable(Exception):
    """What is wrong with a file, in words."""


def split(text: str) -> tuple[dict[str, str], str]:
    """What is said above, and the text; nothing is said where it begins with no dashes."""
    found = _HEAD.match(text.replace("\r\n", "\n"))
    if found is None:
        return {}, text.replace("\r\n", "\n")
    said = {}
    for nth, line in enumerate(found[1].splitlines(), 2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        told = _LINE.fullmatch(line.rstrip())
        if told is None:
            raise Unreadable(f"line {nth}: one “key: value” a line is understood, not “{line.strip()[:60]}”")
        said[told[1]] = _value(told[2].strip())
    return said, found.string[found.end() :].lstrip("\n")


def joined(said: Mapping[str, str], text: str) -> str:
    """The file of a text, as `split` takes it apart again."""
    lines = [f"{key}: {_quoted(value)}" for key, value in said.items() if value]
    return "\n".join(["---", *lines, "---", "", text])


def _quoted(value: str) -> str:
    is_plain = value == value.strip() and value[0] not in "\"'[{#&*!|>%@`-" and ": " not in value
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def _value(told: str) -> str:
    if len(told) > 1 and told[0] == told[-1] == '"':
        try:
            return str(json.loads(told))
        except ValueError:
            return told[1:-1]
    return told[1:-1].replace("''", "'") if len(told) > 1 and told[0] == told[-1] == "'" else told
