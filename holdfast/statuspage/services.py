"""The services as the page lists them: how each is now, and how it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from holdfast.audience.pictures import Picture, picture_of
from holdfast.audience.wording import LEVELS, Words
from holdfast.incidents.bars import percent_in_words
from holdfast.incidents.impact import Level
from holdfast.statuspage.past import NOTHING, Track
from holdfast.statuspage.shown import Component, ComponentStatus, Shown

WORDS: Final[Mapping[ComponentStatus, Words]] = {
    ComponentStatus.OPERATIONAL: LEVELS[Level.NONE],
    ComponentStatus.MAINTENANCE: LEVELS[Level.MAINTENANCE],
    ComponentStatus.DEGRADED: LEVELS[Level.DEGRADED],
    ComponentStatus.PARTIAL: LEVELS[Level.PARTIAL],
    ComponentStatus.MAJOR: LEVELS[Level.MAJOR],
}


@dataclass(frozen=True)
class Line:
    """A service, or a component of one."""

    name: str
    words: str
    tone: str
    uptime: str
    """`99.901 %`, or that nothing was measured."""
    picture: Picture
    days: Sequence[str]
    """The same in words."""
    parts: Sequence[Line] = ()


def service_lines(shown: Shown, tracks: Mapping[str, Track]) -> list[Line]:
    """Each service with its components, in the order of the page; a single component is the service itself."""
    by_id = {each.id: each for each in shown.components}
    found = []
    for group in shown.components:
        if group.members is not None:
            parts = [_line(by_id[member], tracks) for member in group.members]
            found.append(_line(group, tracks, parts if len(parts) > 1 else ()))
    return found


def working(shown: Shown) -> str:
    """The services that work, as a sentence, where some don't; empty otherwise."""
    groups = [each for each in shown.components if each.members is not None]
    fine = [each.name for each in groups if each.status == ComponentStatus.OPERATIONAL]
    if not fine or len(fine) == len(groups):
        return ""
    listed = f"{', '.join(fine[:-1])} and {fine[-1]}" if len(fine) > 1 else fine[0]
    return f"{listed} {'are' if len(fine) > 1 else 'is'} working."


def _line(component: Component, tracks: Mapping[str, Track], parts: Sequence[Line] = ()) -> Line:
    track = tracks.get(component.id, NOTHING)
    words, tone = WORDS[component.status]
    return Line(
        component.name,
        words,
        tone,
        percent_in_words(track.uptime),
        picture_of(track.days),
        track.words,
        parts,
    )
