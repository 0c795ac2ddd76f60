"""The services that a client uses, each as it is for the client now, and how it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from holdfast.audience.pictures import Picture, picture_of
from holdfast.audience.standing import Part, UsedService
from holdfast.audience.wording import LEVELS
from holdfast.incidents.bars import Day, in_words, percent_in_words
from holdfast.incidents.impact import Level


@dataclass(frozen=True)
class Line:
    """A service, or a component of one."""

    name: str
    words: str
    tone: str
    uptime: str
    picture: Picture
    days: Sequence[str]
    """The same in words."""
    component: int | None = None
    """Where something may be wrong; None of a service of which several are used."""
    parts: Sequence[Line] = ()
    is_fine: bool = True


def lines_of(services: Iterable[UsedService]) -> list[Line]:
    """Each with its components; a single one is the line itself."""
    return [_service(each) for each in services]


def how_they_are(lines: Sequence[Line]) -> str:
    """What does not work as it should, and what does: `Voice is partly down. Chat and Mail work.`"""
    wrong = [f"{each.name} is {each.words.lower()}." for each in lines if not each.is_fine]
    fine = [each.name for each in lines if each.is_fine]
    if wrong and fine:
        wrong.append(f"{_listed(fine)} {'work' if len(fine) > 1 else 'works'}.")
    return " ".join(wrong)


def _service(service: UsedService) -> Line:
    parts = [
        _line(_named(each), each.level, each.uptime, each.days, each.component) for each in service.parts
    ]
    if len(parts) == 1:
        (only,) = service.parts
        return _line(f"{service.name}: {_named(only)}", only.level, only.uptime, only.days, only.component)
    return _line(service.name, service.level, service.uptime, service.days, parts=parts)


def _line(
    name: str,
    level: Level,
    uptime: Decimal | None,
    days: Sequence[Day],
    component: int | None = None,
    parts: Sequence[Line] = (),
) -> Line:
    words, tone = LEVELS[level]
    return Line(
        name=name,
        words=words,
        tone=tone,
        uptime=percent_in_words(uptime),
        picture=picture_of(days),
        days=in_words(reversed(days)),
        component=component,
        parts=parts,
        is_fine=level == Level.NONE,
    )


def _named(part: Part) -> str:
    return f"{part.name}, {part.place}" if part.place else part.name


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
