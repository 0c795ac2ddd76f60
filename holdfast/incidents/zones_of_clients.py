"""Which time zones a client's clock went by (E10)."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import prefetch_related_objects

from holdfast.clients.models import Organisation
from holdfast.incidents.zones import Zones


def zones_of(organisation: Organisation) -> Zones:
    """Of one client; one query, and none where they are read already."""
    read_zones([organisation])
    former = sorted((each.until_at, each.pk, each.time_zone) for each in organisation.former_zones.all())
    return Zones(tuple((until, zone) for until, _, zone in former), organisation.time_zone)


def read_zones(organisations: Collection[Organisation]) -> None:
    """For all of them in one query."""
    prefetch_related_objects(list(organisations), "former_zones")
