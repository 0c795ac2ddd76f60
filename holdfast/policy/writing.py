"""A document written as a policy file, which reads back to the same document."""

from __future__ import annotations

import json
import re
from typing import Any

from holdfast.policy.document import Document, to_plain

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def write_policy(document: Document) -> str:
    """The document as TOML (https://toml.io/en/v1.0.0), as `reading.read_policy` takes it."""
    plain = to_plain(document)
    calendars = plain.pop("calendars")
    rows = {name: plain.pop(name) for name in ("priorities", "scenarios", "clauses", "ladder")}
    blocks = ["\n".join(_lines(plain))]
    for name, each_row in rows.items():
        blocks += ["\n".join([f"[[{name}]]", *_lines(row)]) for row in each_row]
        if not each_row:
            blocks[0] += f"\n{name} = []"
    for key, calendar in calendars.items():
        blocks.append("\n".join([f"[calendars.{_key(key)}]", *_lines(calendar)]))
    return "\n\n".join(blocks) + "\n"


def _lines(table: dict[str, Any]) -> list[str]:
    return [f"{_key(key)} = {_value(value)}" for key, value in table.items() if value is not None]


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return f"[{', '.join(_value(each) for each in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(_lines(value))} }}" if value else "{}"
    raise ValueError(f"TOML has no way to write {value!r}.")


def _text(text: str) -> str:
    """A basic string; JSON's escapes are all TOML's too, and what only TOML escapes no document holds."""
    return json.dumps(text, ensure_ascii=False)
