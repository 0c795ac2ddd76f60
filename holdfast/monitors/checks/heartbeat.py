"""A heartbeat: a job of ours or of a client's calls a secret address, and its silence is what is noticed."""

from __future__ import annotations

import msgspec


class Heartbeat(msgspec.Struct, frozen=True, kw_only=True, tag="heartbeat", tag_field="kind"):
    """It asks nothing of anybody."""

    @property
    def target(self) -> str:
        return "waits to be called"
