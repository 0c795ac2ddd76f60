"""A policy file read into a document, with errors that name the field as the file writes it."""

from __future__ import annotations

import math
import re
import tomllib
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec

from holdfast.kernel.refusal import Refused
from holdfast.policy.document import Document, from_plain

MOST_BYTES: Final = 256 * 1024

_PATH: Final = re.compile(
    r"(?P<said>.*?)(?: - at (?:`(?P<inside>key|value)` in )?`\$\.?(?P<path>.*)`)?", re.DOTALL
)
_STEP: Final = re.compile(r"(?P<name>[^.\[\]]+)|\[(?P<position>\d+|\.\.\.)\]")
_MISSING: Final = re.compile(r"Object missing required field `(.+)`")
_UNKNOWN: Final = re.compile(r"Object contains unknown field `(.+)`")
_TYPES: Final = re.compile(r"Expected `(.+)`, got `(.+)`")
_PLAIN: Final = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "null": "nothing",
}


def read_policy(content: bytes) -> Document:
    """The document in a policy file (TOML); Refused with code `unreadable_policy` and the field at fault.

    It is not checked here: `rules.problems_of` says what is wrong with a document that can be read.
    """
    if len(content) > MOST_BYTES:
        raise _refused(f"The file is larger than {MOST_BYTES // 1024} KiB.")
    try:
        raw = tomllib.loads(content.decode("utf-8-sig"), parse_float=_finite)
    except UnicodeDecodeError:
        raise _refused("The file is not in UTF-8.") from None
    except RecursionError:
        raise _refused("The file nests too deeply.") from None
    except ValueError as error:
        raise _refused(f"The file is not valid TOML: {error}.") from None
    return document_from(raw)


def document_from(raw: Any) -> Document:
    """The document from plain values, as a file or a form gives them; Refused as `read_policy`."""
    try:
        return from_plain(_with_dates_as_text(raw))
    except msgspec.ValidationError as error:
        message, field = _explained(str(error), raw)
        raise _refused(message, field) from None


@cache
def shipped_policy() -> Document:
    """The policy as it is shipped; Priority 1 has no turnaround until it is asked for."""
    return read_policy(files("holdfast.policy").joinpath("shipped.toml").read_bytes())


def _refused(message: str, field: str | None = None) -> Refused:
    return Refused(message, code="unreadable_policy", field=field)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no number to reckon with")
    return number


def _with_dates_as_text(value: Any) -> Any:
    """TOML may write a date without quotes; a calendar keeps it as text."""
    if isinstance(value, dict):
        return {key: _with_dates_as_text(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_with_dates_as_text(each) for each in value]
    return value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else value


def _explained(error: str, raw: Any) -> tuple[str, str]:
    """msgspec's error in plain words, and the field named as in `rules`: `clauses.turnaround.limit`."""
    found = _PATH.fullmatch(error)
    assert found is not None  # every text matches
    steps = _named(found["path"] or "", raw)
    said = found["said"]
    if missing := _MISSING.fullmatch(said):
        return f"“{missing[1]}” is missing.", ".".join([*steps, missing[1]])
    if unknown := _UNKNOWN.fullmatch(said):
        return f"“{unknown[1]}” is not known here.", ".".join([*steps, unknown[1]])
    if found["inside"] == "key":
        return "Only the numbers of priorities can stand here.", ".".join(steps)
    if types := _TYPES.fullmatch(said):
        wanted = " or ".join(_PLAIN.get(each, each) for each in types[1].split(" | "))
        return f"This must be {wanted}, not {_PLAIN.get(types[2], types[2])}.", ".".join(steps)
    return f"{said}.", ".".join(steps)


def _named(path: str, raw: Any) -> list[str]:
    """The steps of the path, a row of a list by its id or number, else by its place from 1 upwards."""
    steps = []
    for step in _STEP.finditer(path):
        if step["name"]:
            raw = raw.get(step["name"]) if isinstance(raw, dict) else None
            steps.append(step["name"])
        elif step["position"] != "...":
            position = int(step["position"])
            raw = raw[position] if isinstance(raw, list) and position < len(raw) else None
            steps.append(_name_of(raw) or str(position + 1))
    return steps


def _name_of(row: Any) -> str:
    name = (row.get("id") or row.get("number")) if isinstance(row, dict) else None
    return str(name) if isinstance(name, str | int) else ""
