"""The maintenance that an address names."""

from __future__ import annotations

from django.http import Http404

from holdfast.incidents.models import Maintenance


def found_maintenance(key: int) -> Maintenance:
    """The maintenance that an address names; everybody of the vendor sees all of them."""
    rows = Maintenance.objects.select_related("planned_by", "approved_by")
    found = rows.filter(pk=key).first() if key < 2**63 else None
    if found is None:
        raise Http404("There is no such maintenance.")
    return found
