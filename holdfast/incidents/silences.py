"""When nobody knew how a component did, as uptime counts it: a monitor was there, and was silent."""

from __future__ import annotations

from collections.abc import Collection

from holdfast.incidents.impact import Silence, Span
from holdfast.monitors import queries


def silences_of(components: Collection[int], period: Span) -> list[Silence]:
    """The silences of these components within the period."""
    found = queries.silences(components, since=period.start, until=period.end)
    return [Silence(component=key, start=start, end=end) for key, start, end in found]
