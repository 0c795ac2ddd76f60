"""The variables of prepared words: a fixed list of plain values, put in by name and nothing more (T38).

What comes out is typed text like any other: it stands in the form, and whoever sends it has read it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from holdfast.incidents.bars import length_in_words
from holdfast.incidents.models import Interruption, State
from holdfast.kernel.refusal import Refused

VARIABLES: Final[Mapping[str, str]] = {
    "title": "its title",
    "since": "since when clients notice it, in UTC",
    "lasts": "for how long by now",
    "components": "what is hit, and where",
    "state": "how far we are",
}
_NAMED: Final = re.compile(r"\{\{?\s*([^{}]*?)\s*\}?\}")


def require_variables(text: str, *, field: str) -> None:
    """Refuse a variable that there is not, by its name."""
    for name in _NAMED.findall(text):
        if name not in VARIABLES:
            raise Refused(
                f"There is no variable {{{name}}}. There are: {', '.join(f'{{{each}}}' for each in VARIABLES)}.",
                code="no_such_variable",
                field=field,
            )


SAMPLE: Final = {
    "title": "Chat messages arrive late",
    "since": "2026-06-09 10:48 UTC",
    "lasts": "1 h 47 min",
    "components": "Chat: Delivery, Frankfurt",
    "state": "identified",
}
"""What a template is shown with where nothing is interrupted."""


def filled(parts: Mapping[str, str], interruption: Interruption, *, at: datetime) -> dict[str, str]:
    """The parts with the values of this interruption as they are now."""
    return filled_with(parts, _values(interruption, at))


def filled_with(parts: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """The parts with these values; a name that is none stays as it was typed."""
    return {
        name: _NAMED.sub(lambda found: values.get(found.group(1), found.group(0)), text)
        for name, text in parts.items()
    }


def _values(interruption: Interruption, at: datetime) -> dict[str, str]:
    hit = interruption.impacts.filter(ended_at=None).select_related("component__service").order_by("pk")
    named = [f"{each.component}, {each.place}" if each.place else str(each.component) for each in hit]
    return {
        "title": interruption.title,
        "since": f"{interruption.began_at:%Y-%m-%d %H:%M} UTC",
        "lasts": lasts(interruption.began_at, interruption.restored_at or at),
        "components": "; ".join(dict.fromkeys(named)) or "…",
        "state": State(interruption.state).label.lower(),
    }


def lasts(began: datetime, end: datetime) -> str:
    """`1 h 47 min`: a minute that has begun counts, as on the status page."""
    return length_in_words(max(0, -((began - end) // timedelta(minutes=1))))
