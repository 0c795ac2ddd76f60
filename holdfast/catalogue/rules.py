"""What services, components and their use must be like, whoever says so: a form, a file, the command line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from holdfast.catalogue.days import days_of
from holdfast.catalogue.models import Component, Use
from holdfast.clients.models import Contract, Organisation
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line

BETWEEN_PLACES: Final = ",;|"
"""What stands between places where several are written in one line, so in the name of none."""


def service_name(said: str) -> str:
    """The name of a service; without a colon, for a component is called `Service: Component`."""
    name = one_line(said, limit=121)
    if not 1 <= len(name) <= 120:
        raise Refused("A service has a name of at most 120 characters.", code="bad_name", field="name")
    if ":" in name:
        raise Refused(
            "The name of a service has no colon; it stands before the component’s name.",
            code="bad_name",
            field="name",
        )
    return name


def component_name(said: str) -> str:
    """The name of a component within its service."""
    name = one_line(said, limit=121)
    if not 1 <= len(name) <= 120:
        raise Refused("A component has a name of at most 120 characters.", code="bad_name", field="name")
    return name


def description(said: str) -> str:
    """What clients read below the name."""
    text = one_line(said, limit=401)
    if len(text) > 400:
        raise Refused(
            "A description has at most 400 characters.", code="long_description", field="description"
        )
    return text


def places(said: Iterable[str]) -> list[str]:
    """The regions or shards of a component, each once, in the order in which they were named."""
    found: dict[str, str] = {}
    for each in said:
        place = one_line(each, limit=81)
        if not place:
            continue
        if len(place) > 80 or any(mark in place for mark in BETWEEN_PLACES):
            raise Refused(
                "A place has a name of at most 80 characters, without comma, semicolon and bar.",
                code="bad_place",
                field="places",
            )
        found.setdefault(place.casefold(), place)
    return list(found.values())


def place_in(component: Component, said: str) -> str:
    """The place as the component names it; nothing means all of it."""
    wanted = one_line(said)
    for place in component.places:
        if place.casefold() == wanted.casefold():
            return str(place)
    if not wanted:
        return ""
    known = ", ".join(component.places) or "none"
    raise Refused(
        f"{component} has no place {wanted}. Its places: {known}.", code="no_such_place", field="place"
    )


def require_current(component: Component) -> None:
    """Nobody begins to use what is retired."""
    if not component.is_current:
        raise Refused(f"{component} is retired.", code="component_retired", field="component")


def require_theirs(organisation: Organisation, agreement: Contract | None) -> None:
    """The contract by which a client uses something is its own."""
    if agreement is not None and agreement.organisation_id != organisation.pk:
        raise Refused(
            f"That contract is none of {organisation}.", code="contract_of_another", field="agreement"
        )


def require_order(since_at: datetime, until_at: datetime | None) -> None:
    """A use ends after it began."""
    if until_at is not None and until_at <= since_at:
        raise Refused("It would end before it began.", code="ends_before_start", field="until")


def require_free(use: Use, others: Iterable[Use], *, client: str, component: Component) -> None:
    """A client uses a component in one place once at a time, and not in one place where it uses it in all."""
    for other in others:
        if other is use or (other.pk and other.pk == use.pk) or not _same_place(use.place, other.place):
            continue
        if _at_once(use, other):
            where = f"in {other.place}" if other.place else "in all places" if component.places else ""
            since, until = days_of(other)
            ended = f" until {until.isoformat()}" if until else ""
            words = f"{client} uses {component} {where} since {since.isoformat()}{ended}."
            raise Refused(" ".join(words.split()), code="used_already", field="place")


def _same_place(one: str, other: str) -> bool:
    return not one or not other or one == other


def _at_once(one: Use, other: Use) -> bool:
    begins_before_it_ends = other.until_at is None or one.since_at < other.until_at
    ends_after_it_begins = one.until_at is None or one.until_at > other.since_at
    return begins_before_it_ends and ends_after_it_begins
