"""Holidays by country and region, as a copy to edit."""

from datetime import date

import pytest

from holdfast.calendars.holidays_by_place import UnknownPlace, countries, holidays_in, regions_of
from holdfast.calendars.hours import Hours


def test_a_region_keeps_its_own_holidays_besides_the_country_s():
    berlin = dict(holidays_in("DE", region="BE", years=[2026]))
    assert date(2026, 12, 25) in berlin
    assert date(2026, 3, 8) in berlin
    assert date(2026, 3, 8) not in dict(holidays_in("DE", years=[2026]))


def test_holidays_come_in_order_of_date_and_only_for_the_years_asked_for():
    found = holidays_in("US", years=range(2026, 2029))
    assert found == sorted(found)
    assert {day.year for day, _ in found} == {2026, 2027, 2028}
    assert all(name for _, name in found)


def test_the_copy_fits_into_a_calendar():
    found = holidays_in("NZ", region="AUK", years=[2026])
    Hours.from_json(
        {"timezone": "Pacific/Auckland", "weekly": {}, "holidays": [day.isoformat() for day, _ in found]}
    )


@pytest.mark.parametrize(
    ("country", "region"), [("XX", None), ("", None), ("de", None), ("DE", "XX"), ("DE", "be")]
)
def test_an_unknown_place_is_refused(country, region):
    with pytest.raises(UnknownPlace, match="No holidays are known"):
        holidays_in(country, region=region, years=[2026])


def test_countries_and_regions_are_listed():
    assert countries()["DE"] == regions_of("DE")
    assert "BE" in regions_of("DE")
    assert len(countries()) > 100
    with pytest.raises(UnknownPlace):
        regions_of("Germany")
