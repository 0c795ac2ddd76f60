"""A year of interruptions and maintenance in all time zones: in the end every promise is accounted for (T69, T76)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest

from holdfast.clients.models import Organisation
from holdfast.incidents.models import Affected, Announced, Announcement, Reached, Told
from holdfast.kernel.models import TrailEntry
from holdfast.notices.models import Delivery, Notice
from holdfast.project.demo.world import World
from holdfast.promises.interruption_reactions import KEEPS as WORD_KEEPS
from holdfast.promises.maintenance_reactions import KEEPS as ANNOUNCEMENT_KEEPS
from holdfast.promises.models import Promise
from tests.incidents.estate import Estate
from tests.incidents.hours_oracle import Link, Word, chain
from tests.incidents.many import client_with
from tests.incidents.year import Year
from tests.world import Clock

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Africa/Casablanca",
    "Pacific/Apia",
    "America/Santiago",
    "Asia/Gaza",
    "UTC",
    "Pacific/Kiritimati",
)


def changes_of_clocks(begin: datetime, end: datetime, zones: Iterable[str]) -> list[datetime]:
    """The hours within which a clock of these zones changes."""
    hours = [begin + number * HOUR for number in range(int((end - begin) / HOUR))]
    return sorted(
        {
            before
            for zone in zones
            for before, after in pairwise(hours)
            if before.astimezone(ZoneInfo(zone)).utcoffset() != after.astimezone(ZoneInfo(zone)).utcoffset()
        }
    )


def lived(
    world: World,
    estate: Estate,
    clock: Clock,
    begin: datetime,
    end: datetime,
    *,
    zones: int,
    seed: int,
    every: int,
) -> Year:
    """Around each change of a clock an interruption and a maintenance; and one of each `every` so many days."""
    clock.set(begin)
    for number, zone in enumerate(ZONES[:zones]):
        client = client_with(
            estate.inbox if number % 3 else estate.reports,
            f"In {zone}",
            [[("mail", "")]] * (1 if number else 2),
        )
        Organisation.objects.filter(pk=client.pk).update(time_zone=zone)
    year = Year(clock, world.kaveh, estate.inbox, estate.reports, Random(seed))
    changes = changes_of_clocks(begin + 4 * DAY, end - 8 * DAY, ZONES[:zones])
    days = range(1, (end - begin).days - 12, every) if every else ()
    usual = [begin + (4 + day) * DAY + 7 * HOUR for day in days]
    for number, at in enumerate([*changes, *usual]):
        year.interruption(at - timedelta(minutes=year.random.randrange(10, 120)))
        ahead = DAY + timedelta(minutes=(1, 20, 45, 240)[number % 4])
        year.maintenance(at + timedelta(minutes=30), told_ahead=ahead)
    year.play(end)
    return year


@pytest.mark.parametrize(
    ("begin", "days", "zones", "seed", "every"),
    [
        pytest.param(datetime(2027, 10, 26, tzinfo=UTC), 21, 2, 1, 0, id="a fortnight over two changes"),
        *(
            pytest.param(
                datetime(2027, 1, 1, tzinfo=UTC),
                365,
                len(ZONES),
                seed,
                60,
                id=f"year-{seed}",
                marks=pytest.mark.long,
            )
            for seed in range(2)
        ),
    ],
)
def test_t69_over_changes_of_the_clocks_in_all_zones_every_promise_is_accounted_for(
    world: World,
    estate: Estate,
    the_clock: Clock,
    begin: datetime,
    days: int,
    zones: int,
    seed: int,
    every: int,
) -> None:
    year = lived(world, estate, the_clock, begin, begin + days * DAY, zones=zones, seed=seed, every=every)
    assert len(year.ends) >= 4
    seen: set[int] = set()
    for affected in Affected.objects.select_related("interruption"):
        seen |= require_interruption_as_reckoned(affected, year)
    for reached in Reached.objects.select_related("maintenance"):
        seen |= require_maintenance_as_reckoned(reached, year)
    assert seen == set(Promise.objects.values_list("pk", flat=True))
    require_breaches_recorded_once()
    reminders = Announcement.objects.filter(kind="reminder")
    assert set(Counter(reminders.values_list("maintenance", flat=True)).values()) <= {1}


def require_interruption_as_reckoned(affected: Affected, year: Year) -> set[int]:
    """All that was owed to one client about one interruption; returns the keys of what was looked at."""
    rows = list(affected.promises.order_by("start_at", "pk"))
    words = list(Told.objects.filter(affected=affected).select_related("bulletin"))
    kept_by = {
        clause: [
            Word(each.bulletin.at, first_acceptance(each.notice_id))
            for each in words
            if clause in WORD_KEEPS[each.bulletin.kind]  # type: ignore[index]
        ]
        for clause in ("interruption_report", "hourly_update", "restored_notice")
    }
    ends = year.ends[affected.interruption.about]
    expected = chain(affected.since_at, ends, kept_by["hourly_update"], now=year.clock.now)
    assert links(rows, "hourly_update") == expected
    assert once(rows, "interruption_report") == single(
        affected.since_at, HOUR, kept_by["interruption_report"], now=year.clock.now
    )
    assert once(rows, "restored_notice") == single(
        ends, HOUR / 4, kept_by["restored_notice"], now=year.clock.now
    )
    (manager,) = (each for each in rows if each.clause == "account_manager_told")
    assert manager.start_at == affected.since_at
    causes = [each for each in rows if each.clause == "cause_update"]
    assert causes[0].start_at == ends
    for before, after in pairwise(causes):
        assert after.start_at == (before.broken_at or before.ended_at)
        assert after.follows_id == before.pk
    assert not [each for each in causes[:-1] if each.state == "running"]
    return {each.pk for each in rows}


def require_maintenance_as_reckoned(reached: Reached, year: Year) -> set[int]:
    rows = list(reached.promises.order_by("start_at", "pk"))
    maintenance = reached.maintenance
    words = list(Announced.objects.filter(reached=reached).select_related("announcement"))
    hourly, notice = (
        [
            Word(each.announcement.at, first_acceptance(each.notice_id))
            for each in words
            if clause in ANNOUNCEMENT_KEEPS.get(each.announcement.kind, ())  # type: ignore[call-overload]
        ]
        for clause in ("maintenance_update", "maintenance_notice")
    )
    ends = year.ends[maintenance.about]
    assert maintenance.begun_at is not None
    expected = chain(maintenance.begun_at, ends, hourly, now=year.clock.now)
    assert links(rows, "maintenance_update") == expected
    (owed,) = (each for each in rows if each.clause == "maintenance_notice")
    assert owed.due_at == maintenance.start_at - DAY
    taken = notice[0].accepted_at
    if taken is None or taken > ends:
        assert owed.state == "waived"  # it is over, and nobody was told ahead
    else:
        assert (owed.state, owed.ended_at) == ("kept" if taken <= owed.due_at else "kept_late", taken)
    return {each.pk for each in rows}


def links(rows: list[Promise], clause: str) -> list[Link]:
    found = [each for each in rows if each.clause == clause]
    for each in found:
        assert each.due_at == each.start_at + HOUR
        assert each.broken_at in (None, each.due_at)
    return [Link(each.start_at, each.state, each.ended_at) for each in found]


def once(rows: list[Promise], clause: str) -> Link:
    (found,) = (each for each in rows if each.clause == clause)
    return Link(found.start_at, found.state, found.ended_at)


def single(start: datetime, allowance: timedelta, words: list[Word], *, now: datetime) -> Link:
    """What one promise came to that is no chain."""
    taken = min(
        (each.accepted_at for each in words if each.accepted_at and each.written_at >= start), default=None
    )
    if taken is None:
        return Link(start, "broken" if start + allowance < now else "running", None)
    return Link(start, "kept" if taken <= start + allowance else "kept_late", taken)


def first_acceptance(notice: int) -> datetime | None:
    rows = Delivery.objects.filter(notice=notice, state="accepted").order_by("accepted_at")
    return rows.values_list("accepted_at", flat=True).first()


def require_breaches_recorded_once() -> None:
    told = Counter(entry.said["promise"] for entry in TrailEntry.objects.filter(fact="PromiseBroken"))
    broken = Promise.objects.exclude(broken_at=None)
    assert set(told) == set(broken.values_list("pk", flat=True))
    assert set(told.values()) <= {1}
    assert Notice.objects.filter(kind="word_missed").exists()
    for each in broken:
        assert each.noticed_at is not None and each.broken_at is not None
        assert each.noticed_at >= each.broken_at == each.due_at
