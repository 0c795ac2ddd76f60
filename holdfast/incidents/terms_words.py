"""Terms of uptime in words, for us and for the client alike."""

from __future__ import annotations

from holdfast.incidents.agreed_uptime import Agreed
from holdfast.incidents.impact import Level


def terms_in_words(agreed: Agreed) -> str:
    """What counts, and how much: `What is down counts whole, what is partly down 0.3 of it, what is slow not at all. …`"""
    weights = agreed.terms.weights
    partial, degraded = (_weight(weights.get(level, 0)) for level in (Level.PARTIAL, Level.DEGRADED))
    together = (
        "Where anything that is used is down, all of it counts as down"
        if agreed.terms.any_down_is_down
        else "The times of all that is used are added up"
    )
    return f"What is down counts whole, what is partly down {partial}, what is slow {degraded}. {together}."


def bands_in_words(agreed: Agreed) -> str:
    """`10 % of the month’s fee below 99.9 %, 25 % below 99 %.`"""
    if not agreed.bands:
        return "No credit is proposed."
    (first, percent), *others = agreed.bands
    said = [f"{percent} % of the month’s fee below {first:f} %"]
    return ", ".join([*said, *(f"{more} % below {below:f} %" for below, more in others)]) + "."


def goal_in_words(agreed: Agreed) -> str:
    """`99.99 %`."""
    return f"{agreed.terms.target.normalize():f} %"


def _weight(hundredths: int) -> str:
    if hundredths in (0, 100):
        return "whole" if hundredths else "not at all"
    return f"{hundredths / 100:g} of it"
