"""What of a maintenance or an interruption each client feels; what others use is not named to it (T45)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from holdfast.catalogue.queries import in_use_or_planned, reached_by
from holdfast.incidents.models import Impact, Work

Felt = TypeVar("Felt", Work, Impact)


def works_felt(
    works: Sequence[Felt], clients: Collection[int], *, since: datetime
) -> Mapping[int, Sequence[Felt]]:
    """By client, those of the works that take away something it uses, or used `since`; in one query."""
    hits = {(each.component_id, each.place) for each in works}
    rows = in_use_or_planned(at=since).filter(reached_by(hits), organisation__in=clients).order_by()
    places: dict[tuple[int, int], set[str]] = defaultdict(set)
    for client, component, place in rows.values_list("organisation", "component", "place"):
        places[client, component].add(place)
    return {
        client: [each for each in works if _meets(each.place, places[client, each.component_id])]
        for client in clients
    }


def _meets(place: str, used: Iterable[str]) -> bool:
    """Whether a client that uses these places of the component feels what happens in that one; nothing means in all."""
    return any(not place or each in ("", place) for each in used)
