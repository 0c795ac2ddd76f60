"""T69: the review of a list comes due once for each client and quarter, at the client's own place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from holdfast.clients.actions.list_reviews import confirm_list, make_reviews_due
from holdfast.clients.actions.organisations import enter_organisation
from holdfast.clients.emergency.quarters import Quarter
from holdfast.clients.models import EmergencyList, ListReview, Organisation
from holdfast.kernel import facts
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.project.demo.world import World
from tests.clients.lists import NIGHT, ORLA, listing
from tests.world import Clock

pytestmark = pytest.mark.django_db

ZONES = (
    "Pacific/Kiritimati",
    "Pacific/Auckland",
    "Australia/Lord_Howe",
    "Asia/Tokyo",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Europe/Berlin",
    "UTC",
    "America/St_Johns",
    "America/Asuncion",  # where 1 October 2017 begins at one o'clock
    "America/Los_Angeles",
    "Pacific/Pago_Pago",
)
HOUR = timedelta(hours=1)


def hours_near_a_quarter(at: datetime) -> timedelta:
    """An hour from three days before a quarter begins to three days after; half a day where nothing can begin."""
    near = {(at + timedelta(days=days)).month % 3 for days in (-3, 0, 3)}
    return HOUR if len(near) > 1 and 1 in near else 12 * HOUR


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(hours_near_a_quarter, id="near each quarter"),
        pytest.param(lambda _: HOUR, id="always", marks=pytest.mark.long),
    ],
)
def test_t69_a_year_hour_by_hour_in_twelve_zones_makes_each_review_due_once_in_its_hour(
    the_clock: Clock, step: Callable[[datetime], timedelta]
) -> None:
    zones = {Organisation.objects.create(name=zone, time_zone=zone).pk: ZoneInfo(zone) for zone in ZONES}
    at, end = datetime(2016, 12, 31, tzinfo=UTC), datetime(2017, 12, 31, 9, tzinfo=UTC)
    first = at
    while at < end:
        the_clock.set(at)
        make_reviews_due()
        at += step(at)
    told = TrailEntry.objects.filter(fact="ListReviewDue")
    due = [(entry.said["client"], entry.said["quarter"], entry.at) for entry in told]
    quarters = ["2016-Q4", "2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4"]
    assert sorted((client, quarter) for client, quarter, _ in due) == [
        (client, quarter) for client in sorted(zones) for quarter in quarters
    ]
    for client, name, noticed in due:
        quarter, zone = Quarter.named(name), zones[client]
        begins = quarter.begins(zone)
        assert ListReview.objects.get(organisation=client, quarter=name).from_at == begins
        assert max(begins, first) <= noticed < max(begins, first) + HOUR
        there, before = (begins + span for span in (timedelta(0), -timedelta(seconds=1)))
        assert there.astimezone(zone).date() == date(quarter.year, quarter.number * 3 - 2, 1)
        assert before.astimezone(zone).date() < there.astimezone(zone).date()


def test_t69_a_clock_that_jumps_and_a_client_that_moves_make_none_twice_and_leave_none_out(
    world: World, the_clock: Clock
) -> None:
    names = lambda: list(  # noqa: E731
        ListReview.objects.filter(organisation=world.osprey).order_by("pk").values_list("quarter", flat=True)
    )
    make_reviews_due()
    assert names() == ["2026-Q4"]
    the_clock.forward(days=200)  # nothing ran for two quarters: what was owed in them is owed
    assert make_reviews_due() == 2 * Organisation.objects.filter(is_own=False).count()
    assert names() == ["2026-Q4", "2027-Q1", "2027-Q2"]
    first = ListReview.objects.get(organisation=world.osprey, quarter="2027-Q1")
    assert first.from_at == datetime(2027, 1, 1, 5, tzinfo=UTC)
    the_clock.forward(days=-200)
    assert make_reviews_due() == 0
    the_clock.set(datetime(2027, 6, 30, 23, tzinfo=UTC))
    for zone in ("Pacific/Auckland", "Pacific/Pago_Pago", "Pacific/Auckland"):
        Organisation.objects.filter(pk=world.osprey.pk).update(time_zone=zone)
        make_reviews_due()
    assert names() == ["2026-Q4", "2027-Q1", "2027-Q2", "2027-Q3"]


def test_a_client_entered_amid_a_quarter_is_first_reviewed_in_the_next(
    world: World, the_clock: Clock
) -> None:
    make_reviews_due()
    auckland = "Pacific/Auckland"
    client = enter_organisation(name="Northwind Systems", time_zone=auckland, by=world.piotr)
    assert make_reviews_due() == 0
    the_clock.set(Quarter(2027, 1).begins(ZoneInfo(auckland)))
    make_reviews_due()
    assert list(client.list_reviews.values_list("quarter", flat=True)) == ["2027-Q1"]


def test_t69_a_crash_between_deciding_and_telling_leaves_it_to_the_next_look(
    world: World, monkeypatch: pytest.MonkeyPatch, trail: Callable[[], list[str]]
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(facts, "_react", crash)
        with pytest.raises(RuntimeError):
            make_reviews_due()
    assert (ListReview.objects.count(), trail().count("ListReviewDue")) == (0, 0)
    clients = Organisation.objects.filter(is_own=False).count()
    assert [make_reviews_due(), make_reviews_due()] == [clients, 0]
    assert trail().count("ListReviewDue") == clients


def test_a_quarter_ends_where_the_next_begins() -> None:
    quarters = [Quarter(2026, 1)]
    for _ in range(7):
        quarters.append(quarters[-1].next)
    assert [str(each) for each in quarters[3:5]] == ["2026-Q4", "2027-Q1"]
    for zone in map(ZoneInfo, ZONES):
        for former, latter in pairwise(quarters):
            begins = latter.begins(zone)
            assert Quarter.at(begins - timedelta(seconds=1), zone) == former < Quarter.at(begins, zone)


def test_confirming_ends_what_was_due_and_counts_from_now(world: World, the_clock: Clock) -> None:
    make_reviews_due()
    listing(world.osprey, ORLA, by=world.ines)
    at = the_clock.forward(days=2)
    confirm_list(world.osprey, number=1, by=world.ines)
    review = ListReview.objects.get(organisation=world.osprey)
    assert (review.reviewed_at, review.by_label, review.number) == (at, "Ines Marolt", 1)
    assert EmergencyList.objects.get().reviewed_at == at
    said = TrailEntry.objects.filter(fact="ListReviewed").latest("pk").said
    assert (said["client"], said["review"], said["quarter"]) == (world.osprey.pk, review.pk, "2026-Q4")
    confirm_list(world.osprey, number=1, by=world.ines)
    assert TrailEntry.objects.filter(fact="ListReviewed").latest("pk").said["review"] is None


def test_only_who_keeps_it_confirms_and_only_what_they_read(world: World) -> None:
    with pytest.raises(Refused) as empty:
        confirm_list(world.osprey, number=0, by=world.ines)
    assert empty.value.code == "list_empty"
    listing(world.osprey, ORLA, by=world.ines)
    listing(world.osprey, ORLA, NIGHT, by=world.ines)
    with pytest.raises(Refused) as changed:
        confirm_list(world.osprey, number=1, by=world.ines)
    assert changed.value.code == "list_changed"
    for other in (world.corin, world.tobin, world.theo):
        with pytest.raises(Forbidden):
            confirm_list(world.osprey, number=2, by=other)
