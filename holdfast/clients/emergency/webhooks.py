"""Whose webhooks stand on the lists in force: by address, the contacts and their clients."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from holdfast.clients.emergency.channels import ChannelKind
from holdfast.clients.models import ListEntry


def listed_webhooks(addresses: Iterable[str] | None = None) -> dict[str, list[ListEntry]]:
    """In one query; only these addresses, or all there are."""
    rows = ListEntry.objects.filter(
        version__number=F("version__list__number"), channels__contains=[{"kind": ChannelKind.WEBHOOK}]
    )
    wanted = set(addresses) if addresses is not None else None
    found: dict[str, list[ListEntry]] = {}
    for entry in rows.select_related("person", "version__list__organisation").order_by("pk"):
        for channel in entry.channels:
            if channel["kind"] == ChannelKind.WEBHOOK and (wanted is None or channel["address"] in wanted):
                found.setdefault(channel["address"], []).append(entry)
    return found
