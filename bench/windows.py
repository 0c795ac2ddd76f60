"""The cheapest maintenance windows for thousands of clients, within two weeks: the planner waits for this.

Run as `python -m bench.windows [how many clients, 5000 as shipped]` from the root of the project. It prints, and
never passes or fails.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from random import Random

from holdfast.calendars.holidays_by_place import holidays_in
from holdfast.calendars.hours import WEEKDAYS, Hours
from holdfast.incidents.windows import HOURS_OF_WEEK, Affected, Costs

ZONES = ("America/New_York", "America/Chicago", "America/Vancouver", "America/Sao_Paulo", "Europe/London",
         "Europe/Berlin", "Europe/Helsinki", "Africa/Johannesburg", "Asia/Dubai", "Asia/Kolkata",
         "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland")  # fmt: skip
START = datetime(2026, 10, 19, tzinfo=UTC)  # the clocks of Europe go back within it
RANGE = timedelta(days=14)
ROUNDS = 3


def clients(how_many: int, different_hours: int) -> list[Affected]:
    """Clients of all the world, most of them with an office's hours, some round the clock."""
    random = Random(20261019)
    holidays = [day.isoformat() for day, _ in holidays_in("DE", region="BE", years=range(2025, 2029))]
    calendars = []
    for number in range(different_hours):
        opens, closes = 6 * 60 + number % 300, 16 * 60 + number // 300 * 11 % 420
        pair = [f"{opens // 60:02}:{opens % 60:02}", f"{closes // 60:02}:{closes % 60:02}"]
        days = {day: [pair] for day in WEEKDAYS[: 5 + number % 2]}
        if number % 10 == 0:
            days = {day: [["00:00", "24:00"]] for day in WEEKDAYS}
        closed = holidays[number % len(holidays) :]
        calendars.append({"timezone": ZONES[number % len(ZONES)], "weekly": days, "holidays": closed})
    return [
        Affected(
            number,
            Hours.from_json(calendars[number % different_hours]),
            tuple(random.randrange(6) for _ in range(HOURS_OF_WEEK)),
            1 + number % 3,
        )
        for number in range(how_many)
    ]


def main() -> None:
    how_many = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    print(f"{how_many} clients, two weeks, the three cheapest windows of two hours:")
    for different_hours in (14, 400, how_many):
        affected = clients(how_many, different_hours)
        times = []
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            costs = Costs(affected, START, START + RANGE)
            found = costs.cheapest(timedelta(hours=2))
            costs.hourly()
            times.append(time.perf_counter() - begin)
        first, again = times[0] * 1000, min(times[1:]) * 1000
        kinds = len({each.hours for each in affected})
        print(
            f"{kinds:6} different hours: {first:4.0f} ms, again {again:4.0f} ms; from {found[0].start:%a %d %b %H:%M}"
        )


if __name__ == "__main__":
    main()
