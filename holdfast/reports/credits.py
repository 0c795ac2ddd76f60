"""Credits: what the bands of the agreement propose for a month, from which inputs, and what was decided (E10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from holdfast.clients.models import Organisation
from holdfast.incidents.agreed_uptime import Agreed, Band
from holdfast.incidents.bars import exact_in_words, percent_in_words
from holdfast.incidents.terms_words import bands_in_words, goal_in_words
from holdfast.reports.models import Credit
from holdfast.reports.statement import Statement


def percent_for(uptime: Decimal | None, bands: Iterable[Band]) -> int:
    """Of the lowest band that the uptime fell into; 0 where it fell into none, or nothing was measured.

    Bands have three decimals as the floored uptime has, so the floor never moves it into another band.
    """
    if uptime is None:
        return 0
    return next((percent for below, percent in sorted(bands) if uptime < below), 0)


def proposed(statement: Statement) -> int:
    """Per cent of the month's fee, by its weighted uptime; nothing before the month is over."""
    return percent_for(statement.whole.availability, statement.agreed.bands) if statement.is_over else 0


def inputs_of(statement: Statement) -> list[tuple[str, str]]:
    """What the proposal is made of, in names and words."""
    whole, agreed = statement.whole, statement.agreed
    return [
        ("Uptime, weighted", percent_in_words(whole.availability)),
        ("Unweighted", percent_in_words(whole.unweighted)),
        ("Down, weighted", exact_in_words(whole.weighted_for)),
        ("Measured", _hours(whole.measured_for.total_seconds())),
        ("Goal", goal_in_words(agreed)),
        ("Credits", bands_in_words(agreed)),
        ("Fee", money(agreed.fee, agreed.currency) or "not entered, so per cent only"),
    ]


def decisions_of(organisation: Organisation, month: date) -> Sequence[Credit]:
    """The newest, which stands, first."""
    return list(
        Credit.objects.filter(organisation=organisation, month=month).select_related("by").order_by("-pk")
    )


def amount(percent: int, agreed: Agreed | Credit) -> str:
    """`120.00 EUR`; nothing where the fee is not known."""
    if agreed.fee is None:
        return ""
    share = (agreed.fee * percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return money(share, agreed.currency)


def in_words(percent: int, agreed: Agreed | Credit) -> str:
    """`10 % of the month’s fee, 120.00 EUR`."""
    known = amount(percent, agreed)
    return f"{percent} % of the month’s fee" + (f", {known}" if known else "")


def money(sum_of_it: Decimal | None, currency: str) -> str:
    return f"{sum_of_it:,.2f} {currency}" if sum_of_it is not None else ""


def _hours(seconds: float) -> str:
    hours, rest = divmod(int(seconds), 3600)
    return f"{hours} h {rest // 60} min" if rest // 60 else f"{hours} h"
