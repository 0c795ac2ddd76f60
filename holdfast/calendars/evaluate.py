"""`holdfast calendar eval`: JSON lines in, one JSON line out for each, as the contract has it.

A bad line is answered with `{"error": "…"}`, an empty one too, and the rest go on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import IO, Any

from holdfast.calendars.hours import Hours
from holdfast.calendars.worktime import add_days, add_seconds, open_seconds_between

_KEPT_CALENDARS = 512
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}):([0-9]{2})(?:[.,]0+)?"
    r"(?:[Zz]|([+-])([01][0-9]|2[0-3])(?::?([0-5][0-9]))?)"
)


def main(stdin: IO[str], stdout: IO[str]) -> int:
    """Answer every line of `stdin` on `stdout`; the exit status is 0 whatever the lines say."""

    def write(line: str) -> None:
        stdout.write(line)
        stdout.flush()  # whoever asks line by line waits for it

    # Bytes where there are any: a line that is no UTF-8 is one bad line, not the end.
    evaluate_lines(getattr(stdin, "buffer", stdin), write)
    return 0


def evaluate_lines(lines: Iterable[str | bytes], write: Callable[[str], object]) -> None:
    """Write the answer of each line, in order and ended by a line feed."""
    calendars: dict[str, Hours] = {}
    for line in lines:
        try:
            answer = {"result": _evaluate(_request(line), calendars)}
        except RecursionError:
            answer = {"error": "The line is nested too deeply."}
        except (ValueError, OverflowError) as refused:
            answer = {"error": str(refused)}
        write(json.dumps(answer) + "\n")


def _request(line: str | bytes) -> dict[str, Any]:
    try:
        request = json.loads(str(line, "utf-8-sig") if isinstance(line, bytes) else line)
    except ValueError as wrong:
        raise ValueError(f"The line is not JSON: {wrong}") from None
    if not isinstance(request, dict):
        raise ValueError("The line is not a JSON object.")
    return request


def _evaluate(request: dict[str, Any], calendars: dict[str, Hours]) -> str | int | None:
    """Keys that the contract does not name are passed over."""
    asked = request.get("op")
    if asked == "add":
        return _add(request, calendars)
    if asked == "between":
        hours = _hours(request, calendars)
        return open_seconds_between(hours, _at(request, "start"), _at(request, "end"))
    raise ValueError('The op is neither "add" nor "between".')


def _add(request: dict[str, Any], calendars: dict[str, Hours]) -> str | None:
    if ("seconds" in request) == ("days" in request):
        raise ValueError("An add has either seconds or days.")
    hours, start = _hours(request, calendars), _at(request, "start")
    if "seconds" in request:
        result = add_seconds(hours, start, _number(request, "seconds"))
    else:
        result = add_days(hours, start, _number(request, "days"))
    return None if result is None else result.replace(tzinfo=None).isoformat() + "Z"


def _hours(request: dict[str, Any], calendars: dict[str, Hours]) -> Hours:
    if "calendar" not in request:
        raise ValueError("The calendar is missing.")
    written = repr(request["calendar"])
    hours = calendars.get(written)
    if hours is None:
        hours = Hours.from_json(request["calendar"])
        if len(calendars) >= _KEPT_CALENDARS:
            calendars.clear()
        calendars[written] = hours
    return hours


def _number(request: dict[str, Any], key: str) -> int:
    number = request[key]
    if type(number) is not int or number < 0:  # True is an int, but no number of days
        raise ValueError(f"{key} is not a whole number from 0 on.")
    return number


def _at(request: dict[str, Any], key: str) -> datetime:
    """The instant of that key; second 60 means second 59, there being no leap seconds."""
    text = request.get(key)
    found = _INSTANT.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError(
            f"{key} is not an instant in whole seconds with Z or an offset, like 2026-03-09T13:00:00Z."
        )
    date, minute, second, sign, offset_hours, offset_minutes = found.groups()
    try:
        instant = datetime.fromisoformat(f"{date}T{minute}:{'59' if second == '60' else second}")
        if sign:
            offset = timedelta(hours=int(offset_hours), minutes=int(offset_minutes or 0))
            instant = instant - offset if sign == "+" else instant + offset
    except (ValueError, OverflowError):
        raise ValueError(f"{key} is not an instant of the years 1 to 9999.") from None
    return instant.replace(tzinfo=UTC)
