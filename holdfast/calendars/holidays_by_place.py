"""Holidays of a country or region from the `holidays` library, to be copied into a calendar and edited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


class UnknownPlace(ValueError):
    """No holidays are known for that country or region."""


def holidays_in(country: str, *, years: Iterable[int], region: str | None = None) -> list[tuple[date, str]]:
    """Public holidays with their names, in order of date; UnknownPlace when the place is not known.

    `country` is an ISO 3166-1 code (`DE`), `region` one of `regions_of` it (`BE`); without a region, what the
    whole country keeps. Days off in lieu count; a date with two holidays bears both names. Dates are local.
    """
    import holidays  # heavy, and wanted only here

    _require_known(country, region)
    found = holidays.country_holidays(country, subdiv=region, years=sorted(set(years)), expand=False)
    return sorted(found.items())


def regions_of(country: str) -> list[str]:
    """The codes of the regions of a country that have holidays of their own; UnknownPlace as above."""
    _require_known(country)
    return countries()[country]


def countries() -> dict[str, list[str]]:
    """The countries whose holidays are known, by two-letter code, each with the codes of its regions."""
    import holidays

    known = holidays.list_supported_countries(include_aliases=False)
    return {code: list(regions) for code, regions in sorted(known.items())}


def _require_known(country: str, region: str | None = None) -> None:
    known = countries()
    if country not in known:
        raise UnknownPlace(
            f"No holidays are known for a country {country!r}; countries are two letters, like DE."
        )
    if region is not None and region not in known[country]:
        regions = ", ".join(known[country]) or "none"
        raise UnknownPlace(
            f"No holidays are known for a region {region!r} of {country}; its regions: {regions}."
        )
