"""The client that an address names."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from holdfast.clients.models import Organisation


def found_client(key: int) -> Organisation:
    """The organisation, or 404."""
    return get_object_or_404(Organisation, pk=key)
