"""What terms of uptime must be like, in words that a person can act on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Final

from holdfast.clients.models import Organisation
from holdfast.incidents.agreed_uptime import Band, month_of
from holdfast.incidents.zones_of_clients import zones_of
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line

MOST_BANDS: Final = 12
_FIRST_OVER: Final = "Pacific/Kiritimati"
"""Where a day begins first, and so a month is over before it is anywhere else."""
_WHOLE: Final = Decimal(100)
_DIGITS: Final = Decimal("0.001")


def goal(said: Decimal) -> Decimal:
    """An uptime in per cent."""
    if not (said.is_finite() and 0 < said <= _WHOLE and said == said.quantize(_DIGITS)):
        raise Refused(
            "The goal is above 0 and at most 100 %, with three decimals at most.",
            code="no_goal",
            field="goal",
        )
    return said


def weight(said: Decimal, *, field: str) -> int:
    """A share of what is down, 0 to 1, as hundredths."""
    if not (said.is_finite() and 0 <= said <= 1 and said * 100 == int(said * 100)):
        raise Refused("A weight is from 0 to 1, with two decimals at most.", code="no_weight", field=field)
    return int(said * 100)


def require_in_order(*, partial: int, degraded: int) -> None:
    """What is worse never weighs less."""
    if degraded > partial:
        raise Refused(
            "What is slow can't weigh more than what is partly down.",
            code="weights_crossed",
            field="degraded",
        )


def bands(said: Iterable[str], *, goal: Decimal) -> list[Band]:
    """Each line one band, as `99.9 10`; the lower the uptime, the more is given, and nothing where the goal is met."""
    found = sorted((_band(line) for line in said if line.strip()), reverse=True)
    if len(found) > MOST_BANDS:
        raise _no_band(f"At most {MOST_BANDS} bands.")
    if found and found[0].below > goal:
        raise _no_band(f"Below {found[0].below:f} % can still be within the goal of {goal.normalize():f} %.")
    for higher, lower in pairwise(found):
        if higher.below == lower.below:
            raise _no_band(f"There are two bands below {higher.below:f} %.")
        if lower.percent <= higher.percent:
            raise _no_band(f"Below {lower.below:f} % more must be given than below {higher.below:f} %.")
    return found


def as_lines(found: Iterable[Band]) -> list[str]:
    """Bands as they are written: `99.9 10`."""
    return [f"{each.below:f} {each.percent}" for each in found]


def fee(said: Decimal | None, currency: str) -> tuple[Decimal | None, str]:
    """What a month costs, with its currency by three letters; or neither."""
    currency = currency.strip().upper()
    if said is None and not currency:
        return None, ""
    if said is None or not (said.is_finite() and 0 < said < 10**10 and said == round(said, 2)):
        raise Refused("A fee is above zero, with two decimals at most.", code="no_fee", field="fee")
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        raise Refused("Name the currency by three letters, like EUR.", code="no_currency", field="currency")
    return said, currency


def require_to_come(from_month: date, organisation: Organisation | None, *, now: datetime) -> date:
    """Of a month that is over nothing is reckoned anew: not in the client's time zone, for everybody in none."""
    first = zones_of(organisation).month_of(now) if organisation else month_of(now, _FIRST_OVER)
    if from_month.day != 1:
        raise Refused("They hold from the first of a month.", code="no_month", field="from_month")
    if from_month < first:
        raise Refused(
            "A month that is over stays as it was stated. Choose the present one or a later one.",
            code="month_over",
            field="from_month",
        )
    return from_month


def because(said: str) -> str:
    said = one_line(said, limit=400)
    if not said:
        raise Refused("Say why.", code="no_reason", field="because")
    return said


def stored(found: Sequence[Band]) -> list[tuple[str, int]]:
    """As the row keeps them."""
    return [(f"{each.below:f}", each.percent) for each in found]


def _band(line: str) -> Band:
    try:
        below, percent = line.replace("%", " ").split()
        band = Band(Decimal(below).normalize(), int(percent))
        is_one = band.below.is_finite() and 0 < band.below <= _WHOLE and 0 < band.percent <= 100
        is_one = is_one and band.below == band.below.quantize(_DIGITS)
    except (ValueError, InvalidOperation):
        is_one = False
    if not is_one:
        raise _no_band(
            f"“{one_line(line, limit=40)}” is no band. Write the uptime and the per cent, like 99.9 10."
        )
    return band


def _no_band(words: str) -> Refused:
    return Refused(words, code="no_band", field="bands")
