"""Maintenance as it may be told: on the page to everybody, in a client's own calendar to that client."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.incidents.maintenance_calendar import Planned


def planned_maintenance(*, client: int | None = None) -> Sequence[Planned]:
    """What is planned of components that the page shows; with a client, all that reaches it. None is recorded yet."""
    return ()
