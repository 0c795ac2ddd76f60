"""Business time per second and core: due times in seconds and in days, and open time between two instants.

Run as `python -m bench.calendars` from the root of the project. It prints, and never passes or fails.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

from holdfast.calendars.evaluate import evaluate_lines
from holdfast.calendars.holidays_by_place import holidays_in
from holdfast.calendars.hours import WEEKDAYS, Hours
from holdfast.calendars.worktime import add_days, add_seconds, open_seconds_between

QUESTIONS = 100_000
ROUNDS = 5


def best_rate(ask: Callable[[], object]) -> float:
    """Questions a second in the best of several rounds."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        ask()
        times.append(time.perf_counter() - begin)
    return QUESTIONS / min(times)


def main() -> None:
    random = Random(20260309)
    holidays = [day.isoformat() for day, _ in holidays_in("DE", region="BE", years=range(2020, 2033))]
    weekly = {day: [["09:00", "17:00"]] for day in WEEKDAYS[:5]}
    calendar = {"timezone": "Europe/Berlin", "weekly": weekly, "holidays": holidays}
    hours = Hours.from_json(calendar)
    begin = datetime(2022, 1, 1, tzinfo=UTC)
    starts = [begin + timedelta(seconds=random.randrange(6 * 365 * 86_400)) for _ in range(QUESTIONS)]
    seconds = [random.randrange(80 * 3600) for _ in starts]
    days = [random.randrange(10) for _ in starts]
    ends = [start + timedelta(seconds=4 * more) for start, more in zip(starts, seconds, strict=True)]
    lines = [
        json.dumps({"op": "add", "calendar": calendar, "start": start.isoformat(), "seconds": more})
        for start, more in zip(starts, seconds, strict=True)
    ]
    rows: list[tuple[str, Callable[[], object]]] = [
        ("add_seconds", lambda: [add_seconds(hours, a, n) for a, n in zip(starts, seconds, strict=True)]),
        ("add_days", lambda: [add_days(hours, a, n) for a, n in zip(starts, days, strict=True)]),
        ("between", lambda: [open_seconds_between(hours, a, b) for a, b in zip(starts, ends, strict=True)]),
        ("lines of calendar eval", lambda: evaluate_lines(lines, io.StringIO().write)),
    ]
    print("Berlin, Monday to Friday 9 to 17 with holidays, starts over six years; per second on one core:")
    for name, ask in rows:
        print(f"{name:>24} {best_rate(ask):12,.0f}".replace(",", " "))


if __name__ == "__main__":
    main()
