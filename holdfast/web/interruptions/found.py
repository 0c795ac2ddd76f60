"""The interruption that an address names."""

from __future__ import annotations

from django.http import Http404

from holdfast.incidents.models import Interruption


def found_interruption(key: int) -> Interruption:
    """The interruption that an address names; everybody of the vendor sees all of them."""
    found = (
        Interruption.objects.select_related("confirmed_by").filter(pk=key).first() if key < 2**63 else None
    )
    if found is None:
        raise Http404("There is no such interruption.")
    return found
