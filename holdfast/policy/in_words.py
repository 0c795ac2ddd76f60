"""Values of a document as people read them; a draft's may be wrong, and are shown as they were typed."""

from __future__ import annotations

from typing import Final

from holdfast.policy.allowance import Allowance

NOTHING: Final = "nothing"


def allowance_in_words(text: str) -> str:
    """`4 h` as `4 hours`; empty as `nothing`."""
    try:
        return Allowance.parse(text).in_words if text else NOTHING
    except ValueError:
        return text


def priority_in_words(priority: int) -> str:
    return f"Priority {priority}"


def percent(fraction: float) -> str:
    """`0.75` as `75 %`."""
    return f"{round(fraction * 100, 2):g} %"


def listed(words: list[str], *, last: str = "and") -> str:
    """`a, b and c`."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]])) or NOTHING


def shown(value: str | int | float | bool | tuple[str | int | float, ...]) -> str:
    """Any value of a setting or clause."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return listed([shown(each) for each in value])
    if isinstance(value, float):
        return percent(value)
    return str(value) or NOTHING
